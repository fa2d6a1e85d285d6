"""What a source is, told from what a person wrote."""

from pathlib import Path

import pytest

from core.capture.source import source_kind


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        (0, "camera"),
        (" 1 ", "camera"),
        ("demo:", "demo"),
        ("rtsp://host/video", "stream"),
        ("C://film.mp4", "file"),
        ("film.mp4", "file"),
        (Path("0"), "file"),
    ],
)
def test_a_number_an_address_and_a_file_are_told_apart(spec, kind):
    assert source_kind(spec) == kind
