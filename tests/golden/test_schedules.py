"""Learning rate and weight decay step by step, as the public code has them."""

import json
from pathlib import Path

import pytest

from core.offline.schedules import Schedule


def test_schedules_are_those_of_the_public_code(shared: Path) -> None:
    for case in json.loads((shared / "reference/goldens/schedules.json").read_text()):
        steps, warmup = case["total_steps"], case["warmup_steps"]
        rate = Schedule(case["ref_lr"], case["final_lr"], steps, warmup, case["start_lr"])
        decay = Schedule(case["ref_wd"], case["final_wd"], steps)
        assert [rate.at(step) for step in range(1, steps + 1)] == pytest.approx(case["lr"], abs=1e-12)
        assert [decay.at(step) for step in range(1, steps + 1)] == pytest.approx(case["wd"], abs=1e-12)
