"""The encoders on this computer: how they get here, and what is known about them. Importing it takes no torch."""

from core.model.store.encoder_store import EncoderStore
from core.model.store.installed import InstalledEncoder

__all__ = ["EncoderStore", "InstalledEncoder"]
