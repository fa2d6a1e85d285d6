"""`fer-desktop export`: sessions out of the database into files. Needs no display and never imports Qt."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core.errors import FerError, OutputError, StoreError
from core.exports import ExportFormat, export, format_named
from core.exports.naming import export_stem, free_export_path
from core.reasons import system_reason
from core.sessions import SessionInfo, SessionStore
from core.text import text
from fer_desktop.interruption import Interruption
from fer_desktop.options import ExportOptions

DONE, FAILED, INTERRUPTED = 0, 3, 130
NEWEST = "newest"


def run_export(options: ExportOptions) -> int:
    """Writes every session that was asked for in every format, says on stderr how each went; returns the exit code.

    0 all done; 3 the database cannot be used, there is no such session, or some exports failed (the others are there);
    130 interrupted by Ctrl-C or SIGTERM. A file that is complete stays, of the one that is being written nothing does.
    """
    with Interruption():
        try:
            _make_folder(options.out)
            with SessionStore.open_to_read(options.database) as store:
                chosen = _chosen(store.sessions(options.search), options)
                if options.list:
                    _show(chosen)
                    sys.stdout.flush()
                    return DONE
                done = [
                    _attempt(store, info, format_named(name), options) for info in chosen for name in options.formats
                ]
                return DONE if all(done) else FAILED
        except FerError as error:
            print(f"fer-desktop export: {error}", file=sys.stderr)
            return FAILED
        except BrokenPipeError:  # `| head` has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except KeyboardInterrupt:
            print("fer-desktop export: interrupted", file=sys.stderr)
            return INTERRUPTED


def _make_folder(out: Path | None) -> None:
    """Raises OutputError where no folder can be."""
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot write into this folder ({system_reason(error)})"
        raise OutputError(what, where=out, hint="Choose another --out") from error


def _chosen(sessions: Sequence[SessionInfo], options: ExportOptions) -> list[SessionInfo]:
    """The sessions that were named, each once. Raises StoreError for a name that fits none, or several."""
    if options.all or (options.list and not options.sessions):
        if not sessions and not options.list:
            raise StoreError("there is no session to export", hint="fer-desktop export --list shows what there is")
        return list(sessions)
    found: dict[str, SessionInfo] = {}
    for name in options.sessions:
        info = _named(sessions, name)
        found[info.session_id] = info
    return list(found.values())


def _named(sessions: Sequence[SessionInfo], name: str) -> SessionInfo:
    """By its id or how that begins, by its name, or the newest."""
    hint = "fer-desktop export --list shows what there is"
    if name == NEWEST and sessions:
        return sessions[0]
    fitting = [one for one in sessions if name == one.session_id] or [one for one in sessions if name == one.title]
    fitting = fitting or [one for one in sessions if name and one.session_id.startswith(name)]
    if len(fitting) > 1:
        ids = ", ".join(one.session_id for one in fitting[:5])
        what = text("{number} sessions are meant by this ({ids} ...)", number=len(fitting), ids=ids)
        raise StoreError(what, where=name, hint="Give one's id")
    if not fitting:
        raise StoreError("there is no such session", where=name, hint=hint)
    return fitting[0]


def _attempt(store: SessionStore, info: SessionInfo, chosen: ExportFormat, options: ExportOptions) -> bool:
    """True when it was written. One that fails does not stop the others."""
    assert options.out is not None
    path = options.out / f"{export_stem(info)}{chosen.suffix}"
    if not options.force:
        path = free_export_path(options.out, info, chosen)
    try:
        export(store.read(info.session_id), chosen.name, path, force=options.force)
    except FerError as error:
        print(f"{info.title}, {chosen.name}: failed: {str(error).removeprefix(f'{info.title}: ')}", file=sys.stderr)
        return False
    print(path)
    return True


def _show(sessions: Sequence[SessionInfo]) -> None:
    """One line for each: what a table in a terminal, or `cut`, can use."""
    print("\t".join(("session_id", "started", "seconds", "readings", "state", "subject", "name")))
    for info in sessions:
        started = f"{info.started.astimezone():%Y-%m-%d %H:%M:%S}"
        words = (
            info.session_id,
            started,
            f"{info.duration_s:.1f}",
            info.readings,
            info.state,
            info.subject,
            info.title,
        )
        print("\t".join(" ".join(str(word).split()) for word in words))
