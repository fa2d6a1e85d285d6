"""What `fer-train weights` does: list, get, import, verify, remove."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.errors import Cancelled, FerError
from core.model.cards import PUBLISHED_ENCODERS, EncoderCard
from core.model.encoder_shapes import V_JEPA_2
from core.model.store.installed import size_text
from core.model.vjepa2_library import library_fault
from training.command import DONE, FAILED, UsageError

if TYPE_CHECKING:
    import threading

    from core.model.store import EncoderStore
    from core.model.store.installed import InstalledEncoder
    from training.terminal import Terminal


def list_encoders(options: Namespace) -> int:
    """Every published encoder and every installed one, on stdout."""
    from training.weights_listing import listing_json, listing_text

    store = _store()
    print(listing_json(store) if options.json else listing_text(store))
    return DONE


def get(options: Namespace) -> int:
    """Downloads a published encoder, unless it is here already. Says its licence before it asks for a single byte."""
    store = _store()
    with _working() as (terminal, cancel):
        _announce(options, store, terminal)
        try:
            installed = store.get(
                options.name, dtype=options.dtype, url=options.url, progress=terminal.show, cancel=cancel
            )
        except (Cancelled, KeyboardInterrupt):
            raise Cancelled("interrupted; the same command goes on where this one stopped") from None
    return _installed(installed, options)


def import_file(options: Namespace) -> int:
    """Takes an encoder over from a file or folder on disk, which stays as it is."""
    with _working() as (terminal, cancel):
        installed = _store().import_file(
            options.file, name=options.name, dtype=options.dtype, progress=terminal.show, cancel=cancel
        )
        if card := PUBLISHED_ENCODERS.get(installed.name):
            _say_what_it_allows_and_needs(card, terminal)
    return _installed(installed, options)


def verify(options: Namespace) -> int:
    """Reads one installed encoder, or all, to the last byte and compares with what was recorded."""
    store = _store()
    names = [options.name] if options.name else store.names()
    if not names:
        print("no encoder is installed: nothing to verify", file=sys.stderr)
    whole = [_is_whole(store, name) for name in names]
    return DONE if all(whole) else FAILED


def remove(options: Namespace) -> int:
    """Removes an encoder, or what has arrived of one, after asking."""
    store, name = _store(), options.name
    if not options.yes and (name in store.names() or store.partial(name)):
        if not sys.stdin.isatty():
            raise UsageError(f"say --yes to remove {name}: nobody can be asked here")
        if not _agrees(f"Remove {name} from {store.folder}?"):
            print("nothing was removed", file=sys.stderr)
            return DONE
    store.remove(name)
    print(f"{name} is removed")
    return DONE


def _is_whole(store: "EncoderStore", name: str) -> bool:
    try:
        with _working() as (terminal, cancel):
            store.verify(name, progress=terminal.show, cancel=cancel)
    except FerError as error:
        print(f"fer-train weights: {error}", file=sys.stderr)
        return False
    print(f"{name}: as it was installed")
    return True


def _store() -> "EncoderStore":
    from core.model.store import EncoderStore

    return EncoderStore()


@contextmanager
def _working() -> "Iterator[tuple[Terminal, threading.Event]]":
    """A terminal with a bar, and the event that Ctrl-C sets."""
    from training.terminal import Terminal, cancelled_by_signals

    with Terminal() as terminal, cancelled_by_signals() as cancel:
        yield terminal, cancel


def _announce(options: Namespace, store: "EncoderStore", terminal: "Terminal") -> None:
    """Says what is about to be downloaded and what its licence allows; nothing when nothing has to be downloaded."""
    card, here = PUBLISHED_ENCODERS.get(options.name), store.find(options.name)
    if card is None:
        return
    if here and here.dtype == "fp32" and options.dtype == "bf16":
        terminal.line(
            f"{card.name} is here as fp32: bf16 takes the place of those exact weights. Going back to fp32 "
            f"needs the download again (about {size_text(card.download_bytes)})"
        )
    if here and here.dtype in (options.dtype, "fp32"):
        return
    _say_what_it_allows_and_needs(card, terminal)
    address = (options.url or card.url).partition("?")[0]  # what follows may be a key
    terminal.line(
        f"Downloading about {size_text(card.download_bytes)} from {address}, of which "
        f"{size_text(card.stored_bytes(options.dtype))} are kept ({options.dtype}, in {store.folder}). "
        "Ctrl-C stops; the same command goes on."
    )
    if arrived := store.goes_on_from(options.name, options.url):
        terminal.line(f"{size_text(arrived)} have arrived already")
    elif arrived := store.partial(options.name):
        terminal.line(
            f"{size_text(arrived)} have arrived earlier, from another address or a server that cannot go on: "
            "this download begins anew, in their place"
        )


def _say_what_it_allows_and_needs(card: EncoderCard, terminal: "Terminal") -> None:
    terminal.line(f"{card.name}: {card.title}. Licence {card.licence}: {card.licence_means}")
    if card.family == V_JEPA_2 and (fault := library_fault()):
        terminal.line(f"note: {fault}")


def _installed(installed: "InstalledEncoder", options: Namespace) -> int:
    from training.weights_listing import installed_json, installed_text

    print(installed_json(installed) if options.json else installed_text(installed))
    return DONE


def _agrees(question: str) -> bool:
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
