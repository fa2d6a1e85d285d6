"""Tables of predictions: read back as they were written, also by way of a spreadsheet, and refused with their rows."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError, OutputError
from core.offline.predictions import Predictions, columns, join, read_predictions, write_predictions

LABELS = ("happy", "sad", "angry")


def made(videos: int = 6, *, labels: tuple[str, ...] = LABELS, seed: int = 0, prefix: str = "v") -> Predictions:
    """Random predictions whose probabilities are float32 numbers, as a probe gives them."""
    rng = np.random.default_rng(seed)
    pbv, votes = rng.dirichlet([0.6] * len(labels), (2, videos)).astype(np.float32).astype(np.float64)
    return Predictions(
        labels=labels,
        paths=tuple(f"{prefix}{i}.mp4" for i in range(videos)),
        subjects=tuple(f"{i % 3:02d}" for i in range(videos)),
        folds=tuple(str(i % 2) for i in range(videos)),
        truth=rng.integers(0, len(labels), videos),
        clips=rng.integers(1, 90, videos),
        pbv=pbv,
        votes=votes,
    )


def assert_same(one: Predictions, other: Predictions) -> None:
    assert (one.labels, one.paths, one.subjects, one.folds) == (other.labels, other.paths, other.subjects, other.folds)
    assert np.array_equal(one.truth, other.truth)
    assert np.array_equal(one.clips, other.clips)
    assert np.array_equal(one.pbv.astype(np.float32), other.pbv.astype(np.float32))
    assert (one.votes is None) == (other.votes is None)
    assert one.votes is None or np.array_equal(one.votes.astype(np.float32), other.votes.astype(np.float32))
    assert (one.truth.dtype, one.clips.dtype, one.pbv.dtype) == (np.int64, np.int64, np.float64)


def written(path: Path, predictions: Predictions) -> Path:
    write_predictions(path, predictions)
    return path


def test_columns_are_those_of_the_design() -> None:
    expected = ["path", "subject", "fold", "label", "clips", "p_sad", "p_happy", "v_sad", "v_happy"]
    assert columns(("sad", "happy")) == expected


def test_what_is_read_is_to_the_last_bit_of_float32_what_was_written(tmp_path: Path) -> None:
    predictions = made(200)
    assert_same(read_predictions(written(tmp_path / "p.csv", predictions)), predictions)


def test_what_is_unknown_is_an_empty_cell(tmp_path: Path) -> None:
    nothing = ("",) * 6
    predictions = replace(made(), subjects=nothing, folds=nothing, clips=np.zeros(6, np.int64), votes=None)
    path = written(tmp_path / "p.csv", predictions)
    row = next(csv.DictReader(path.read_text().splitlines()))
    assert [row[name] for name in ("subject", "fold", "clips", "v_happy")] == [""] * 4
    assert_same(read_predictions(path), predictions)


def test_names_that_are_hard_for_tables_come_back(tmp_path: Path) -> None:
    paths = ("=1+1.mp4", "-x.mp4", 'a "b", c;d.mp4', "größer/笑.mp4", "@home.mp4", "'quoted'.mp4")
    predictions = replace(made(), paths=paths)
    path = written(tmp_path / "p.csv", predictions)
    assert b"\r\n'=1+1.mp4," in path.read_bytes()
    assert read_predictions(path).paths == paths


def test_a_name_that_is_not_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", replace(made(1), paths=("bad\udcff.mp4",)))
    assert read_predictions(path).paths == ("bad\\udcff.mp4",)


def test_nothing_is_overwritten_unless_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "p.csv", made())
    before = path.read_bytes()
    with pytest.raises(OutputError, match="exists already"):
        write_predictions(path, made(seed=1))
    assert path.read_bytes() == before
    write_predictions(path, made(seed=1), force=True)
    assert_same(read_predictions(path), made(seed=1))
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such file or directory"):
        write_predictions(tmp_path / "missing" / "p.csv", made())


def as_spreadsheet(text: str, separator: str) -> bytes:
    lines = [line.replace(".", ",").replace("_mp4", ".mp4").split("|") for line in text.splitlines()]
    return ("\ufeff" + "\r\n".join(separator.join(line) for line in lines) + f"\r\n{separator * 3}\r\n\r\n").encode()


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_may_have_had_it(tmp_path: Path, separator: str) -> None:
    table = "path|subject|fold|label|clips|p_happy|p_sad|v_happy|v_sad\nx_mp4|01|a|sad|46|2.5E-1|0.75|0|1"
    path = tmp_path / "p.csv"
    path.write_bytes(as_spreadsheet(table, separator))
    read = read_predictions(path)
    assert (read.paths, read.subjects, read.folds, read.truth.tolist()) == (("x.mp4",), ("01",), ("a",), [1])
    assert (read.clips.tolist(), read.pbv.tolist()) == ([46], [[0.25, 0.75]])
    assert read.votes is not None
    assert read.votes.tolist() == [[0, 1]]


def test_columns_that_are_not_needed_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("label,p_sad,p_happy,path,remark\nhappy,0.25,0.75,x.mp4,odd\n")
    read = read_predictions(path)
    assert (read.labels, read.subjects, read.folds, read.clips.tolist()) == (("sad", "happy"), ("",), ("",), [0])
    assert read.votes is None


def test_rounded_posteriors_are_made_to_add_up_again(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("path,label,p_sad,p_happy,p_fear\nx.mp4,sad,0.33,0.33,0.33\n")
    assert read_predictions(path).pbv.tolist() == [pytest.approx([1 / 3] * 3)]


HEAD = "path,subject,fold,label,clips,p_happy,p_sad,v_happy,v_sad\n"
GOOD = "a.mp4,01,0,sad,9,0.2,0.8,0,1\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("b.mp4,02,0,sad,9,0.2,0.7,0,1", "row 3: p_happy to p_sad add up to 0.9 instead of 1"),
        ("b.mp4,02,0,sad,9,nan,0.8,0,1", "row 3: p_happy is 'nan', which is no number"),
        ("b.mp4,02,0,sad,9,0.2,inf,0,1", "row 3: p_sad is 'inf', which is no number"),
        ("b.mp4,02,0,sad,9,0.2,,0,1", "row 3: p_sad is '', which is no number"),
        ("b.mp4,02,0,sad,9,0.2,much,0,1", "row 3: p_sad is 'much', which is no number"),
        ("b.mp4,02,0,sad,9,-0.2,1.2,0,1", "row 3: p_happy is -0.2, below 0"),
        ("b.mp4,02,0,sad,9,0.2,0.8,1,1", "row 3: v_happy to v_sad add up to 2 instead of 1"),
        ("b.mp4,02,0,sad,9,0.2,0.8,,", "row 3: v_happy is '', which is no number"),
        ("b.mp4,02,0,calm,9,0.2,0.8,0,1", "row 3: 'calm' is none of the labels. The labels are happy, sad"),
        ("b.mp4,02,0,sad,some,0.2,0.8,0,1", "row 3: clips is 'some'"),
        ("b.mp4,02,0,sad,-1,0.2,0.8,0,1", "row 3: clips is '-1'"),
        ("b.mp4,02,0,sad,4.5,0.2,0.8,0,1", "row 3: clips is '4.5'"),
        ("a.mp4,02,0,sad,9,0.2,0.8,0,1", "row 3: 'a.mp4' is in row 2 already. One row for each video"),
        (",02,0,sad,9,0.2,0.8,0,1", "row 3: the path is empty"),
        ("b.mp4,02,,sad,9,0.2,0.8,0,1", "row 3: the fold is empty"),
        ("b.mp4,02,0,sad,9,0.2,0.8", "row 3"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}{GOOD}{row}\n")
    with pytest.raises(DataError, match=message) as caught:
        read_predictions(path)
    assert caught.value.where == str(path)


def test_of_many_faults_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(HEAD + "".join(f"{i}.mp4,01,0,sad,9,x\x1b[2J,0.8,0,1\n" for i in range(9)))
    with pytest.raises(DataError, match=r"row 2: p_happy .*row 6: .*; and 4 more rows") as caught:
        read_predictions(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEAD, "the table is empty"),
        ("", "the file is empty"),
        ("path,label\na.mp4,sad\n", "no column p_<label>"),
        ("a,b\n1,2\n", "this is no table with the columns path, label"),
        ("path,label,p_sad,p_sad\na.mp4,sad,1,0\n", "more than once: p_sad"),
        (HEAD.replace(",v_sad", ",v_bored") + GOOD, "v_sad is ''"),
        ("\0\0\0\x18ftypmp42", "binary"),
    ],
)
def test_what_is_no_table_of_predictions_is_told(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(content)
    with pytest.raises(DataError, match=message):
        read_predictions(path)


@pytest.mark.parametrize("change", [{"folds": ("0",)}, {"pbv": np.ones((6, 2))}, {"votes": np.ones((5, 3))}])
def test_parts_that_do_not_fit_are_a_bug(change: dict) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        replace(made(), **change)


def joined(*parts: Predictions) -> Predictions:
    return join([Path(f"{i}.csv") for i in range(len(parts))], parts)


def test_joined_tables_have_the_order_of_the_first() -> None:
    first, second = made(4), made(5, seed=1, prefix="w")
    order = [2, 0, 1]
    other = replace(
        second,
        labels=tuple(LABELS[place] for place in order),
        truth=np.array([order.index(place) for place in second.truth]),
        pbv=second.pbv[:, order],
        votes=second.votes[:, order],
    )
    both = joined(first, other)
    assert (both.labels, both.paths) == (LABELS, first.paths + second.paths)
    assert np.array_equal(both.truth, [*first.truth, *second.truth])
    assert np.array_equal(both.pbv, [*first.pbv, *second.pbv])
    assert np.array_equal(both.votes, [*first.votes, *second.votes])


def test_votes_that_only_some_have_are_left_out() -> None:
    assert joined(made(), replace(made(prefix="w"), votes=None)).votes is None


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (lambda: made(), "1.csv: v0.mp4 is in 0.csv already"),
        (
            lambda: made(labels=("happy", "sad"), prefix="w"),
            r"1.csv: its classes \(happy, sad\) are not those of 0.csv",
        ),
    ],
)
def test_tables_that_do_not_belong_together_are_refused(other: Callable[[], Predictions], message: str) -> None:
    with pytest.raises(DataError, match=message):
        joined(made(), other())
