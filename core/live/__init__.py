"""The live engine: a source and a bundle run by two threads, without Qt."""

from core.live.engine import Engine
from core.live.events import Event, EventKind
from core.live.state import EngineState, Phase
from core.live.statistics import Stats
from core.mailbox import Mailbox, Picture
from core.stages import StageTime

__all__ = ["Engine", "EngineState", "Event", "EventKind", "Mailbox", "Phase", "Picture", "StageTime", "Stats"]
