"""The folder of a Hugging Face model: which files hold its weights, and what its configuration says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import WeightsError
from core.reasons import system_reason
from core.text import text

CONFIG, WEIGHTS = "config.json", "model.safetensors"
INDEX = f"{WEIGHTS}.index.json"
MAX_JSON_BYTES = 1 << 22


def snapshot_files(folder: Path) -> list[Path]:
    """The weights in a snapshot's folder: model.safetensors, or its parts in the order of their names.

    Raises WeightsError when there are none, one is missing, or the index names a file outside the folder.
    """
    if (folder / WEIGHTS).is_file():
        return [folder / WEIGHTS]
    if not (folder / INDEX).is_file():
        raise WeightsError(
            text("the folder holds no {file}", file=WEIGHTS),
            where=folder,
            hint=text("Choose the folder of a downloaded model, with {config} and {file}", config=CONFIG, file=WEIGHTS),
        )
    parts = _read_json(folder / INDEX).get("weight_map")
    names = sorted({str(name) for name in parts.values()}) if isinstance(parts, dict) else []
    if not names or any(Path(name).name != name or "\\" in name for name in names):
        raise _senseless(folder / INDEX)
    for name in names:
        if not (folder / name).is_file():
            raise WeightsError("a part of the weights is missing", where=folder / name, hint="Download the model again")
    return [folder / name for name in names]


def snapshot_config(folder: Path) -> Mapping[str, Any]:
    """What config.json says; {} when there is none. Raises WeightsError when it is damaged or of another model."""
    if not (folder / CONFIG).is_file():
        return {}
    config = _read_json(folder / CONFIG)
    if config.get("model_type") != "vjepa2":
        raise WeightsError(
            text("this is a model of another kind ({kind})", kind=ascii(config.get("model_type"))[:80]),
            where=folder,
            hint="Choose a V-JEPA 2 model",
        )
    return config


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(MAX_JSON_BYTES))
    except OSError as error:
        what = text("the file cannot be read ({reason})", reason=system_reason(error))
        raise WeightsError(what, where=path) from error
    except (ValueError, RecursionError) as error:
        raise _senseless(path) from error
    if not isinstance(content, dict):
        raise _senseless(path)
    return content


def _senseless(path: Path) -> WeightsError:
    return WeightsError("the file makes no sense", where=path, hint="Download the model again")
