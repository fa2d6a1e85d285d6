"""Why a weights file is refused, in words that a person can use."""

from core.errors import WeightsError
from core.reasons import system_reason
from core.text import text


def shown(thing: object) -> str:
    """One short line for an error or a name out of a file, which may be of any length and hold any character."""
    if isinstance(thing, OSError):
        return system_reason(thing)
    line = (str(thing).strip().splitlines() or [type(thing).__name__])[0]
    line = line if line.isprintable() else ascii(line)
    return line if len(line) <= 160 else f"{line[:160]}..."


def listed(faults: list[str]) -> str:
    """The first dozen of them, and how many there are besides."""
    return "; ".join(faults[:12]) + (f"; and {len(faults) - 12} more" if len(faults) > 12 else "")


def unreadable(error: BaseException, where: object) -> WeightsError:
    """A file that the system or its own damage keeps from being read."""
    return WeightsError(
        text("the weights file cannot be read ({reason})", reason=shown(error)),
        where=where,
        hint="It is damaged or is no weights file: copy or download it again",
    )


def not_safetensors(error: BaseException, where: object) -> WeightsError:
    """Bytes that are not a whole safetensors file."""
    return WeightsError(
        text("the weights are damaged or not in safetensors form ({reason})", reason=shown(error)),
        where=where,
        hint="Copy or download the file again",
    )


def misfit(faults: list[str], where: object) -> WeightsError:
    """Parameters that are missing, unknown, of another shape, or no numbers."""
    return WeightsError(
        text("the weights do not fit the model ({faults})", faults=listed(faults)),
        where=where,
        hint="Nothing was loaded. Check that this is the right file for this model",
    )
