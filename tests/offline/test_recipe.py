"""Recipes: small files that say what differs, and are refused when they make no sense."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from core.errors import DataError
from core.offline.recipe import Recipe, parse_recipe
from training.recipe_files import find_recipe


def test_what_is_left_out_is_the_published_value() -> None:
    recipe = parse_recipe("epochs = 3", "there", name="mine")
    assert recipe == replace(Recipe("mine"), epochs=3)


def test_the_recipes_of_the_study() -> None:
    as_run, paper = find_recipe("as-run"), find_recipe("paper")
    assert (as_run.encoder, as_run.clip_rule, as_run.augmentation, as_run.outputs) == (
        "vith16-384",
        "as-run",
        "as-run",
        8,
    )
    assert (paper.encoder, paper.clip_rule, paper.augmentation) == ("vith16", "paper", "paper")
    for recipe in (as_run, paper):
        assert (recipe.learning_rate, recipe.final_learning_rate, recipe.warmup_epochs) == (1e-3, 0, 0)
        assert (recipe.weight_decay, recipe.final_weight_decay, recipe.clip_norm) == (0.01, 1e-6, 1.0)
        assert (recipe.epochs, recipe.segments, recipe.attend, recipe.probe) == (20, 8, "joint", "attentive")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("epochs = 0", "Epochs must be a whole number from 1"),
        ("epochs = 2.5", "epochs = 2.5"),
        ("epochs = true", "epochs = True"),
        ("learning_rate = 'fast'", "Learning_rate must be a number"),
        ("learning_rate = nan", "Learning_rate must be a number"),
        ("probe = 'deep'", "attentive, attentive-mlp3, linear"),
        ("attend = ['joint']", "Attend must be one of joint, single"),
        ("name = 3", "Name must be a text"),
        ("precision = 'half'", "Precision must be one of"),
        ("batchsize = 4", "unknown entry 'batchsize'"),
        ("epochs =", "not TOML"),
        ("[epochs]\nx = 1", "Epochs must be a whole number"),
    ],
)
def test_nonsense_is_named_with_what_is_allowed(content: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_recipe(content, "my.toml", name="mine")
    assert said in str(caught.value)
    assert str(caught.value).startswith("my.toml: ")


def test_a_name_changes_nothing_but_everything_else_does() -> None:
    recipe = Recipe("one")
    assert replace(recipe, name="two").digest() == recipe.digest()
    changed = {"probe": "linear", "augmentation": "none", "clip_rule": "paper", "attend": "single", "encoder": "x"}
    for name, value in asdict(recipe).items():
        if name not in ("name", "precision"):
            other = changed.get(name) or type(value)(value + 1)
            assert replace(recipe, **{name: other}).digest() != recipe.digest(), name


@pytest.mark.parametrize("place", ["nowhere.toml", ".", "/dev/null/x"])
def test_a_recipe_that_is_not_there_is_told_with_those_that_are(place: str) -> None:
    with pytest.raises(DataError, match="Recipes: as-run, paper"):
        find_recipe(place)


def test_a_binary_file_is_no_recipe(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="no text"):
        find_recipe(str(tmp_path / "x.toml"))
