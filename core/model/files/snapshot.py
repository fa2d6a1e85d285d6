"""The folder of a Hugging Face model: which files hold its weights, and what its configuration says.

Only the entries that are named here are looked at. What else a configuration may hold, code to be run above all, is
never used; no library reads it.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import WeightsError
from core.reasons import system_reason
from core.text import text

CONFIG, WEIGHTS = "config.json", "model.safetensors"
INDEX = f"{WEIGHTS}.index.json"
MAX_JSON_BYTES = 1 << 22
PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}\.safetensors")  # the name of a file in the folder itself
SIZES = {"crop_size": 1024, "num_attention_heads": 128}  # what the weights do not tell, and how large it may be
THE_SAME_IN_ALL = {"hidden_act": "gelu", "layer_norm_eps": 1e-6}  # what the weights do not tell either


def snapshot_files(folder: Path) -> list[Path]:
    """The weights in a snapshot's folder: model.safetensors, or its parts in the order of their names.

    Raises WeightsError when there are none, one is missing, or the index names anything but files in the folder.
    """
    if _is_there(folder / WEIGHTS):
        return [folder / WEIGHTS]
    if not _is_there(folder / INDEX):
        raise WeightsError(
            text("the folder holds no {file}", file=WEIGHTS),
            where=folder,
            hint=text("Choose the folder of a downloaded model, with {config} and {file}", config=CONFIG, file=WEIGHTS),
        )
    parts = _read_json(folder / INDEX).get("weight_map")
    names = sorted({str(name) for name in parts.values()}) if isinstance(parts, dict) else []
    if not names or not all(map(PART.fullmatch, names)):
        raise _senseless(folder / INDEX, "it must name .safetensors files in the same folder")
    for name in names:
        if not _is_there(folder / name):
            raise WeightsError("a part of the weights is missing", where=folder / name, hint="Download the model again")
    return [folder / name for name in names]


def snapshot_config(folder: Path) -> Mapping[str, int]:
    """What only config.json tells: `crop_size` (pixels on a side), `num_attention_heads`; {} when there is none.

    Raises WeightsError when it is damaged, makes no sense, or is of another model than a V-JEPA 2.
    """
    if not _is_there(folder / CONFIG):
        return {}
    config = _read_json(folder / CONFIG)
    if config.get("model_type") != "vjepa2":
        raise WeightsError(
            text("this is a model of another kind ({kind})", kind=ascii(config.get("model_type"))[:80]),
            where=folder,
            hint="Choose a V-JEPA 2 model",
        )
    sizes = {name: config[name] for name in SIZES if name in config}
    faults = [name for name, size in sizes.items() if type(size) is not int or not 0 < size <= SIZES[name]]
    faults += [name for name, usual in THE_SAME_IN_ALL.items() if config.get(name, usual) != usual]
    if faults:
        raise _senseless(folder / CONFIG, f"{faults[0]} is {ascii(config[faults[0]])[:80]}")
    return sizes


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:  # no right to look into the folder
        raise _unreadable(error, path) from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(MAX_JSON_BYTES))
    except OSError as error:
        raise _unreadable(error, path) from error
    except (ValueError, RecursionError) as error:
        raise _senseless(path, "it is not JSON") from error
    if not isinstance(content, dict):
        raise _senseless(path, "it is not an object")
    return content


def _unreadable(error: OSError, path: Path) -> WeightsError:
    return WeightsError(text("the file cannot be read ({reason})", reason=system_reason(error)), where=path)


def _senseless(path: Path, fault: str) -> WeightsError:
    what = text("the file makes no sense: {fault}", fault=fault)
    return WeightsError(what, where=path, hint="Download the model again")
