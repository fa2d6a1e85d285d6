"""`fer-train score`: the numbers of real predictions, and of tables as other people keep them."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from core.labels import CLASS_ORDERS, CREMA_D, RAVDESS
from core.offline.predictions import Predictions, write_predictions
from core.offline.scores import score
from training.cli import main
from training.foreign_predictions import Choices, read_files
from training.take_names import take_of

Run = Callable[..., dict]
SPEAKERS = ("1001", "1002", "1003")
CODES = ("SAD", "FEA", "HAP", "DIS", "NEU", "ANG")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """What --json prints; stderr stays empty."""

    def run(*arguments: object) -> dict:
        assert main(["score", "--json", *map(str, arguments)]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out)

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What stderr says when it fails; stdout stays empty."""

    def refused(*arguments: object, code: int = 3) -> str:
        assert main(["score", *map(str, arguments)]) == code
        printed = capsys.readouterr()
        assert printed.out == ""
        return printed.err

    return refused


def table(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]], separator: str = ",") -> Path:
    path.write_text("\n".join(separator.join(map(str, row)) for row in [header, *rows]) + "\n")
    return path


def sure(winner: int, classes: int) -> list[float]:
    """A posterior that is sure of one class."""
    return [1.0 if one == winner else 0.0 for one in range(classes)]


def crema_d_rows(wrong: int = 0) -> list[list[object]]:
    """Every class once from each speaker, in the study's order; the first `wrong` rows are taken for the next class."""
    rows: list[list[object]] = []
    for speaker in SPEAKERS:
        for place, code in enumerate(CODES):
            winner = (place + 1) % 6 if len(rows) < wrong else place
            rows.append([f"clips/{speaker}_DFA_{code}_XX.flv", *sure(winner, 6)])
    return rows


NUMBERED = ("file", *(f"out{i}" for i in range(6)))


@pytest.fixture
def real(shared: Path) -> list[Path]:
    return sorted((shared / "datasets/ravdess/predictions").glob("*.csv"))


def test_real_predictions_have_the_known_scores(real: list[Path], run: Run) -> None:
    scores = run(*real)
    assert (scores["videos"], scores["subjects"], list(scores["by_fold"])) == (1440, 24, ["0", "1", "2", "3", "4"])
    for name, pooled, mean in [
        ("uar", 0.6055, 0.6034),
        ("macro_precision", 0.6036, 0.6256),
        ("war", 0.6042, 0.6022),
    ]:
        assert scores["pooled"][name] == pytest.approx(pooled, abs=1e-4)
        assert scores["mean"][name] == pytest.approx(mean, abs=1e-4)
        low, high = scores["interval"][name]
        assert low < pooled < high
    assert scores["labels"] == list(CLASS_ORDERS[RAVDESS])
    assert any("ASSUMED: the order of RAVDESS's file names" in note for note in scores["notes"])


def test_a_folder_stands_for_the_tables_in_it(real: list[Path], run: Run) -> None:
    whole, again = run(*real, "--json"), run(real[0].parent, "--json")
    assert whole == again


def test_people_read_every_number_beside_the_published_ones(
    real: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", *map(str, real)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1440 videos of 24 subjects in 5 folds (names of RAVDESS)\n")
    rows = {line[:17].strip(): line[17:].split() for line in said.splitlines()}
    assert rows["mean of folds"] == ["60.34", "60.22", "62.56", "59.60"]
    assert rows["all videos pooled"] == ["60.55", "60.42", "60.36", "60.33"]
    assert rows["fold 4"][0] == "55.47"
    assert "study, PBV                            72.56              76.40  72.93" in said
    assert "these predictions                     60.55              62.56  60.22" in said
    said = " ".join(said.split())
    assert "mean of the classes' recalls, equation (1)" in said
    assert "reports as UAR is macro precision" in said
    assert "neutral 60 10 0 12 12 1 0 1 62.50" in said


