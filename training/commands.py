"""The commands of `fer-train`, in the order of its --help. A new one is a module with a Command, and a line here."""

from training.command import Command
from training.import_probe import IMPORT_PROBE
from training.inspect_command import INSPECT
from training.weights_command import WEIGHTS

COMMANDS: tuple[Command, ...] = (WEIGHTS, INSPECT, IMPORT_PROBE)
