"""Answers mediapipe's import of pyplot in the frozen program, which has no matplotlib. Runs at the program's start.

Mediapipe's package of vision tasks imports pyplot at its head, for the one function that draws landmarks in 3-D. That
function does not work here; whoever calls it is told so.
"""

import sys
from types import ModuleType


class NoPyplot(ModuleType):
    """Can be imported, and nothing else."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ImportError(f"matplotlib.pyplot.{name}: matplotlib is not part of this program")


package = ModuleType("matplotlib")
package.__path__ = []
package.pyplot = NoPyplot("matplotlib.pyplot")  # type: ignore[attr-defined]
sys.modules |= {"matplotlib": package, "matplotlib.pyplot": package.pyplot}
