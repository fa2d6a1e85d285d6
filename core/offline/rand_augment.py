"""The published code's RandAugment: four random changes of whole pictures, the same for every frame of a clip.

The policy is timm's. Of timm only the one file that holds it is executed: importing the package would import every
model in it, and torchvision, which does not load beside a CPU-only torch.
"""

import importlib.util
import random
from importlib import metadata
from types import ModuleType

import numpy as np

from core.errors import DataError

POLICY = "rand-m7-n4-mstd0.5-inc1"
FILE = "timm/data/auto_augment.py"


class RandAugment:
    """The policy `rand-m7-n4-mstd0.5-inc1`, bicubic. One thread at a time: its random numbers are its own.

    Raises DataError when timm is not installed, or is one whose file cannot be used.
    """

    def __init__(self) -> None:
        self._module = _policy_module()
        self._policy = self._module.rand_augment_transform(POLICY, {"interpolation": _bicubic()})
        self._module.random = self._random = random.Random()  # type: ignore[attr-defined]  # not the whole program's

    def __call__(self, frames: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """frames: (T, H, W, 3) uint8 RGB. Returns as many of the same size, all changed in the same way."""
        from PIL import Image

        count = self._policy.num_layers
        changes = [self._policy.ops[place] for place in rng.randint(len(self._policy.ops), size=count)]
        seed = int(rng.randint(2**31 - 1))
        changed = np.empty_like(frames)
        for place, frame in zip(changed, frames, strict=True):
            self._random.seed(seed)
            image = Image.fromarray(frame)
            for change in changes:
                image = change(image)
            place[:] = np.asarray(image)
        return changed


def _policy_module() -> ModuleType:
    hint = "Install what training needs: pip install '.[train]' in the checkout, or choose another augmentation"
    try:
        path = metadata.distribution("timm").locate_file(FILE)
        spec = importlib.util.spec_from_file_location("timm_auto_augment", str(path))
        if spec is None or spec.loader is None:
            raise ImportError("its form is unknown")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except metadata.PackageNotFoundError as error:
        raise DataError("the augmentation as-run needs the library timm, which is not installed", hint=hint) from error
    except (ImportError, OSError) as error:
        raise DataError(f"the augmentation as-run cannot use the installed timm ({error})", hint=hint) from error
    return module


def _bicubic() -> int:
    from PIL import Image

    return Image.Resampling.BICUBIC
