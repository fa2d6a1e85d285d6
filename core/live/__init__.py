"""The live engine: a source and a bundle run by two threads, without Qt."""

from core.live.engine import Engine, EngineState, Phase
from core.live.mailbox import Mailbox, Picture
from core.live.statistics import Stats

__all__ = ["Engine", "EngineState", "Mailbox", "Phase", "Picture", "Stats"]
