"""Why the operating system refused, in words that can be translated."""

import errno
import os

import pytest

from core.reasons import system_reason
from core.text import Text


@pytest.mark.parametrize("name", ["ENOSPC", "EACCES", "EROFS", "ENOENT"])
def test_what_a_person_meets_is_a_sentence_that_can_be_translated(name):
    number = getattr(errno, name)
    reason = system_reason(OSError(number, os.strerror(number), "/a/file"))
    assert isinstance(reason, Text)
    assert "/a/file" not in reason
    assert reason == reason.lower()


def test_anything_else_is_said_in_the_systems_words():
    assert system_reason(OSError(errno.EPIPE, "Broken pipe")) == "broken pipe"
    assert system_reason(OSError("moov atom not found")) == "moov atom not found"
    assert system_reason(ValueError("embedded null byte")) == "embedded null byte"
    assert system_reason(EOFError()) == "EOFError"
