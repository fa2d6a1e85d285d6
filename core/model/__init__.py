"""The V-JEPA encoder, the attentive probe, their weights and bundles (needs only torch and numpy to import).

These names are fetched when they are first used: whoever only wants to know what is published or installed
(`core.model.cards`, `core.model.store`) need not wait for torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.model.bundle.loading import load_bundle
    from core.model.bundle.writing import save_bundle
    from core.model.cards import BundleCard
    from core.model.predictor import Predictor
    from core.model.weights import load_encoder, load_probe
else:
    _HOMES = {
        "BundleCard": "cards",
        "Predictor": "predictor",
        "load_bundle": "bundle.loading",
        "load_encoder": "weights",
        "load_probe": "weights",
        "save_bundle": "bundle.writing",
    }

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["BundleCard", "Predictor", "load_bundle", "load_encoder", "load_probe", "save_bundle"]
