"""Recipes by name, which come with the program, and in files of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DataError
from core.reasons import system_reason

if TYPE_CHECKING:
    from core.offline.recipe import Recipe

FOLDER = Path(__file__).resolve().parent / "recipes"
MAX_BYTES = 1 << 16


def find_recipe(name_or_path: str) -> "Recipe":
    """The recipe "paper", "as-run", or that of a TOML file. Raises DataError when there is none, or none that works."""
    from core.offline.recipe import parse_recipe

    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    path = FOLDER / f"{name_or_path}.toml" if name_or_path in names else Path(name_or_path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("the recipe is no text", where=path, hint="Choose a TOML file in UTF-8") from error
    except (OSError, ValueError) as error:
        what = f"there is no such recipe ({system_reason(error)})"
        raise DataError(what, where=name_or_path, hint=f"Recipes: {', '.join(names)}, or a TOML file") from error
    if len(content) > MAX_BYTES:
        raise DataError("this file is too large for a recipe", where=path, hint="Choose a TOML file of a few lines")
    return parse_recipe(text, path, name=path.stem)