def test_our_own_table_is_scored_as_in_memory(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(1)
    pbv, votes = rng.dirichlet([1] * 3, (2, 60)).astype(np.float32).astype(np.float64)
    names = tuple(f"{i}.mp4" for i in range(60))
    people, folds = tuple(str(i % 6) for i in range(60)), tuple(str(i % 6 // 2) for i in range(60))
    truth = rng.integers(0, 3, 60)
    own = Predictions(("sad", "happy", "bored"), names, people, folds, truth, np.full(60, 46), pbv, votes)
    write_predictions(tmp_path / "predictions.csv", own)
    scores, expected = run(tmp_path / "predictions.csv"), score(own)
    assert (scores["pooled"]["uar"], scores["mean"]["war"]) == (expected.pooled.uar, expected.mean["war"])
    assert scores["interval"]["uar"] == list(expected.interval["uar"])
    assert scores["majority"]["pooled"]["matrix"] == expected.majority.pooled.matrix.tolist()
    assert (scores["notes"], scores["published"]) == ([], None)
    assert main(["score", str(tmp_path / "predictions.csv")]) == 0
    said = capsys.readouterr().out
    assert f"MV, all videos pooled                 {100 * expected.majority.pooled.uar:.2f}" in said
    assert "published for" not in said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("01-01-08-02-02-02-05", (RAVDESS, "05", "surprise")),
        ("Actor_24/02-01-01-01-01-02-24.mp4", (RAVDESS, "24", "neutral")),
        (r"D:\data\01-01-06-01-01-02-01_face.avi", (RAVDESS, "01", "fear")),
        ("1001_DFA_ANG_XX.flv", (CREMA_D, "1001", "angry")),
        ("/data/1091_wsi_dis_hi.MP4", (CREMA_D, "1091", "disgust")),
        ("01-01-09-02-02-02-05", None),
        ("2024-01-01-08-02-02-02-05", None),
        ("1001_DFA_ANGRY.flv", None),
        ("01-01-08-02-02-02-05/frame.png", None),
        ("", None),
    ],
)
def test_names_of_the_data_sets_say_who_and_what(name: str, expected: tuple[str, str, str] | None) -> None:
    take = take_of(name)
    assert (take and (take.dataset, take.subject, take.label)) == expected


def test_numbered_columns_with_crema_d_names_are_in_the_order_of_the_study(tmp_path: Path, run: Run) -> None:
    scores = run(table(tmp_path / "p.csv", NUMBERED, crema_d_rows(wrong=3)))
    assert (scores["labels"], scores["subjects"], scores["by_fold"]) == (list(CLASS_ORDERS[CREMA_D]), 3, {})
    assert scores["pooled"]["war"] == pytest.approx(15 / 18)
    assert scores["pooled"]["recall"] == pytest.approx(
        {"sad": 2 / 3, "fear": 2 / 3, "happy": 2 / 3, "disgust": 1, "neutral": 1, "angry": 1}
    )
    assert scores["published"]["pbv"] == {"uar": 0.7884, "reported_uar": 0.7939, "reported_war": 0.7886}
    assert "ASSUMED: the order of the study's CREMA-D matrices" in scores["notes"][0]


def test_columns_count_by_their_numbers_wherever_they_stand(tmp_path: Path, run: Run) -> None:
    header = ("out5", "out4", "out3", "out2", "out1", "out0", "file")
    assert run(table(tmp_path / "p.csv", header, [row[::-1] for row in crema_d_rows()]))["pooled"]["war"] == 1


def test_headers_that_are_labels_need_no_assumption(tmp_path: Path, run: Run) -> None:
    header = ("file", "Sadness", "p_fear", "HAP", "prob_Disgust", "neutral", "anger")
    scores = run(table(tmp_path / "p.csv", header, crema_d_rows(), separator=";"))
    assert (scores["labels"], scores["pooled"]["war"]) == (list(CLASS_ORDERS[CREMA_D]), 1)
    assert "(from the header)" in scores["notes"][0]


def test_labels_may_be_given_in_the_order_of_the_columns(tmp_path: Path, run: Run) -> None:
    path = table(tmp_path / "p.csv", ("file", *"abcdef"), crema_d_rows())
    assert run(path, "--labels", "sad,fear,happy,disgust,neutral,angry")["pooled"]["war"] == 1
    assert run(path, "--labels", "fear,sad,happy,disgust,neutral,angry")["pooled"]["war"] == pytest.approx(4 / 6)


def test_columns_may_be_named_where_nothing_can_be_found_out(tmp_path: Path, run: Run) -> None:
    header = ("take", "said", "who", "part", "one", "two")
    rows = [["a", "Sad", "x", 1, 0.9, 0.1], ["b", "happy", "y", 2, 0.8, 0.2], ["c", "happy", "y", 2, 0.3, 0.7]]
    columns = ("--names", "take", "--truth", "SAID", "--subject", "who", "--fold", "part")
    scores = run(table(tmp_path / "p.csv", header, rows), *columns, "--labels", "sad,happy")
    assert (scores["subjects"], list(scores["by_fold"])) == (2, ["1", "2"])
    assert (scores["pooled"]["uar"], scores["mean"]["uar"]) == (0.75, 0.75)
    assert scores["pooled"]["matrix"] == [[1, 0], [1, 1]]


def test_true_labels_may_be_numbers_from_0_on(tmp_path: Path, run: Run) -> None:
    path = table(tmp_path / "p.csv", ("id", "target", "sad", "happy"), [["a", 0, 1, 0], ["b", 1, 1, 0]])
    assert run(path)["pooled"]["matrix"] == [[1, 0], [1, 0]]
    path = table(tmp_path / "q.csv", ("id", "target", "sad", "happy"), [["a", 1, 1, 0], ["b", 1, 1, 0]])
    assert any("WARNING: none is 0; do they count from 1?" in note for note in run(path)["notes"])


def test_logits_are_softmaxed_when_said_so_and_refused_otherwise(
    tmp_path: Path, run: Run, refused: Callable[..., str]
) -> None:
    rows = [[row[0], *(3 * value - 1 for value in row[1:])] for row in crema_d_rows()]
    path = table(tmp_path / "p.csv", NUMBERED, rows)
    assert "row 2: out1 is -1, below 0" in (said := refused(path))
    assert "give --logits" in said
    scores = run(path, "--logits")
    assert scores["pooled"]["war"] == 1
    confidence = np.exp(2) / (np.exp(2) + 5 * np.exp(-1))
    assert scores["calibration"]["error"] == pytest.approx(1 - confidence)
    assert "softmax applied to the columns of classes" in scores["notes"]
    assert "adds up to 1 already" in refused(table(tmp_path / "q.csv", NUMBERED, crema_d_rows()), "--logits")


def test_very_large_logits_do_not_overflow(tmp_path: Path, run: Run) -> None:
    rows = [[row[0], *(1e4 * value for value in row[1:])] for row in crema_d_rows()]
    assert run(table(tmp_path / "p.csv", NUMBERED, rows), "--logits")["pooled"]["war"] == 1


@pytest.mark.parametrize(
    ("names", "folds"),
    [
        (("fold2.csv", "fold10.csv"), ["2", "10"]),
        (("a.csv", "b.csv"), ["1", "2"]),
        (("fold1_a.csv", "fold1_b.csv"), ["1", "2"]),
    ],
)
def test_of_several_files_each_is_a_fold(tmp_path: Path, run: Run, names: tuple[str, str], folds: list[str]) -> None:
    rows = crema_d_rows(wrong=6)
    first = table(tmp_path / names[0], NUMBERED, rows[:6])
    second = table(tmp_path / names[1], NUMBERED, rows[6:])
    scores = run(first, second)
    assert list(scores["by_fold"]) == folds
    assert [one["war"] for one in scores["by_fold"].values()] == [0, 1]
    assert f"one file is one fold: {folds[0]} = {names[0]}, {folds[1]} = {names[1]}" in scores["notes"]


def test_a_subject_in_two_folds_is_pointed_out(tmp_path: Path, run: Run) -> None:
    rows = [[*row, i % 2] for i, row in enumerate(crema_d_rows())]
    notes = run(table(tmp_path / "p.csv", (*NUMBERED, "fold"), rows))["notes"]
    assert "WARNING: subjects in more than one fold: 1001, 1002, 1003 (3 in all)" in notes


@pytest.mark.parametrize(
    ("header", "rows", "message"),
    [
        (NUMBERED, [*crema_d_rows(), ["odd.flv", *sure(0, 6)]], "row 20: 'odd.flv' is no name of RAVDESS or CREMA-D"),
        (NUMBERED, [*crema_d_rows(), crema_d_rows()[0]], "is in row 2 already"),
        (NUMBERED, [], "the table is empty"),
        (NUMBERED, [[*row[:6], "?"] for row in crema_d_rows()], "row 2: out5 is '?', which is no number"),
        ((*NUMBERED, "out6"), [[*row, 0] for row in crema_d_rows()], "nothing says what the columns out0, out1"),
        (("file", *"abcdef"), crema_d_rows(), "nothing says what its columns of numbers mean. Say it with --labels"),
        (("id", "sad", "fear"), [["x", 1, 0]], "no true labels"),
        (("file", "sad", "sadness"), [[row[0], 1, 0] for row in crema_d_rows()], "mean the same: sad, sadness"),
        (("file", "sad", "fear"), [[row[0], 1, 0] for row in crema_d_rows()], "row 4: 'happy' is none of the labels"),
        (("clip", "sad", "fear", "label"), [["x", 1, 0, "glad"]], "row 2: 'glad' is none of the labels"),
        (("0.25", "0.75"), [["0.5", "0.5"]], "numbers are where the names of the columns should be"),
    ],
)
def test_tables_that_cannot_be_understood_say_what_is_missing(
    tmp_path: Path, refused: Callable[..., str], header: Sequence[str], rows: Sequence[list], message: str
) -> None:
    path = table(tmp_path / "p.csv", header, rows)
    said = refused(path)
    assert said.startswith(f"fer-train score: {path}: ")
    assert message in said


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path, refused: Callable[..., str]) -> None:
    crema_d = table(tmp_path / "c.csv", NUMBERED, crema_d_rows())
    folds = table(tmp_path / "f.csv", ("path", "label", "fold", "p_sad", "p_fear"), [["x", "sad", 1, 1, 0]])
    other = table(tmp_path / "o.csv", ("path", "label", "p_sad", "p_fear"), [["x", "sad", 1, 0]])
    assert "is in" in refused(crema_d, crema_d)
    assert "other files say which fold" in refused(crema_d, folds)
    assert "its classes (sad, fear) are not those of" in refused(crema_d, other)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--labels", "sad"], "two or more different labels"),
        (["--labels", "sad,sad"], "two or more different labels"),
        (["--labels", "sad,Ä"], "is no label"),
        (["--fly"], "unrecognized"),
    ],
)
def test_wrong_usage(tmp_path: Path, refused: Callable[..., str], arguments: list[str], message: str) -> None:
    assert message in refused(tmp_path / "p.csv", *arguments, code=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--truth", "nothing"], "there is no column nothing. It has file, out0"),
        (["--labels", "sad,fear"], "2 labels were given for 6 columns of classes"),
    ],
)
def test_choices_that_do_not_fit_the_table(
    tmp_path: Path, refused: Callable[..., str], arguments: list[str], message: str
) -> None:
    assert message in refused(table(tmp_path / "p.csv", NUMBERED, crema_d_rows()), *arguments)


