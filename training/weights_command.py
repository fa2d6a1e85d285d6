"""`fer-train weights`: which encoders there are, and getting, proving and removing those on this computer."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from core.model.encoder_cards import DTYPES
from training.arguments import add_json
from training.command import Command, add_commands, run_action
from training.weights_actions import get, import_file, list_encoders, remove, verify


def _add_arguments(parser: ArgumentParser) -> None:
    add_commands(parser, ACTIONS, "actions", into="action")


def _add_get_arguments(parser: ArgumentParser) -> None:
    _add_name(parser)
    _add_dtype(parser)
    parser.add_argument("--url", metavar="MIRROR", type=_address, help="get the same file from another address")
    add_json(parser)


def _add_import_arguments(parser: ArgumentParser) -> None:
    kinds = "a published .pth.tar, a .safetensors, or a folder as the Hugging Face hub has it"
    parser.add_argument("file", metavar="FILE", type=Path, help=kinds)
    usual = "what to call it (default: the published encoder of its shape, else the file's name)"
    parser.add_argument("--name", metavar="N", help=usual)
    _add_dtype(parser)
    add_json(parser)


def _add_verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="only this one (default: all)")


def _add_remove_arguments(parser: ArgumentParser) -> None:
    _add_name(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _add_name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="its name in `fer-train weights list`")


def _address(given: str) -> str:
    from core.model.store.download import is_address  # late: --help answers at once

    if not is_address(given):
        raise ArgumentTypeError("this is no address of a file: it begins with https:// or http://")
    return given


def _add_dtype(parser: ArgumentParser) -> None:
    kept = "how the weights are kept: fp32 exactly as published, bf16 in half the space (default: %(default)s)"
    parser.add_argument("--dtype", choices=DTYPES, default="fp32", help=kept)


ACTIONS = (
    Command(
        name="list",
        summary="what there is, and what is installed",
        description="Every published encoder with its licence and size, and every encoder on this computer.",
        add_arguments=add_json,
        run=list_encoders,
    ),
    Command(
        name="get",
        summary="download a published encoder",
        description="Downloads a published encoder, keeps only the part that is needed, and records its SHA-256. A "
        "download that broke off is gone on with. Proxies are taken from the environment (https_proxy).",
        add_arguments=_add_get_arguments,
        run=get,
    ),
    Command(
        name="import",
        summary="take an encoder over from disk, without a network",
        description="Takes an encoder over from a file that was downloaded elsewhere. The file stays as it is.",
        add_arguments=_add_import_arguments,
        run=import_file,
    ),
    Command(
        name="verify",
        summary="prove that installed encoders are undamaged",
        description="Reads installed encoders to the last byte and compares their SHA-256 with what was recorded.",
        add_arguments=_add_verify_arguments,
        run=verify,
    ),
    Command(
        name="remove",
        summary="remove an installed encoder",
        description="Removes an encoder from this computer, or what has arrived of one.",
        add_arguments=_add_remove_arguments,
        run=remove,
    ),
)

WEIGHTS = Command(
    name="weights",
    summary="encoders: list, get, import, verify, remove",
    description="The encoders that probes and bundles need: what is published, and what is on this computer.",
    add_arguments=_add_arguments,
    run=run_action,
)
