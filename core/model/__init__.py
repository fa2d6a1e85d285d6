"""The V-JEPA encoder, the attentive probe, their weights and bundles (torch and numpy only)."""

from core.model.weights import load_encoder, load_probe

__all__ = ["load_encoder", "load_probe"]
