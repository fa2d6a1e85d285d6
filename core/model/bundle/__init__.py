"""Bundles: probes, a card that says everything needed to use them, and for small models the encoder too.

Fetched when first used, as in `core.model`: whoever only reads a card (`core.model.bundle.files`) needs no torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.model.bundle.loading import BundleFacts, check_bundle, load_bundle, load_probes
    from core.model.bundle.writing import save_bundle
else:
    _HOMES = dict.fromkeys(("BundleFacts", "check_bundle", "load_bundle", "load_probes"), "loading")
    _HOMES["save_bundle"] = "writing"

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = ["BundleFacts", "check_bundle", "load_bundle", "load_probes", "save_bundle"]
