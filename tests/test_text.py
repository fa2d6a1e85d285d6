"""Sentences that remember how they were made."""

import copy
import pickle
from pathlib import Path

import pytest

from core.errors import SourceError
from core.text import Text, text


def test_it_is_the_english_sentence():
    sentence = text("the file ends after {found} of {expected} frames", found=3, expected=9)
    assert sentence == "the file ends after 3 of 9 frames"
    assert isinstance(sentence, str)
    assert hash(sentence) == hash("the file ends after 3 of 9 frames")
    assert f"{sentence}." == "the file ends after 3 of 9 frames."
    assert {sentence: 1}["the file ends after 3 of 9 frames"] == 1


def test_it_remembers_template_and_values():
    sentence = text("{rate:.1f} fps from {source}", rate=29.97, source="Camera 0")
    assert sentence == "30.0 fps from Camera 0"
    assert sentence.template == "{rate:.1f} fps from {source}"
    assert sentence.values == {"rate": 29.97, "source": "Camera 0"}


def test_braces_in_a_value_are_text():
    assert text("no such file {name}", name="{0}{oops}") == "no such file {0}{oops}"


def test_paths_and_errors_are_kept_as_text_and_sentences_as_sentences():
    reason = text("{free} bytes are free", free=7)
    sentence = text("{path}: {error} ({reason})", path=Path("a.mp4"), error=OSError("gone"), reason=reason)
    assert sentence == "a.mp4: gone (7 bytes are free)"
    assert sentence.values["path"] == "a.mp4"
    assert sentence.values["error"] == "gone"
    assert isinstance(sentence.values["reason"], Text)


@pytest.mark.parametrize("again", [lambda it: pickle.loads(pickle.dumps(it)), copy.copy, copy.deepcopy])
def test_a_copy_remembers_as_well(again):
    sentence = again(text("camera {number}", number=1))
    assert sentence == "camera 1"
    assert (sentence.template, sentence.values) == ("camera {number}", {"number": 1})


def test_an_error_keeps_the_sentence_that_it_was_given():
    error = SourceError(text("no camera {number}", number=3), hint=text("There are {count}", count=2))
    assert error.what.template == "no camera {number}"
    assert error.hint.template == "There are {count}"
    assert str(error) == "no camera 3. There are 2"


def test_a_gap_that_nothing_fills_is_a_bug():
    with pytest.raises(KeyError):
        text("camera {number}")
