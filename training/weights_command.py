"""`fer-train weights`: which encoders there are, and getting, proving and removing those on this computer."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Cancelled, FerError
from core.model.cards import PUBLISHED_ENCODERS, EncoderCard
from core.model.encoder_cards import DTYPES
from core.model.installed import size_text
from training.command import DONE, EXIT_CODES, FAILED, Command, UsageError

if TYPE_CHECKING:
    import threading

    from core.model.installed import InstalledEncoder
    from core.model.store import EncoderStore
    from training.terminal import Terminal


def run(options: Namespace) -> int:
    """Runs one of the subcommands."""
    action: Callable[[Namespace], int] = options.action
    return action(options)


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
            terminal.line(_licence(card))
    return _installed(installed, options)


def verify(options: Namespace) -> int:
    """Reads one installed encoder, or all, to the last byte and compares with what was recorded."""
    from training.weights_listing import names_here

    store = _store()
    names = [options.name] if options.name else names_here(store)
    if not names:
        print("no encoder is installed: nothing to verify", file=sys.stderr)
    whole = [_is_whole(store, name) for name in names]
    return DONE if all(whole) else FAILED


def remove(options: Namespace) -> int:
    """Removes an encoder, or what has arrived of one, after asking."""
    from training.weights_listing import names_here

    store, name = _store(), options.name
    if not options.yes and (name in names_here(store) or store.partial(name)):
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
    if card is None or (here and (here.dtype == options.dtype or here.dtype == "fp32")):
        return
    terminal.line(_licence(card))
    terminal.line(
        f"Downloading about {size_text(card.download_bytes)} from {options.url or card.url}, of which "
        f"{size_text(card.stored_bytes(options.dtype))} are kept ({options.dtype}, in {store.folder}). "
        "Ctrl-C stops; the same command goes on."
    )
    if arrived := store.partial(options.name):
        terminal.line(f"{size_text(arrived)} have arrived already")


def _licence(card: EncoderCard) -> str:
    return f"{card.name}: {card.title}. Licence {card.licence}: {card.licence_means}"


def _installed(installed: "InstalledEncoder", options: Namespace) -> int:
    from training.weights_listing import installed_json, installed_text

    print(installed_json(installed) if options.json else installed_text(installed))
    return DONE


def _agrees(question: str) -> bool:
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", title="actions", required=True)

    def action(name: str, work: Callable[[Namespace], int], summary: str, description: str) -> ArgumentParser:
        own = actions.add_parser(name, help=summary, description=description, epilog=EXIT_CODES, allow_abbrev=False)
        own.set_defaults(action=work)
        return own

    own = action(
        "list",
        list_encoders,
        "what there is, and what is installed",
        "Every published encoder with its licence and size, and every encoder on this computer.",
    )
    _add_json(own)
    own = action(
        "get",
        get,
        "download a published encoder",
        "Downloads a published encoder, keeps only the part that is needed, and records its SHA-256. A download that "
        "broke off is gone on with. Proxies are taken from the environment (https_proxy).",
    )
    own.add_argument("name", metavar="NAME", help="its name in `fer-train weights list`")
    _add_dtype(own)
    own.add_argument("--url", metavar="MIRROR", help="get the same file from another address")
    _add_json(own)
    own = action(
        "import",
        import_file,
        "take an encoder over from disk, without a network",
        "Takes an encoder over from a file that was downloaded elsewhere. The file stays as it is.",
    )
    own.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="a published .pth.tar, a .safetensors, or a folder as the Hugging Face hub has it",
    )
    own.add_argument(
        "--name",
        metavar="N",
        help="what to call it (default: the published encoder of its shape, else the file's name)",
    )
    _add_dtype(own)
    _add_json(own)
    own = action(
        "verify",
        verify,
        "prove that installed encoders are undamaged",
        "Reads installed encoders to the last byte and compares their SHA-256 with what was recorded.",
    )
    own.add_argument("name", metavar="NAME", nargs="?", help="only this one (default: all)")
    own = action("remove", remove, "remove an installed encoder", "Removes an encoder from this computer.")
    own.add_argument("name", metavar="NAME", help="its name in `fer-train weights list`")
    own.add_argument("--yes", action="store_true", help="do not ask")


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _add_dtype(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dtype",
        choices=DTYPES,
        default="fp32",
        help="how the weights are kept: fp32 exactly as published, bf16 in half the space (default: %(default)s)",
    )


WEIGHTS = Command(
    name="weights",
    summary="encoders: list, get, import, verify, remove",
    description="The encoders that probes and bundles need: what is published, and what is on this computer.",
    add_arguments=_add_arguments,
    run=run,
)
