"""One recording while it runs: readings, pictures and events in, files out, all of it in a thread of its own."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from core.disk_space import FreeBytes, Space, SpaceWatch, free_bytes
from core.errors import OutputError
from core.recording_plan import Card, Happening, Notice, Outcome, RecordingPlan, RunSettings
from core.session_files import SessionFiles
from core.session_notes import SessionNotes
from core.sessions.record import SessionState
from core.sessions.recording import OpenStore, StoredRecording
from core.thumbnail import thumbnail
from core.types import Frame, Reading, SourceInfo
from core.video_writer import VideoWriter

LOOK_EVERY_S = 1.0  # at the disk
NOTES_EVERY_S = 30.0  # how old the counts in the notes may be after a kill
MOST_WAITING = 10_000  # batches of readings for a disk that does not answer: a few minutes, a few megabytes
_VIDEO_ENDS_S = 1.5

_log = logging.getLogger(__name__)

_Command = Callable[[], None]
_Change = Callable[[SessionNotes], None]


class SessionRecording:
    """Records from its creation until `finish`, or until the disk is full.

    Every method returns at once, whatever the disk does, and may be called from any thread; what it is given is written
    in the order of the calls. on_started(path), on_notice(notice, error or None) and on_end(this, outcome) are called
    from the recording's thread, the last one exactly once.

    open_store: opens the database of sessions, in which everything goes as well; None: only files are written.
    asked_at: `time.monotonic()` at which a person asked for it; nothing that a live source showed before is kept.
    space: what is left on the disk, None until that is known.
    """

    def __init__(
        self,
        plan: RecordingPlan,
        info: SourceInfo,
        card: Card,
        *,
        on_started: Callable[[Path], None],
        on_notice: Callable[[Notice, Exception | None], None],
        on_end: Callable[["SessionRecording", Outcome], None],
        free: FreeBytes = free_bytes,
        asked_at: float | None = None,
        open_store: OpenStore | None = None,
    ) -> None:
        self.plan = plan
        self.space: Space | None = None
        self._info, self._card = info, card
        self._first_card = card  # `switch` may be called before the thread has begun
        self._on_started, self._on_notice, self._on_end = on_started, on_notice, on_end
        self._watch = SpaceWatch(plan.folder, free)
        self._files: SessionFiles | None = None
        self._video: VideoWriter | None = None
        self._stored: StoredRecording | None = None
        self._videos_told = 1
        self._open_store = open_store
        self._picture_wanted = plan.thumbnail
        self._started = datetime.now(UTC)
        self._recorded_s, self._since = 0.0, time.monotonic()  # before the last pause, and when that was over
        self._agreed_at = self._since if asked_at is None else asked_at  # what is older is nobody's to keep
        self._zero_s = self._agreed_at if info.live else 0.0
        self._paused = self._scarce = self._slow = False
        self._rows_lost = 0
        self._look_at, self._save_at = 0.0, time.monotonic() + NOTES_EVERY_S
        self._commands: queue.SimpleQueue[_Command | None] = queue.SimpleQueue()  # None: the end
        # Daemon: a disk that hangs must not hold a program that someone has closed.
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path | None:
        """The file that rows go to now; None before it is there."""
        return self._files.path if self._files else None

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return self._files.rows if self._files else 0

    @property
    def paused(self) -> bool:
        """True between `pause` and `resume`."""
        return self._paused

    @property
    def keeps_video(self) -> bool:
        """True while pictures are written."""
        return self._video is not None and self._video.taking

    @property
    def pictures_dropped(self) -> int:
        """Pictures that came faster than they could be written."""
        return self._video.dropped if self._video else 0

    @property
    def elapsed(self) -> float:
        """Seconds of recording, without pauses."""
        return self._recorded_s + (0.0 if self._paused else time.monotonic() - self._since)

    def take_readings(self, readings: Sequence[Reading]) -> None:
        """Has them written, but those of a live source with pictures from before the recording or of a pause."""
        if self._paused:
            return
        if self._info.live:
            readings = [reading for reading in readings if reading.start >= self._agreed_at]
        if self._commands.qsize() < MOST_WAITING:
            self._commands.put(partial(self._write, readings))
        else:
            self._rows_lost += len(readings)

    def take_frame(self, frame: Frame) -> None:
        """Has the picture kept if pictures are wanted."""
        video, agreed = self._video, not self._info.live or frame.time >= self._agreed_at
        if not agreed or self._paused:
            return
        if video is not None:
            video.put(frame)
        if self._picture_wanted:
            self._picture_wanted = False
            self._commands.put(partial(self._keep_thumbnail, frame))

    def take_event(self, event: Happening) -> None:
        """Has the event noted."""
        kind, message, at = str(event.kind), event.message, event.at
        self._commands.put(partial(self._note, lambda notes: notes.add_event(kind, message, at)))
        self._store(lambda stored: stored.event(kind, message, at))

    def take_settings(self, settings: RunSettings) -> None:
        """The readings to come are computed so."""
        now = datetime.now(UTC)
        self._commands.put(partial(self._note, lambda notes: notes.use_settings(settings, now)))
        self._store(lambda stored: stored.use_settings(settings, now))

    def take_faces(self, names: Mapping[int, str]) -> None:
        """What the faces are called, by their numbers; all of them. The notes name those that are in the rows."""
        self._commands.put(partial(self._note, lambda notes: notes.use_names(names)))
        self._store(lambda stored: stored.use_names(names))

    def switch(self, card: Card) -> None:
        """The readings to come are those of another bundle."""
        if card != self._card:
            self._card = card
            self._commands.put(partial(self._switch, card, datetime.now(UTC)))

    def pause(self) -> None:
        """Nothing is recorded until `resume`."""
        if not self._paused:
            self._recorded_s, self._paused = self.elapsed, True
            if self._video:
                self._video.cut()
            now = datetime.now(UTC)
            self._commands.put(partial(self._note, lambda notes: notes.pause(now), at_once=True))
            self._store(lambda stored: stored.event("pause", "the recording was paused", now))
            self._store(lambda stored: stored.flush())

    def resume(self) -> None:
        """Goes on."""
        if self._paused:
            self._since = self._agreed_at = time.monotonic()
            self._paused = False
            now = datetime.now(UTC)
            self._commands.put(partial(self._note, lambda notes: notes.resume(now), at_once=True))
            self._store(lambda stored: stored.event("resume", "the recording went on", now))

    def finish(self) -> None:
        """Has everything completed; `on_end` follows."""
        self._commands.put(None)

    def wait(self, timeout: float) -> bool:
        """Waits until everything is complete; False when it is not after `timeout` seconds."""
        self._thread.join(max(0.0, timeout))
        return not self._thread.is_alive()

    def _store(self, change: Callable[[StoredRecording], None]) -> None:
        """Has the change made in the database, after what was asked for before."""
        self._commands.put(lambda: change(self._stored) if self._stored else None)

    # What follows runs in the recording's thread.

    def _run(self) -> None:
        error: Exception | None = None
        try:
            self._begin()
            while (command := self._next()) is not None:
                command()
        except Exception as failure:
            error = failure
            if not isinstance(error, OutputError):
                _log.exception("the recording stopped")
        try:
            outcome = self._end(error)
        except Exception as failure:
            _log.exception("the recording could not be ended")
            outcome = Outcome(self.path, self.rows, error or failure)
        self._on_end(self, outcome)

    def _next(self) -> _Command | None:
        try:
            return self._commands.get(timeout=max(0.0, self._look_at - time.monotonic()))
        except queue.Empty:
            return self._look

    def _begin(self) -> None:
        self._files = files = SessionFiles(self.plan, self._info, self._first_card, self._started)
        if self._open_store:
            self._stored = StoredRecording(
                self._open_store,
                self.plan,
                self._info,
                self._first_card,
                session_id=files.session_id,
                started=self._started,
                zero_s=self._zero_s,
                on_failure=lambda error: self._tell(Notice.NOT_STORED, str(error), error),
            )
        if self.plan.video:
            self._video = VideoWriter(files.video_path, self._video_failed)
        self._look()
        self._on_started(files.path)

    def _write(self, readings: Sequence[Reading]) -> None:
        assert self._files is not None
        if time.monotonic() >= self._look_at:
            self._look()
        if self._stored:
            self._stored.write(readings)
        if unfit := self._files.write(readings):
            self._rows_lost += unfit
            _log.error("%d readings of another bundle than the recording's", unfit)

    def _switch(self, card: Card, at: datetime) -> None:
        assert self._files is not None
        self._files.switch(card, at)
        if self._stored:
            self._stored.switch(card, at)
        self._on_started(self._files.path)

    def _note(self, change: _Change, *, at_once: bool = False) -> None:
        assert self._files is not None
        change(self._files.notes)
        if at_once:
            self._save()
        else:
            self._save_at = min(self._save_at, time.monotonic() + LOOK_EVERY_S)

    def _look(self) -> None:
        """Once a second: how full is the disk, and is it time for the notes?"""
        assert self._files is not None
        self._look_at = time.monotonic() + LOOK_EVERY_S
        written = self._files.size + (self._video.size if self._video else 0)
        self.space = space = self._watch.look(time.monotonic(), written)
        if space is not None:
            self._act_on(space)
        if self._rows_lost and not self._slow:
            self._slow = True
            self._tell(Notice.ROWS_LOST, "readings came faster than the disk took them")
        if self._stored:
            self._show_video_to(self._stored)
            self._stored.tick(time.monotonic() if self._info.live and not self._paused else 0.0)
        if time.monotonic() >= self._save_at:
            self._save()

    def _show_video_to(self, stored: StoredRecording) -> None:
        assert self._files is not None
        for place, part in enumerate(self._video.parts if self._video else ()):
            path = self._files.video_path.with_name(part.file)
            if place == 0:
                stored.use_video(path, part.first_s)
            elif place >= self._videos_told:
                self._videos_told = place + 1
                stored.use_further_video(path, part.first_s, datetime.now(UTC))

    def _keep_thumbnail(self, frame: Frame) -> None:
        if self._stored:
            self._stored.use_thumbnail(thumbnail(frame.image))

    def _act_on(self, space: Space) -> None:
        if space.too_little:
            hint = "Free some space, or choose another folder"
            raise OutputError("the disk is almost full", where=self.plan.folder, hint=hint)
        if self.keeps_video and space.too_little_for_video:
            self._end_video(OutputError("the disk is too full for video", where=self.plan.folder))
        if space.scarce and not self._scarce:
            self._scarce = True
            self._tell(Notice.SPACE, f"{space.free} bytes are left on the disk")

    def _video_failed(self, error: Exception) -> None:
        self._commands.put(partial(self._end_video, error))  # told in the writer's thread

    def _end_video(self, error: Exception) -> None:
        assert self._video is not None
        self._video.end()
        self._video.error = error
        self._tell(Notice.VIDEO_ENDED, str(error), error)

    def _tell(self, notice: Notice, message: str, error: Exception | None = None) -> None:
        now = datetime.now(UTC)
        self._note(lambda notes: notes.add_event(notice.value, message, now))
        if self._stored:
            self._stored.event(notice.value, message, now)
        self._on_notice(notice, error)

    def _save(self) -> None:
        """Brings the notes up to date. Rows matter more: that this cannot be done does not end a recording."""
        assert self._files is not None
        self._save_at = time.monotonic() + NOTES_EVERY_S
        self._files.refresh()
        notes = self._files.notes
        notes.recorded_s, notes.rows_lost = self.elapsed, self._rows_lost
        if self._video:
            error = self._video.error
            notes.note_video(self._video.parts, self._video.dropped, str(error) if error else None)
        try:
            notes.save()
        except OutputError as error:
            _log.warning("the notes of the recording: %s", error)

    def _end(self, error: Exception | None) -> Outcome:
        ended = datetime.now(UTC)
        self._recorded_s, self._paused = self.elapsed, True  # the clock stops
        files, video = self._files, self._video
        if files is None:
            return Outcome(None, 0, error)
        if video:
            video.end()  # works on while the rows are brought to the disk
        try:
            files.close()
        except OutputError as failure:
            error = error or failure
        files.notes.end(ended, str(error) if error else None)
        if video and not video.wait(_VIDEO_ENDS_S):
            video.error = video.error or OutputError("the video was not complete when the recording ended")
            files.notes.complete = False
        kept = files.first or (files.video_path if video and video.parts else None)
        if self._stored and kept:
            self._show_video_to(self._stored)
            state = SessionState.FAILED if error else SessionState.COMPLETE
            self._stored.close(state, str(error) if error else "", ended)
        elif self._stored:
            self._stored.discard()
        if kept:
            self._save()
        else:
            with suppress(OSError):
                files.notes.path.unlink()
        return Outcome(kept, files.rows, error)
