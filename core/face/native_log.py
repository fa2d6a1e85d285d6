"""Keeps mediapipe's start-up chatter off the terminal.

Its C++ library writes a few lines to file descriptor 2 when a detector starts. It reads no environment variable that
would stop them (GLOG_*, TF_CPP_* and ABSL_* were tried) and exports no function. So the descriptor points at a file for
the moment of the start, and every line that is not known chatter is handed on: nothing unexpected is lost.
"""

import contextlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator

CHATTER = re.compile(
    rb"INFO: Created TensorFlow Lite XNNPACK delegate"
    rb"|WARNING: All log messages before absl::InitializeLog\(\) is called"
    rb"|W\d{4} .*inference_feedback_manager\.cc.*Feedback manager requires a model with a single signature"
    rb"|I0{4}.*gl_context"  # which graphics driver it found: the detector runs on the processor
)
_one_at_a_time = threading.Lock()  # the descriptor belongs to the whole process


@contextlib.contextmanager
def without_chatter() -> Iterator[None]:
    """Within this block file descriptor 2 is held back; afterwards all lines but CHATTER are written to it."""
    with _one_at_a_time, contextlib.ExitStack() as stack:
        terminal: int | None = None
        try:
            held = stack.enter_context(tempfile.TemporaryFile())
            terminal = os.dup(2)
        except OSError:
            pass  # no room for the file: chatter is the lesser evil; no descriptor 2: nobody could read it
        if terminal is None:
            yield
            return
        _flush_python()
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            _flush_python()
            os.dup2(terminal, 2)
            os.close(terminal)
            held.seek(0)
            for line in held:
                if not CHATTER.match(line):
                    os.write(2, line)


def _flush_python() -> None:
    """Writes out what Python itself holds for stderr, so that lines keep their order. Does nothing without a stderr."""
    if sys.stderr is not None:
        sys.stderr.flush()
