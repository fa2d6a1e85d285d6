"""A bundle's card says everything needed to use the bundle, or is refused with the reason."""

import json
from dataclasses import asdict

import pytest

from core.errors import BundleError
from core.model import BundleCard
from core.model.cards import parse_card

DIGEST = "0123456789abcdef" * 4
CARD = {
    "format": 1,
    "name": "try-out",
    "labels": ["happy", "sad", "angry"],
    "view": "face",
    "resolution": 96,
    "encoder_name": "tiny",
    "encoder_sha256": DIGEST,
    "probes": [DIGEST],
}
NAN, LEFT_OUT = float("nan"), object()


def parse(**changes) -> BundleCard:
    entries = {name: value for name, value in (CARD | changes).items() if value is not LEFT_OUT}
    return parse_card(json.dumps(entries), "here")


def test_a_short_card_has_sensible_defaults():
    card = parse()
    assert card.labels == ("happy", "sad", "angry")
    assert card.outputs == (0, 1, 2)
    assert (card.margin, card.clip_rule, card.heads) == (1.5, "as-run", None)


def test_a_full_card_survives_writing_and_reading():
    card = BundleCard(
        name="Gesichter – 顔",
        labels=("happy", "sad"),
        view="centre",
        resolution=384,
        encoder_name="vith16-384",
        encoder_sha256=DIGEST,
        probes=(DIGEST, DIGEST[::-1]),
        margin=2,
        clip_rule="paper",
        outputs=(7, 3),
        heads=16,
        recipe="paper",
        training_data="two actors",
        folds="0-4",
        metrics={"ravdess": {"uar": 0.7256, "by": ["fold", 0]}},
        licences={"weights": "CC BY-NC 4.0"},
        note="=not a formula",
        created="2026-01-01T00:00:00+00:00",
        program_version="0.1.0",
    )
    assert parse_card(card.to_json(), "here") == card
    assert parse_card(card.to_json().encode(), "here") == card


@pytest.mark.parametrize("name", sorted(set(CARD) - {"format"}))
def test_an_entry_that_is_left_out_is_named(name):
    with pytest.raises(BundleError, match=rf"here: card\.json lacks entries \({name}\)"):
        parse(**{name: LEFT_OUT})


def test_an_unknown_entry_is_named():
    with pytest.raises(BundleError, match=r"unknown entries \('crop', 'marginn'\)"):
        parse(marginn=1.2, crop="face")


@pytest.mark.parametrize("version", [LEFT_OUT, 2, "1", None])
def test_another_format_asks_for_an_update(version):
    with pytest.raises(BundleError, match=r"a format that this version does not know.*Update"):
        parse(format=version)


@pytest.mark.parametrize(
    ("entry", "value", "reason"),
    [
        *((name, value, "must be texts") for name in ("name", "recipe", "note", "created") for value in (3, None, [])),
        ("encoder_name", {}, "must be texts"),
        ("name", "", "name must not be empty"),
        ("labels", [], "labels must be at least two"),
        ("labels", ["happy"], "labels must be at least two"),
        ("labels", "happy", "labels must be at least two"),
        ("labels", 3, "labels must be at least two"),
        ("labels", {"happy": 0, "sad": 1}, "labels must be at least two"),
        ("labels", ["happy", None, "sad"], "lower-case words"),
        ("labels", ["happy", ["sad"], "angry"], "lower-case words"),
        ("labels", ["happy", "Sad", "angry"], "lower-case words"),
        ("labels", ["happy", "=1+1", "angry"], "lower-case words"),
        ("labels", ["happy", "sad,angry", "angry"], "lower-case words"),
        ("labels", ["happy", "sad\n", "angry"], "lower-case words"),
        ("labels", ["happy", "", "angry"], "lower-case words"),
        ("labels", ["happy", "sad", "sad"], "labels must differ"),
        ("view", "middle", "view must be"),
        ("margin", 0.49, "margin must be"),
        ("margin", 5.01, "margin must be"),
        ("margin", "1.5", "margin must be"),
        ("margin", True, "margin must be"),
        ("margin", None, "margin must be"),
        ("resolution", 0, "resolution must be"),
        ("resolution", -96, "resolution must be"),
        ("resolution", 100, "resolution must be"),
        ("resolution", 1040, "resolution must be"),
        ("resolution", 96.0, "resolution must be"),
        ("resolution", True, "resolution must be"),
        ("resolution", [96], "resolution must be"),
        ("clip_rule", "as_run", "clip_rule must be"),
        ("outputs", [0, 1], "outputs must be"),
        ("outputs", [0, 1, 1], "outputs must be"),
        ("outputs", [0, 1, -1], "outputs must be"),
        ("outputs", [0, 1, 2.0], "outputs must be"),
        ("outputs", [0, 1, [2]], "outputs must be"),
        ("outputs", [True, 0, 2], "outputs must be"),
        ("outputs", 3, "outputs must be"),
        ("outputs", None, "outputs must be"),
        ("encoder_sha256", "", "encoder_sha256 must be"),
        ("encoder_sha256", DIGEST[:-1], "encoder_sha256 must be"),
        ("encoder_sha256", DIGEST + "\n", "encoder_sha256 must be"),
        ("probes", [], "probes must list"),
        ("probes", DIGEST, "probes must list"),
        ("probes", [DIGEST, "../../probe"], "probes must list"),
        ("probes", [DIGEST, None], "probes must list"),
        ("heads", 0, "heads must be"),
        ("heads", -3, "heads must be"),
        ("heads", 3.0, "heads must be"),
        ("heads", True, "heads must be"),
        ("metrics", 0.7, "metrics and licences"),
        ("metrics", None, "metrics and licences"),
        ("licences", ["MIT"], "metrics and licences"),
    ],
)
def test_an_entry_that_makes_no_sense_is_named(entry, value, reason):
    with pytest.raises(BundleError, match=rf"card\.json makes no sense: .*{reason}"):
        parse(**{entry: value})


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"null",
        b"[1, 2]",
        b'"format"',
        b"\xff\xfe\x00\xd8",
        b"\x89PNG\r\n\x1a\n",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"format": ' + b"9" * 10_000 + b"}",
        json.dumps(CARD | {"margin": NAN}).encode(),
        json.dumps(CARD | {"metrics": {"uar": [NAN]}}).encode(),
        json.dumps(CARD | {"metrics": {"uar": float("-inf")}}).encode(),
        json.dumps(CARD | {"metrics": {"uar": 0}}).replace('"uar": 0', '"uar": 1e999').encode(),
        json.dumps(CARD | {"name": "\ud800"}).encode(),  # half a character: no file could be written with it
    ],
    ids=range(15),
)
def test_what_is_no_proper_json_is_refused(text):
    with pytest.raises(BundleError, match=r"here: card\.json cannot be read \(.+\)") as caught:
        parse_card(text, "here")
    assert len(str(caught.value)) < 1000


def test_the_card_of_a_bundle_says_all_that_the_design_asks_for():
    assert set(asdict(parse())) >= {
        *("labels", "encoder_name", "encoder_sha256", "view", "margin", "resolution", "clip_rule", "recipe"),
        *("training_data", "folds", "metrics", "licences", "created", "program_version"),
    }
