"""The one path from a frame to a reading. Live, playback and offline analysis all run it.

Source -> ingest: faces, ring | poll: the clip that is due, crops, encoder and probe, rolling vote -> Reading
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from core.clips.cutting import cut, without_face
from core.clips.ring import Entry, RingBuffer, shrunk
from core.clips.sampler import ClipSampler, Due
from core.clips.sampling import TICKS_PER_SECOND
from core.clips.tick_clock import TickClock
from core.errors import Cancelled
from core.face.identities import BIRTH_HITS
from core.face.tracker import FaceTracker
from core.model.cards import BundleCard
from core.stages import StageTimes
from core.types import Clip, Face, Frame, Reading, SourceInfo, Status
from core.voting import RollingVote

GONE_S = 2.0  # a face (or a live source) that was away for longer starts a new vote
WAITING_BYTES = 128 << 20  # of pictures that wait for a whole batch: eight clips of whole pictures would be 350 MB
LIVE_GAP_S = 1.0  # no clip reaches over a longer pause of a live source


class Posteriors(Protocol):
    """Gives posteriors: a `Predictor`, or several of them side by side."""

    @property
    def card(self) -> BundleCard: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    def posteriors(self, clips: Sequence[np.ndarray]) -> np.ndarray: ...


class Pipeline:
    """Frames in, readings out, for one source and one bundle.

    `ingest` and `poll` may run in two threads, one each (live: a slow model skips clips), or in turn (analysis: nothing
    is skipped). predictor: from `load_bundle`. info: the source's own. hop: clips start every `hop` / 30 s.
    window: clips that count in the vote, None for all. tracker: by default a `FaceTracker` when the bundle's view is
    the face; it is closed by `close`.

    batch: so many clips of a file are scored in one forward pass, where nobody waits for the first; the readings are
    the same and come together.

    stages: how long each stage takes. scoring_since: `time.monotonic()` at which the clip in work was begun, None
    between clips. scored_at: when the last clip had its posteriors. seconds_per_clip: what each of the last ones took;
    None when there was no face in it.
    """

    def __init__(
        self,
        predictor: Posteriors,
        info: SourceInfo,
        *,
        hop: int = 4,
        window: int | None = 8,
        tracker: FaceTracker | None = None,
        batch: int = 1,
    ) -> None:
        card = predictor.card
        self._predictor = predictor
        self._live = info.live
        self._tracker = tracker
        if card.view == "face" and tracker is None:
            self._tracker = FaceTracker()
        self._tracking = card.view == "face"
        self._clock = TickClock(info.fps, info.live)
        self._ring = RingBuffer()
        self._sampler = ClipSampler(card.clip_rule, hop, max_gap_s=LIVE_GAP_S if info.live else None)
        self._votes: dict[int | None, RollingVote] = {}  # by face; None is the whole picture
        self._seen: dict[int | None, float] = {}  # when each was last there, seconds on the source's clock
        self.window = window
        self._shape: tuple[int, ...] | None = None
        self._batch = 1 if info.live else batch
        self._waiting: list[_Waiting] = []  # for a whole batch, or, after a failure, for another try
        self._tried = False
        self.stages = StageTimes()
        self.scoring_since: float | None = None
        self.scored_at = 0.0
        self.seconds_per_clip: float | None = None

    @property
    def has_tracker(self) -> bool:
        """Whether a bundle whose view is the face could be used at once."""
        return self._tracker is not None

    @property
    def hop(self) -> int:
        """Ticks of 1/30 s from one clip's start to the next. Settable from any thread."""
        return self._sampler.hop

    @hop.setter
    def hop(self, hop: int) -> None:
        self._sampler.hop = hop

    @property
    def window(self) -> int | None:
        """Clips that count in the vote; None: all. Settable from any thread."""
        return self._window

    @window.setter
    def window(self, window: int | None) -> None:
        RollingVote(self._predictor.labels, window)  # raises ValueError for a window that makes no sense
        self._window = window
        for vote in list(self._votes.values()):
            vote.window = window

    @property
    def skipped(self) -> int:
        """Clips that were due but not scored, because the model was still busy."""
        return self._sampler.skipped

    def ingest(self, frame: Frame) -> tuple[Face, ...]:
        """The left half: finds the faces of one frame and puts both into the ring. Returns the faces."""
        found = self.find(frame)
        self.take(found)
        return found.faces

    def find(self, frame: Frame) -> "Found":
        """The first part of `ingest`: finds the faces. Of a file, it may run ahead of `take` in another thread."""
        arrived = frame.time if self._live else time.monotonic()
        return Found(frame, self._find(frame), arrived)

    def take(self, found: "Found") -> None:
        """The second part: puts a frame and its faces into the ring. In the order of `find`."""
        frame, faces = found.frame, found.faces
        if frame.image.shape != self._shape:  # another resolution after a reconnect: no clip can mix the two
            self._ring.clear()
            self._shape = frame.image.shape
        self._forget_gone(frame.time)
        self._seen |= dict.fromkeys((None, *(face.face_id for face in faces)), frame.time)
        self._ring.push(frame, faces, self._clock.tick(frame), found.arrived)

    def picture(self, frame: Frame) -> tuple[np.ndarray, float]:
        """The frame's picture as `shrunk` makes it, for a view. Costs nothing for the frame that was ingested last."""
        newest = self._ring.newest
        if newest and newest.frame.index == frame.index:
            return newest.frame.image, newest.scale
        return shrunk(frame.image)

    def _find(self, frame: Frame) -> tuple[Face, ...]:
        began = time.monotonic()
        if self._live:
            self.stages.add("capture", began - frame.time)
        if not self._tracking or self._tracker is None:
            return ()
        faces = self._tracker.update(frame)
        self.stages.add("detect", time.monotonic() - began)
        return faces

    def poll(self) -> list[Reading]:
        """The right half: the newest clip that is due, one reading per face in it, all faces in one forward pass.

        Returns [] when no clip is due, one `no_face` reading when the clip shows no face for long enough.
        May be called again after an exception: a file's clip is then tried once more, or as often as it is Cancelled; a
        live one is passed over.
        """
        if self._tried:
            return self._work(None)
        due = self._sampler.due(self._ring.snapshot())
        return self._work(due) if due else []

    def finish(self) -> list[Reading]:
        """At the end of a file: the readings that still wait for a whole batch, and those of a video too short for a
        clip, by the padding rule; else []."""
        due = self._sampler.finish(self._shown_for_longer(self._ring.snapshot()))
        return self._work(due, last=True) if due or self._waiting else []

    def use(self, predictor: Posteriors, tracker: FaceTracker | None = None) -> None:
        """Scores with another bundle from the next clip on; for the thread that polls.

        Pictures, faces and their numbers go on. So do the votes, unless the labels are others, and the grid of clips,
        but for the three positions that the shorter clips of another rule complete at once. tracker: for a pipeline
        that has none and a bundle that needs one; without it, one is made here, which takes a moment.
        """
        if predictor.card.view == "face" and self._tracker is None:
            self._tracker = tracker or FaceTracker()
        before, self._predictor = self._predictor, predictor
        if predictor.labels != before.labels:
            self._votes.clear()
            self._waiting = [_Waiting(one.due, self._votes_of(one.due)) for one in self._waiting]
        self._sampler.rule = predictor.card.clip_rule
        self._tracking = predictor.card.view == "face"

    def interrupt(self) -> None:
        """No clip reaches over this moment, and votes and faces start anew: a pause that the source's clock hides.

        For the thread that ingests.
        """
        self._ring.clear()
        self._votes.clear()
        self._seen.clear()
        if self._tracker:
            self._tracker.forget()

    def mend(self, *, forget: bool) -> None:
        """After `ingest` failed: puts a new detector in place; for the thread that ingests.

        forget: who is seen next is somebody new, in case it is what is known of people that leads to the failure.
        """
        if self._tracking and self._tracker:
            self._tracker.renew()
            if forget:
                self._tracker.forget()

    def close(self) -> None:
        """Closes the tracker, and lets go of the pictures. Idempotent."""
        self._ring.clear()
        self._waiting = []
        if self._tracker:
            self._tracker.close()

    def _shown_for_longer(self, entries: list[Entry]) -> list[Entry]:
        """A video of one or two frames, with the faces that are in it.

        A face is born after three detections in a row. The padding rule repeats the last frame, so here the tracker is
        shown it as often, too.
        """
        if self._tracker is None or not 0 < len(entries) < BIRTH_HITS:
            return entries
        last = entries[-1]
        for repeat in range(1, BIRTH_HITS + 1):
            again = replace(
                last.frame, index=last.frame.index + repeat, time=last.frame.time + repeat / TICKS_PER_SECOND
            )
            faces = self._tracker.update(again)
        return [replace(entry, faces=faces) for entry in entries]

    def _work(self, due: Due | None, *, last: bool = False) -> list[Reading]:
        """Scores what waits, `due` included, once it is a whole batch or nothing comes after it."""
        self.scoring_since = time.monotonic()
        try:
            if due:
                self.stages.add("wait", self.scoring_since - due.entries[-1].ready)
                self._waiting.append(_Waiting(due, self._votes_of(due)))
            return self._score() if last or self._tried or self._enough() else []
        except Exception as error:
            self._tried = not self._live and (isinstance(error, Cancelled) or not self._tried)
            if not self._tried:
                self._waiting = []
            raise
        finally:
            self.scoring_since = None

    def _enough(self) -> bool:
        if len(self._waiting) >= self._batch:
            return True
        whole = sum(entry.frame.image.nbytes for waiting in self._waiting for entry in waiting.due.entries)
        return self._predictor.card.view == "centre" and whole >= WAITING_BYTES

    def _score(self) -> list[Reading]:
        began = time.monotonic()
        waiting = [(one, cut(one.due, self._predictor.card)) for one in self._waiting]
        images = [clip.images for _, clips in waiting for clip in clips]
        posteriors = iter(self._predictor.posteriors(images))
        self._waiting, self._tried = [], False
        self.scored_at = time.monotonic()
        taken = self.scored_at - began
        self.seconds_per_clip = taken / len(images) if images else None
        if images:
            self.stages.add("encode", taken)
        return [reading for one, clips in waiting for reading in one.readings(clips, posteriors)]

    def _votes_of(self, due: Due) -> dict[int | None, RollingVote]:
        """Now: a vote that is forgotten in the meantime must not begin with a clip from before."""
        faces = {face.face_id for entry in due.entries for face in entry.faces}
        return {face_id: self._vote(face_id) for face_id in (None, *faces)}

    def _vote(self, face_id: int | None) -> RollingVote:
        return self._votes.setdefault(face_id, RollingVote(self._predictor.labels, self._window))

    def _forget_gone(self, now: float) -> None:
        for key in [key for key, seen in self._seen.items() if now - seen > GONE_S]:
            del self._seen[key]
            self._votes.pop(key, None)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A frame and the faces in it. arrived: `time.monotonic()` at which it was captured (live) or read (file)."""

    frame: Frame
    faces: tuple[Face, ...]
    arrived: float


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """A clip that is due, and the votes as they were then, by face."""

    due: Due
    votes: dict[int | None, RollingVote]

    def readings(self, clips: Sequence[Clip], posteriors: Iterator[np.ndarray]) -> list[Reading]:
        """One for each clip that was cut from it; takes as many posteriors."""
        if not clips:
            return [_reading(without_face(self.due), Status.NO_FACE, None, None)]
        scored = [(clip, next(posteriors)) for clip in clips]
        return [
            _reading(clip, Status.SCORED, posterior, self.votes[clip.face_id].add(posterior))
            for clip, posterior in scored
        ]


def _reading(clip: Clip, status: Status, posterior: np.ndarray | None, vote: np.ndarray | None) -> Reading:
    return Reading(
        clip_index=clip.clip_index,
        status=status,
        face_id=clip.face_id,
        box=clip.box,
        start=clip.start,
        end=clip.end,
        first_frame=clip.first_frame,
        last_frame=clip.last_frame,
        captured_at=clip.captured_at,
        posterior=posterior,
        vote=vote,
        latency=time.monotonic() - clip.arrived,
    )
