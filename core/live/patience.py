"""How long a worker gets over exceptions."""

PAUSES_S = (0.0, 0.1, 0.2, 0.4)  # after the first, second ... in a row; one more ends the run


class Patience:
    """Counts the exceptions of one worker in a row. A passing fault costs next to nothing, a lasting one ends the run.

    faults: how many there were since the last success.
    """

    def __init__(self) -> None:
        self.faults = 0

    def strike(self, error: Exception) -> float:
        """One more. Returns the seconds to wait before the next try; raises `error` when there is to be none."""
        self.faults += 1
        if self.faults > len(PAUSES_S):
            raise error
        return PAUSES_S[self.faults - 1]

    def clear(self) -> None:
        """Success: earlier faults do not count any more."""
        self.faults = 0
