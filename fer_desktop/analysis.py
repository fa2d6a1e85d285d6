"""One input of `fer-desktop analyze`, from its source to its two files."""

import os
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.capture.address import display_name
from core.errors import OutputError, SourceError
from core.session import SessionWriter, partial_path
from core.summary import Tally, circumstances, results, write_summary
from core.types import Reading
from fer_desktop.estimate import estimate
from fer_desktop.interruption import Interruption
from fer_desktop.options import AnalyzeOptions
from fer_desktop.report import Report

if TYPE_CHECKING:
    from core.capture import Source
    from core.model import Predictor
    from core.model.side_by_side import SideBySide
    from core.model.speed import Speed
    from core.pipeline import Pipeline

DEMO_FRAMES = 300
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # a drive letter is shorter than any scheme


@dataclass(frozen=True, slots=True)
class Job:
    """One input and where its results go. video: None for the demo."""

    video: Path | None
    clips: Path
    summary: Path

    @property
    def name(self) -> str:
        """What messages call it."""
        return shown(self.video) if self.video else "demo"


def open_input(video: Path | None) -> "Source":
    """The source of a video, or of the demo. Raises SourceError for what is no video file."""
    if video is None:
        from core.capture.demo import DemoSource

        return DemoSource(realtime=False, frames=DEMO_FRAMES)
    if ADDRESS.match(str(video)):
        raise SourceError(
            "this is an address", where=shown(video), hint="analyze takes files; fer-desktop --url shows it"
        )
    from core.capture import open_source

    return open_source(video)


def shown(video: Path) -> str:
    """What messages call an input: an address without its secrets (a path holds it with one slash), else the path."""
    name = str(video)
    return display_name(name.replace(":/", "://", 1)) if ADDRESS.match(name) else name


class Analysis:
    """One input's way through the pipeline. left: the partial file that an analysis cut short leaves behind."""

    def __init__(
        self,
        job: Job,
        options: AnalyzeOptions,
        predictor: "Predictor",
        speed: "Speed",
        report: Report,
        interruption: Interruption,
    ) -> None:
        self.job = job
        self.report = report
        self.left: Path | None = None
        self._options = options
        self._predictor, self._speed = predictor, speed
        self._interruption = interruption
        self._started = datetime.now(UTC)
        self._tally = Tally(predictor.labels)
        self._failure: SourceError | None = None

    def run(self) -> str:
        """Writes both files and returns the line that says so.

        Raises FerError when the input is not done: nothing could be read (nothing is written), it broke off (both
        files hold what there was), or the results could not be written. Raises KeyboardInterrupt when interrupted.
        """
        self._refuse_existing()
        from core.model.side_by_side import SideBySide

        with (
            closing(open_input(self.job.video)) as source,
            closing(SideBySide(self._predictor)) as posteriors,
            closing(self._pipeline(source, posteriors)) as pipeline,
        ):
            if patience := estimate(source.info, self._speed, self._options.hop, self._predictor.card.view):
                self.report.line(f"{self.job.name}: {patience}")
            self.report.begin(source.info.name, source.info.frame_count)
            session = self._write_clips(source, pipeline)
            for warning in source.warnings:
                self.report.line(f"{self.job.name}: warning: {warning}")
            summary = self._summary(source, session)
        write_summary(self.job.summary, summary, force=self._options.force)
        if self._failure:
            raise self._failure
        return self._success(summary)

    def _refuse_existing(self) -> None:
        for path in (self.job.clips, partial_path(self.job.clips), self.job.summary):
            if os.path.lexists(path) and not self._options.force:
                raise OutputError(f"{path} exists already", where=self.job.name, hint="--force replaces it")

    def _pipeline(self, source: "Source", posteriors: "SideBySide") -> "Pipeline":
        from core.pipeline import Pipeline

        # Whatever its kind, a source waits for the model here and its clock is that of a file, the demo's as well.
        info = replace(source.info, kind="file")
        options, batch = self._options, max(self._speed.batch, posteriors.lanes)
        return Pipeline(posteriors, info, hop=options.hop, window=options.window, batch=batch)

    def _write_clips(self, source: "Source", pipeline: "Pipeline") -> SessionWriter:
        card = self._predictor.card
        session = SessionWriter(
            self.job.clips,
            labels=self._predictor.labels,
            source=source.info.name,
            bundle=card.name,
            encoder_sha256=card.encoder_sha256,
            force=self._options.force,
        )
        try:
            for readings in self._readings(source, pipeline):
                session.write(readings)
                self._tally.add(readings)
                self._interruption.check()
            if not self._tally.frames:
                raise self._failure or SourceError("not a single picture could be decoded", where=self.job.name)
            session.close()
        except BaseException:
            self.left = session.abandon()
            raise
        return session

    def _readings(self, source: "Source", pipeline: "Pipeline") -> Iterator[list[Reading]]:
        from core.frames_ahead import FramesAhead

        try:
            with FramesAhead(source, pipeline) as frames:
                for found in frames:
                    self._tally.see(found.frame)
                    pipeline.take(found)
                    yield pipeline.poll()
                    self.report.advance()
        except SourceError as error:  # what was read before it broke is worth keeping
            self._failure = error
        yield pipeline.finish()

    def _summary(self, source: "Source", session: SessionWriter) -> dict[str, Any]:
        predictor, card, options = self._predictor, self._predictor.card, self._options
        return {
            "session_id": session.session_id,
            "clips_file": self.job.clips.name,
            "path": str(self.job.video.absolute()) if self.job.video else None,
            "complete": self._failure is None,
            "error": str(self._failure) if self._failure else None,
            "warnings": list(source.warnings),
            **results(self._tally, source.info),
            "bundle": {"name": card.name, "probes_sha256": list(card.probes)},
            "encoder": {"name": card.encoder_name, "sha256": card.encoder_sha256},
            "settings": {
                "hop": options.hop,
                "window": options.window,
                "device": str(predictor.device),
                "precision": str(predictor.precision),
                "clip_rule": card.clip_rule,
                "view": card.view,
                "margin": card.margin,
                "resolution": card.resolution,
            },
            **circumstances(self._started, datetime.now(UTC)),
        }

    def _success(self, summary: dict[str, Any]) -> str:
        verdict = "no clip was scored"
        if best := summary["pbv"]:
            share = best["posterior"][best["label"]]
            verdict = f"{best['label']} ({share:.2f} by PBV), {summary['mv']['label']} by MV"
        counts = {"scored": summary["clips_scored"]} | summary["clips_not_scored"]
        clips = ", ".join(f"{count} {status}" for status, count in counts.items())
        return f"{self.job.name}: {verdict}; clips: {clips}; {summary['seconds_taken']:.1f} s; {self.job.clips}"