def test_a_file_that_is_not_there(tmp_path: Path, refused: Callable[..., str]) -> None:
    assert "there is no such file" in refused(tmp_path / "p.csv")
    assert "this is a folder" in refused(tmp_path)


def test_a_folder_takes_numbers_and_pictures_once(tmp_path: Path, run: Run, refused: Callable[..., str]) -> None:
    path, out = table(tmp_path / "p.csv", NUMBERED, crema_d_rows(wrong=2)), tmp_path / "deep" / "scores"
    printed = run(path, "--out", out)
    assert sorted(one.name for one in out.iterdir()) == ["confusion.png", "reliability.png", "scores.json"]
    assert json.loads((out / "scores.json").read_text()) == printed
    before = {one: one.stat().st_mtime_ns for one in out.iterdir()}
    assert "exists already" in refused(path, "--out", out)
    assert {one: one.stat().st_mtime_ns for one in out.iterdir()} == before
    assert run(path, "--out", out, "--force") == printed


def test_nothing_is_written_when_it_fails(tmp_path: Path, refused: Callable[..., str]) -> None:
    out = tmp_path / "out"
    refused(table(tmp_path / "p.csv", NUMBERED, []), "--out", out)
    assert list(out.iterdir()) == []


def test_a_table_without_names_is_scored_by_its_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "p.csv", ("truth", "sad", "fear"), [["sad", 1, 0], ["fear", 1, 0]])
    found = read_files([path], Choices())
    assert found.predictions.paths == (f"{path}, row 2", f"{path}, row 3")
    assert found.predictions.truth.tolist() == [0, 1]
    assert "subjects: unknown, so that there are no intervals" in found.notes
