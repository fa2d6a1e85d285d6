"""A bundle's one encoder, in the bundle, given by somebody or installed: the digest on the card decides."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.errors import BundleError, EncoderMissing
from core.model.bundle.files import ENCODER, holds, open_file
from core.model.cards import PUBLISHED_ENCODERS, BundleCard
from core.model.encoder_outline import Outline
from core.model.encoder_source import EncoderSource, encoder_store, open_encoder, open_installed, opened
from core.model.files.weight_files import WeightsFile, stream_weights
from core.text import text


@dataclass(frozen=True, slots=True)
class BundleEncoder:
    """The open encoder of a bundle.

    path: where it is. file: its weights. heads: its attention heads, None for the published widths.
    prove: takes the file's digest, raises BundleError or WeightsError when it is not the right one.
    source: what is known about it; None when it is in the bundle.
    """

    path: Path
    file: WeightsFile
    heads: int | None
    prove: Callable[[str], None]
    source: EncoderSource | None

    def located(self, found: Outline) -> EncoderSource:
        """Where it is, also when it is in the bundle. found: its outline."""
        if self.source is not None:
            return self.source
        return EncoderSource(self.path, (self.path,), found.config, found.family, found.bytes)


@contextmanager
def open_bundle_encoder(bundle: Path, card: BundleCard, encoder: str | Path | None = None) -> Iterator[BundleEncoder]:
    """Opens a bundle's encoder. encoder: a file or a name that somebody chose.

    Raises EncoderMissing when it is not on this computer, BundleError when another one was chosen, WeightsError when
    it is no encoder.
    """
    if encoder is None and holds(bundle, ENCODER):
        where = bundle / ENCODER
        with open_file(bundle, ENCODER) as (stream, size):
            file = stream_weights(stream, size, where, hashed=True)
            yield BundleEncoder(where, file, card.heads, card_proof(card.encoder_sha256, where), None)
        return
    source = _installed(bundle, card) if encoder is None else _chosen(card, encoder)
    with opened(source, hashed=True) as file:
        prove = source.prove if source.sha256 else _given_proof(card, source.path)
        yield BundleEncoder(source.path, file, source.config.heads, prove, source)


def card_proof(expected: str, where: Path) -> Callable[[str], None]:
    """For a part of the bundle: takes the digest that it has, raises BundleError when that is not the card's."""

    def check(found: str) -> None:
        if found != expected.lower():
            what = text(
                "the file is not the card's: its SHA-256 is {found}..., the card says {expected}...",
                found=found[:16],
                expected=expected[:16],
            )
            hint = "It was damaged or exchanged. Get the bundle and its encoder again"
            raise BundleError(what, where=where, hint=hint)

    return check


def _given_proof(card: BundleCard, where: Path) -> Callable[[str], None]:
    """The same for a file that somebody chose."""

    def check(found: str) -> None:
        if found != card.encoder_sha256.lower():
            raise _other(found, card, where)

    return check


def _chosen(card: BundleCard, encoder: str | Path) -> EncoderSource:
    source = open_encoder(encoder, num_heads=card.heads)
    if source.sha256 and card.encoder_sha256.lower() not in (source.sha256, source.source_sha256):
        raise _other(source.source_sha256, card, source.path)
    return source


def _installed(bundle: Path, card: BundleCard) -> EncoderSource:
    store = encoder_store()
    installed = store.by_digest(card.encoder_sha256) if store else None
    if installed is not None:
        return open_installed(installed, num_heads=card.heads)
    published = PUBLISHED_ENCODERS.get(card.encoder_name)
    if store and (other := store.find(card.encoder_name)):
        raise EncoderMissing(
            text(
                "the bundle needs another encoder {encoder} than the one on this computer: SHA-256 {expected}..., "
                "not {found}...",
                encoder=card.encoder_name,
                expected=card.encoder_sha256[:16],
                found=other.source_sha256[:16],
            ),
            where=bundle,
            hint="Give the encoder's file, or import it under another name",
            encoder=card.encoder_name,
        )
    raise EncoderMissing(
        text("the bundle needs the encoder {encoder} and does not hold it", encoder=card.encoder_name),
        where=bundle,
        hint=text(
            "Get it on the Models page or with fer-train weights get {name} ({url}), or give its file, the one with "
            "SHA-256 {digest}...",
            name=published.name,
            url=published.url,
            digest=card.encoder_sha256[:16],
        )
        if published
        else text("Give the encoder's file, the one with SHA-256 {digest}...", digest=card.encoder_sha256[:16]),
        encoder=card.encoder_name,
    )


def _other(found: str, card: BundleCard, where: Path) -> BundleError:
    return BundleError(
        text(
            "the file is not this bundle's encoder: its SHA-256 is {found}..., the card says {expected}...",
            found=found[:16],
            expected=card.encoder_sha256[:16],
        ),
        where=where,
        hint=text(
            "It is another encoder, or it is damaged: give the file of {encoder} that the bundle was made with",
            encoder=card.encoder_name,
        ),
    )
