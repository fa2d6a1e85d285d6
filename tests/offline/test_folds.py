"""Folds: nobody on both sides, labels spread evenly, the same again for the same seed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from core.errors import DataError
from core.offline.folds import refuse_shared_subjects, subject_folds

videos = st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from(["happy", "sad", "fear"])), min_size=4)


@given(videos, st.integers(2, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_no_subject_is_in_two_folds_and_no_fold_is_empty(pairs, folds, seed):
    subjects, labels = map(list, zip(*pairs, strict=True))
    try:
        assigned = subject_folds(subjects, labels, folds, seed)
    except DataError:
        reject()
    assert assigned.shape == (len(pairs),)
    assert assigned.dtype == np.int64
    assert set(assigned) == set(range(folds))
    assert len(set(zip(subjects, assigned, strict=True))) == len(set(subjects))


def test_labels_are_spread_evenly():
    """20 people, each with two of four labels: every fold of 4 people gets its share of each label."""
    subjects = [f"s{person}" for person in range(20) for _ in range(4)]
    labels = [("happy", "sad", "fear", "calm")[(person + half) % 4] for person in range(20) for half in (0, 0, 1, 1)]
    folds = subject_folds(subjects, labels, 5, seed=1)
    for label in set(labels):
        counts = np.bincount(folds[np.array(labels) == label], minlength=5)
        assert counts.max() - counts.min() <= 2
    assert np.bincount(folds).tolist() == [16] * 5


def test_the_seed_decides():
    subjects, labels = [str(i // 2) for i in range(40)], ["happy", "sad"] * 20
    first = subject_folds(subjects, labels, 5, seed=0)
    assert np.array_equal(first, subject_folds(subjects, labels, 5, seed=0))
    assert not np.array_equal(first, subject_folds(subjects, labels, 5, seed=1))


def test_fewer_subjects_than_folds_are_refused():
    with pytest.raises(DataError, match=r"3 subjects cannot be spread over 5 folds. Choose at most 3 folds"):
        subject_folds(["a", "b", "c"] * 4, ["happy"] * 12, 5, 0)
    with pytest.raises(DataError, match="At least two people"):
        subject_folds(["a"] * 9, ["happy"] * 9, 2, 0)


def test_too_few_videos_of_every_label_are_refused():
    with pytest.raises(DataError, match="no label has as many videos as there are folds"):
        subject_folds(["a", "b", "c", "d"], ["happy", "sad", "fear", "calm"], 4, 0)


def test_a_rare_label_is_no_reason_to_warn():
    """Warnings are errors here; scikit-learn has one for a label with fewer videos than folds."""
    subjects = [str(i) for i in range(12)]
    assert set(subject_folds(subjects, ["happy"] * 11 + ["sad"], 4, 0)) == {0, 1, 2, 3}


def test_without_scikit_learn_the_extra_is_named(repository: Path):
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "from core.errors import DataError\nfrom core.offline.folds import subject_folds\n"
        "try: subject_folds(['a', 'b'], ['happy', 'happy'], 2, 0)\n"
        "except DataError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True)
    assert "pip install '.[train]'" in done.stdout


def test_a_subject_in_two_folds_is_named():
    people = [("lab", "7"), ("lab", "8"), ("lab", "7")]
    with pytest.raises(DataError, match=r"m\.csv: subject 7 of lab is in folds 0 and 2\. Give all"):
        refuse_shared_subjects(people, [0, 1, 2], "m.csv")
    with pytest.raises(DataError, match="subject 7 of lab is in folds 0 and 1, and 1 more are in several"):
        refuse_shared_subjects(people + people, [0, 0, 0, 1, 1, 1])


def test_a_name_in_two_data_sets_is_two_people():
    refuse_shared_subjects([("ravdess", "05"), ("lab", "05")], [0, 1])
