"""The commands of `fer-train`, in the order of its --help. A new one is a module with a Command, and a line here."""

from training.command import Command
from training.evaluate_command import EVALUATE
from training.export_command import EXPORT
from training.extract_command import EXTRACT
from training.fit_command import FIT
from training.import_probe import IMPORT_PROBE
from training.index_command import INDEX
from training.inspect_command import INSPECT
from training.reproduce_command import REPRODUCE
from training.score_command import SCORE
from training.starter_command import STARTER
from training.weights_command import WEIGHTS

COMMANDS: tuple[Command, ...] = (
    *(INDEX, EXTRACT, FIT, EVALUATE, SCORE, EXPORT, REPRODUCE),
    *(WEIGHTS, INSPECT, IMPORT_PROBE, STARTER),
)
