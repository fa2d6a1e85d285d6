"""A forward pass of seconds that can be broken off: between two blocks of the encoder."""

from collections.abc import Callable

from torch import nn

from core.errors import Cancelled


def break_off_when(encoder: nn.Module, condition: Callable[[], bool]) -> None:
    """From now on a forward pass raises Cancelled at the next block once `condition` is true."""

    def look(*_: object) -> None:
        if condition():
            raise Cancelled

    for part in encoder.modules():
        if isinstance(part, nn.ModuleList):
            for block in part:
                block.register_forward_pre_hook(look)
