"""`fer-desktop analyze`: videos in; session CSV and summary out. Needs no display and never imports Qt."""

import os
import sys
import tempfile
import traceback
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DeviceError, FerError, OutputError
from core.reasons import system_reason
from fer_desktop.analysis import Analysis, Job
from fer_desktop.estimate import known_speed
from fer_desktop.interruption import Interruption
from fer_desktop.options import AnalyzeOptions
from fer_desktop.report import Report

if TYPE_CHECKING:
    from core.model import Predictor

DONE, USAGE, FAILED, INTERRUPTED = 0, 2, 3, 130


def plan(videos: Iterable[str], out: Path) -> list[Job]:
    """One job per video in the order given, a video given twice only once; equal stems get -2, -3, ..."""
    jobs: dict[str, Job] = {}
    taken: set[str] = set()
    for video in map(Path, videos):
        if (place := os.path.realpath(video)) in jobs:
            continue
        stem, number = video.stem, 1
        while (key := unicodedata.normalize("NFC", stem).casefold()) in taken:  # A.mp4 and a.mov on macOS, Windows
            number += 1
            stem = f"{video.stem}-{number}"
        taken.add(key)
        jobs[place] = Job(video, out / f"{stem}.clips.csv", out / f"{stem}.summary.json")
    return list(jobs.values())


def analyze(options: AnalyzeOptions) -> int:
    """Analyses every input, says on stderr how each went, and returns the exit code.

    0 all done; 2 the device is not there; 3 some or all inputs failed, or the bundle or the output folder cannot be
    used (nothing was started then); 130 interrupted by Ctrl-C or SIGTERM.
    """
    out = options.out
    demo = [Job(None, out / "demo.clips.csv", out / "demo.summary.json")]
    with Interruption() as interruption:
        try:
            _prepare(out)
            predictor = _load(options)
            with Report() as report:
                speed = known_speed(predictor, report.line)
                interruption.patient = True
                jobs = demo if options.demo else plan(options.videos, out)
                if len(jobs) < len(options.videos):
                    report.line("a video that is named more than once is analysed once")
                done = [_attempt(Analysis(job, options, predictor, speed, report, interruption)) for job in jobs]
                return DONE if all(done) else FAILED
        except FerError as error:
            print(f"fer-desktop analyze: {error}", file=sys.stderr)
            return USAGE if isinstance(error, DeviceError) else FAILED
        except KeyboardInterrupt:
            print("fer-desktop analyze: interrupted", file=sys.stderr)
            return INTERRUPTED


def _prepare(out: Path) -> None:
    """Makes the folder and tries it out before anything slow begins."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        what = f"cannot write into this folder ({system_reason(error)})"
        raise OutputError(what, where=out, hint="Choose another --out") from error


def _load(options: AnalyzeOptions) -> "Predictor":
    import torch

    import core.pipeline  # noqa: F401  a system library that OpenCV lacks is found here, before anything starts
    from core.model import load_bundle
    from core.model.device import torch_threads

    torch.set_num_threads(torch_threads())  # on busy cores a thread for each makes it many times slower
    return load_bundle(options.bundle, device=options.device, precision=options.precision)


def _attempt(analysis: Analysis) -> bool:
    """True when it succeeded. One input that fails, for whatever reason, does not stop the others."""
    report, name = analysis.report, analysis.job.name
    try:
        report.line(analysis.run())
        return True
    except FerError as error:
        report.line(f"{name}: failed: {str(error).removeprefix(f'{name}: ')}")
    except KeyboardInterrupt:
        report.line(f"{name}: interrupted")
        raise
    except Exception:
        report.line(f"{name}: failed, which is a mistake in this program:\n{traceback.format_exc()}")
    finally:
        report.end()
        if analysis.left:
            report.line(f"{name}: the clips so far are in {analysis.left}")
    return False
