"""Bundles: probes, a card that says everything needed to use them, and for small models the encoder too."""

from core.model.bundle.loading import BundleFacts, check_bundle, load_bundle, load_probes
from core.model.bundle.writing import save_bundle

__all__ = ["BundleFacts", "check_bundle", "load_bundle", "load_probes", "save_bundle"]
