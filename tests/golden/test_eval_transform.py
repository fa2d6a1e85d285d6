"""The published evaluation transform, on the reference's small, portrait, enlarged and HD pictures."""

from pathlib import Path

import numpy as np
import pytest

from core.clips.transform import centre_view


@pytest.mark.parametrize(
    ("file", "case"),
    [("eval_transform.npz", 0), ("eval_transform.npz", 1), ("eval_transform.npz", 2), ("eval_transform_hd.npz", 0)],
)
def test_centre_view_equals_the_public_code(shared: Path, file: str, case: int) -> None:
    with np.load(shared / "reference/goldens" / file) as arrays:
        video, crop = arrays[f"case{case}_video"], int(arrays[f"case{case}_crop"])
        expected = arrays[f"case{case}_clip"]
    view = centre_view(video, crop)
    assert view.dtype == np.float32
    assert view.flags.c_contiguous
    np.testing.assert_allclose(view, expected, rtol=0, atol=1e-4)
