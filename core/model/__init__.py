"""The V-JEPA encoder, the attentive probe, their weights and bundles (needs only torch and numpy to import)."""

from core.model.bundle import load_bundle, save_bundle
from core.model.cards import BundleCard
from core.model.predictor import Predictor
from core.model.weights import load_encoder, load_probe

__all__ = ["BundleCard", "Predictor", "load_bundle", "load_encoder", "load_probe", "save_bundle"]
