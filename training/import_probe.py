"""`fer-train import-probe`: a published probe file, a list of labels and an encoder become a bundle."""

import os
import sys
import tempfile
from argparse import Namespace
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.errors import BundleError, OutputError
from core.labels import LABELS
from core.model.cards import LABEL, PUBLISHED_ENCODERS, BundleCard
from core.model.store.naming import own_name
from core.reasons import system_reason
from training.command import DONE, Command, UsageError
from training.facts import encoders_of_width, resolution_note
from training.import_probe_arguments import add_arguments

if TYPE_CHECKING:
    from core.model.encoder_source import EncoderSource
    from core.model.probe import Probe


def run(options: Namespace) -> int:
    """Writes the bundle and says what is in it. Nothing is written when probe, labels and encoder do not fit."""
    from core.model import load_probe, save_bundle
    from core.model.encoder_source import open_encoder

    labels = _labels(options.labels)
    if options.margin is not None and options.view != "face":
        raise UsageError("--margin is for --view face: the centre view has no box")
    _prove_place(options.out)
    encoder = open_encoder(options.encoder)
    probe = load_probe(options.file, num_heads=1)  # its heads are the encoder's; a wrong width is to be told as such
    _check_width(probe, encoder, options.file)
    outputs = _outputs(options.outputs, labels, probe.linear.out_features)
    card = _card(options, labels, outputs, encoder)
    if card.resolution != encoder.config.resolution:
        print(f"note: {resolution_note(card.resolution, encoder.config.resolution)}", file=sys.stderr)
    save_bundle(options.out, card, [probe])
    _report(options)
    return DONE


def _labels(given: str) -> tuple[str, ...]:
    labels = tuple(label.strip() for label in given.split(","))
    for label in labels:
        if not LABEL.fullmatch(label):
            raise UsageError(f"--labels: {label!r} is no label: lower-case letters, digits and _, a letter first")
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise UsageError(f"--labels: {', '.join(twice)} stands there more than once")
    if len(labels) < 2:
        raise UsageError("--labels: give at least two, separated by commas")
    if own := [label for label in labels if label not in LABELS]:
        usual = ", ".join(LABELS)
        print(f"note: {', '.join(own)}: not among the usual labels ({usual}); kept as given", file=sys.stderr)
    return labels


def _outputs(given: tuple[int, ...] | None, labels: tuple[str, ...], there: int) -> tuple[int, ...]:
    """Which output of the probe each label stands for. Raises UsageError when labels and outputs do not match."""
    if given is None:
        if len(labels) != there:
            raise UsageError(
                f"the probe has {there} outputs, but --labels names {len(labels)}; name them all, in the order of the "
                f"outputs, or say with --outputs which ones the labels stand for (the others are left out)"
            )
        return tuple(range(there))
    if len(given) != len(labels):
        raise UsageError(f"--outputs names {len(given)} outputs, but --labels {len(labels)} labels")
    if len(set(given)) < len(given):
        raise UsageError("--outputs: an output can stand for one label only")
    if max(given) >= there:
        raise UsageError(f"--outputs: there is no output {max(given)}: the probe has {there}, from 0 on")
    return given


def _prove_place(out: Path) -> None:
    """Refuses a place that cannot be written to before anything slow begins."""
    if os.path.lexists(out):
        raise OutputError("there is something at the bundle's place already", where=out, hint="Choose another -o")
    try:
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        what = f"cannot write into this folder ({system_reason(error)})"
        raise OutputError(what, where=out.parent, hint="Choose another -o") from error


def _check_width(probe: "Probe", encoder: "EncoderSource", file: Path) -> None:
    width = probe.linear.in_features
    if width != encoder.config.width:
        fitting = encoders_of_width(width)
        raise BundleError(
            f"the probe is for tokens {width} wide, the encoder gives {encoder.config.width}",
            where=file,
            hint=f"Published encoders of that width: {', '.join(fitting) or 'none'}",
        )


def _card(
    options: Namespace, labels: tuple[str, ...], outputs: tuple[int, ...], encoder: "EncoderSource"
) -> BundleCard:
    from core.model.vit import HEADS_BY_WIDTH

    config = encoder.config
    published = PUBLISHED_ENCODERS.get(encoder.name)
    licences = {"probe": options.licence, "encoder": published.licence if published else ""}
    if not encoder.source_sha256:
        print(f"reading {encoder.path} to its end, for its SHA-256 ...", file=sys.stderr)
    card = BundleCard(
        name=options.name or options.out.stem,
        labels=labels,
        view=options.view,
        resolution=options.resolution or config.resolution,
        encoder_name=encoder.name or own_name(encoder.path),
        encoder_sha256=encoder.digest(),
        probes=(),
        clip_rule=options.clip_rule,
        outputs=outputs,
        heads=None if HEADS_BY_WIDTH.get(config.width) == config.heads else config.heads,
        recipe=options.recipe,
        training_data=options.training_data,
        licences={whose: licence for whose, licence in licences.items() if licence},
        note=options.note,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        program_version=__version__,
    )
    return card if options.margin is None else replace(card, margin=options.margin)


def _report(options: Namespace) -> None:
    from core.model.bundle.files import read_card
    from training.facts import as_json, card_rows, rows_text

    card = read_card(options.out)
    if options.json:
        print(as_json({"path": options.out, "card": asdict(card)}))
        return
    rows = [("encoder", f"{card.encoder_name}, SHA-256 {card.encoder_sha256}"), *card_rows(card)]
    print(rows_text(f"written: {options.out}", rows))


IMPORT_PROBE = Command(
    name="import-probe",
    summary="make a bundle of a published probe file",
    description="Makes a bundle, which the program opens, of a probe file, the labels of its outputs, and the encoder "
    "that it was trained with. The encoder is named in the bundle by its SHA-256 and stays where it is. Example: "
    "fer-train import-probe latest.pth.tar --labels sad,fear,happy,disgust,neutral,angry --outputs 0,1,2,3,4,5 "
    "--encoder vith16-384 -o crema-d.ferbundle",
    add_arguments=add_arguments,
    run=run,
)
