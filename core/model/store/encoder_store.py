"""The encoders on this computer: got, imported, proved and removed here, and nowhere else. Looking them up is quick."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from traceback import clear_frames

from core.errors import EncoderMissing, OutputError, WeightsError
from core.model.encoder_cards import DTYPES, PUBLISHED_ENCODERS
from core.model.files.file_digest import file_sha256
from core.model.progress import OnProgress
from core.model.store.conversion import encoder_shape
from core.model.store.download import Wanted, download
from core.model.store.encoder_files import EncoderFiles, read_encoder_files
from core.model.store.file_lock import file_lock
from core.model.store.installed import NAME, RECORD, WEIGHTS, InstalledEncoder
from core.model.store.installing import install
from core.model.store.naming import check_name, own_name, published_card, published_match
from core.model.store.part_file import INFO, usable_bytes
from core.reasons import system_reason
from core.text import text

LOCK = ".lock"
PARTS = (".part.safetensors", ".part.pth.tar")  # by the form of what is downloaded
REMAINS = (*(part + end for part in PARTS for end in ("", INFO)), f"{WEIGHTS}.new", f"{RECORD}.tmp")
"""What there is besides weights and record while a file is on its way, and after the program was killed meanwhile."""


class EncoderStore:
    """A folder with one .safetensors for each encoder, and a record beside it.

    folder: the person's cache folder unless another is given; made when something is put into it.
    Methods that take long tell `progress`, and raise Cancelled soon after `cancel` is set.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            from core.paths import user_cache_dir  # late: needs platformdirs, which a training server may lack

            folder = user_cache_dir() / "encoders"
        self.folder = folder

    def names(self) -> list[str]:
        """Every name of which there are weights or a record here, damaged or not; `verify` says which."""
        try:
            files = [file for file in self.folder.iterdir() if file.suffix in (WEIGHTS, RECORD)]
        except OSError:  # no folder yet, or no right to look into it
            return []
        return sorted({file.stem for file in files if NAME.fullmatch(file.stem)})

    def installed(self) -> list[InstalledEncoder]:
        """Every encoder that is here, by name. Damaged records and files of another size than recorded are left out."""
        return [encoder for name in self.names() if (encoder := self.find(name))]

    def find(self, name: str) -> InstalledEncoder | None:
        """The encoder of that name; None when it is not here, or its file has another size than recorded."""
        found = self._record(name)
        try:
            return found if found and found.path.stat().st_size == found.bytes else None
        except OSError:
            return None

    def by_digest(self, sha256: str) -> InstalledEncoder | None:
        """The encoder whose file, or the file that it was made from, has this SHA-256."""
        digest = sha256.lower()
        return next((here for here in self.installed() if digest in (here.source_sha256, here.sha256)), None)

    def partial(self, name: str) -> int:
        """Bytes of a download that has broken off, from wherever; 0 when there is none. See `goes_on_from`."""
        arrived = 0
        for part in PARTS if NAME.fullmatch(name) else ():
            with suppress(OSError):  # most often there is none
                arrived += self._file(name, part).stat().st_size
        return arrived

    def goes_on_from(self, name: str, url: str | None = None) -> int:
        """The byte at which `get` would go on with a download that has broken off; 0 when it would begin anew.

        A part is of use only with the address that it came from. url: a mirror, as in `get`.
        """
        address = url or published_card(name).url
        return usable_bytes(self._part(name, address), address)

    def get(
        self,
        name: str,
        *,
        dtype: str = "fp32",
        url: str | None = None,
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> InstalledEncoder:
        """Downloads a published encoder, goes on with a download that broke off, or proves the one that is here.

        dtype: what it is kept in, "fp32" or "bf16"; out of fp32 that is here, bf16 is made without a download.
        url: a mirror. The digest of the first complete download is recorded, and every later one must have it.
        Raises WeightsError for a name that is not published and for a file that is another encoder, DownloadError,
        OutputError when the disk is too small or refuses or somebody else is busy with it, Cancelled.
        """
        _check_dtype(dtype)
        card = published_card(name)
        with self._locked(name):
            here = self.find(name)
            if here and _whole(here, progress, cancel):
                if here.dtype == dtype:
                    return self._tidied(here)
                if here.dtype == "fp32":
                    found = EncoderFiles(here.source, [here.path], here.source_sha256, card.shape, {})
                    return self._tidied(install(self.folder, name, found, dtype, progress, cancel))
            known = self._record(name)
            address = url or card.url
            plain = address.partition("?")[0]  # what follows may be a key, which is nobody's business in a record
            part = self._part(name, address)
            wanted = Wanted(
                address,
                digest=known.source_sha256 if known else card.sha256,
                about=card.download_bytes,
                room=card.stored_bytes(dtype),
            )
            digest = download(wanted, part, progress, cancel)
            try:
                found = EncoderFiles(plain, [part], digest, encoder_shape([part]), {})
                installed = install(self.folder, name, found, dtype, progress, cancel)
            except WeightsError as error:  # the file itself is wrong: going on with it would end here again
                clear_frames(error.__traceback__)  # which have the file open or mapped: Windows would not remove it
                self._tidy(name)
                raise WeightsError(error.what, where=plain, hint="It was removed. Check the address") from error
            return self._tidied(installed)

    def import_file(
        self,
        path: str | Path,
        *,
        name: str | None = None,
        dtype: str = "fp32",
        progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> InstalledEncoder:
        """Takes over the encoder in a published .pth.tar, a .safetensors, or the folder of a Hugging Face snapshot.

        name: when None, that of the published encoder with these shapes, or that of the file. dtype: what it is kept
        in, "fp32" or "bf16". The file stays where it is. A file out of another computer's store, with the record
        beside it, keeps the identity that it has there, and in bf16 it stays: no fp32 can be made of it.
        Raises WeightsError when it is not an encoder (or not the one of that name), OutputError when the name is taken
        by another or the folder refuses, Cancelled.
        """
        _check_dtype(dtype)
        if name is not None:
            check_name(name)
        file = read_encoder_files(Path(path))
        card = published_match(file.shape, Path(path), file.config) if name is None else None
        likely = name or (card.name if card else own_name(Path(path)))
        with self._locked(likely), ExitStack() as other_lock:  # before gigabytes are read
            found = file.hashed(progress, cancel)
            chosen = self._free_name(likely, found.sha256, Path(path)) if name is None else name
            if chosen != likely:
                other_lock.enter_context(self._locked(chosen))
            dtype = "bf16" if found.rounded else dtype
            self._refuse_alike(chosen)
            here = self.find(chosen)
            if here and here.source_sha256 != found.sha256:
                raise self._taken(chosen)
            if here and here.dtype == dtype and _whole(here, progress, cancel):
                return self._tidied(here)
            return self._tidied(install(self.folder, chosen, found, dtype, progress, cancel))

    def verify(
        self, name: str, progress: OnProgress | None = None, cancel: threading.Event | None = None
    ) -> InstalledEncoder:
        """Reads the whole file and compares its SHA-256 with the recorded one; the encoder when it is the same.

        Raises EncoderMissing when there is no such encoder, WeightsError when it was damaged or exchanged or its record
        cannot be read, Cancelled.
        """
        here = self._record(name)
        if here is None:
            raise self._unrecorded(name)
        if not _whole(here, progress, cancel):
            raise WeightsError(
                text(
                    "the encoder {name} is not as it was when it was put here: it was damaged or exchanged", name=name
                ),
                where=here.path,
                hint="Get it again: only a whole one is taken for it",
            )
        return here

    def remove(self, name: str) -> None:
        """Removes the encoder, its record, and what there is of a download. The next file of this name may be another.

        Raises EncoderMissing when there is nothing of that name, OutputError when it is in use or cannot be removed.
        """
        files = [file for file in self._files(name) if os.path.lexists(file)] if NAME.fullmatch(name) else []
        if not files:
            raise _missing(name)
        with self._locked(name):
            for file in files:
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    what = text("the encoder cannot be removed ({reason})", reason=system_reason(error))
                    raise OutputError(what, where=file, hint="Close the programs that use it") from error

    def _refuse_alike(self, name: str) -> None:
        for other in {*self.names(), *PUBLISHED_ENCODERS} - {name}:
            if other.lower() == name.lower():  # the same file, on most disks that are not Linux's
                raise self._taken(other)

    def _free_name(self, likely: str, sha256: str, path: Path) -> str:
        """The name that it has here already; else the likely one, unless a published one is another's here."""
        if same := self.by_digest(sha256):
            return same.name
        return own_name(path) if likely in PUBLISHED_ENCODERS and self.find(likely) else likely

    def _record(self, name: str) -> InstalledEncoder | None:
        found = InstalledEncoder.read(self._file(name, WEIGHTS)) if NAME.fullmatch(name) else None
        return found if found and found.name == name else None

    def _unrecorded(self, name: str) -> WeightsError:
        if name not in self.names():
            return _missing(name)
        return WeightsError(
            text("the encoder {name} on this computer is damaged: its file or its record is not whole", name=name),
            where=self._file(name, WEIGHTS),
            hint="Get it again: only a whole one is taken for it",
        )

    def _taken(self, name: str) -> OutputError:
        return OutputError(
            text("there is another encoder called {name} already", name=name),
            where=self._file(name, WEIGHTS),
            hint="Remove it first, or give this one another name",
        )

    def _tidied(self, here: InstalledEncoder) -> InstalledEncoder:
        self._tidy(here.name)
        return here

    def _tidy(self, name: str) -> None:
        """Leaves only the encoder: a mirror may have begun with the other form, an earlier run may have been killed."""
        for end in REMAINS:
            with suppress(OSError):  # `remove` takes it along then
                self._file(name, end).unlink(missing_ok=True)

    def _part(self, name: str, address: str) -> Path:
        """Where a download from there goes, by the form of the file."""
        plain = address.partition("?")[0]
        form = plain if plain.endswith((WEIGHTS, ".tar", ".pth", ".pt")) else published_card(name).file
        return self._file(name, PARTS[0] if form.endswith(WEIGHTS) else PARTS[1])

    def _file(self, name: str, suffix: str) -> Path:
        return self.folder / f"{name}{suffix}"

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Keeps everybody else from changing what is stored under this name; makes the folder."""
        check_name(name)
        with ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(file_lock(self._file(name, LOCK)))
            except BlockingIOError as error:
                raise OutputError(
                    text("another program, or another part of this one, is busy with the encoder {name}", name=name),
                    hint="Wait until it is done there",
                ) from error
            except OSError as error:
                what = text("the folder for encoders cannot be written ({reason})", reason=system_reason(error))
                raise OutputError(what, where=self.folder, hint="Check who may write there") from error
            yield

    def _files(self, name: str) -> list[Path]:
        """Everything that may lie here under this name, but for the lock; first what another program may hold."""
        return [self._file(name, end) for end in (WEIGHTS, RECORD, *REMAINS)]


def _whole(
    encoder: InstalledEncoder, on_progress: OnProgress | None = None, cancel: threading.Event | None = None
) -> bool:
    return file_sha256(encoder.path, progress=on_progress, cancel=cancel) == encoder.sha256


def _check_dtype(dtype: str) -> None:
    if dtype not in DTYPES:
        raise ValueError(f"an encoder is kept as one of {', '.join(DTYPES)}, not {dtype!r}")


def _missing(name: str) -> EncoderMissing:
    return EncoderMissing(
        text("the encoder {name} is not on this computer", name=ascii(name)[1:-1][:80]),
        hint="Look at what is here: fer-train weights list, or the Models page",
        encoder=name,
    )
