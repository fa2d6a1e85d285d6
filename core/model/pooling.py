"""Tokens that are kept as means over squares of their neighbours: less to store, and less for a probe to look at."""

from torch import Tensor


def pool_tokens(tokens: Tensor, grid: tuple[int, int, int], side: int) -> Tensor:
    """Spatial mean pooling; time stays as it is.

    tokens: (B, T * H * W, D), in (time, height, width) order. grid: (T, H, W). side: rows and columns that are kept; it
    divides H and W (`pooled_sides`). Returns (B, T * side * side, D) of the same dtype, added up in its own precision.
    """
    time, height, width = grid
    cut = tokens.unflatten(1, (time, side, height // side, side, width // side))
    return cut.mean(dim=(3, 5)).flatten(1, 3)


def pooled_sides(grid: tuple[int, int, int]) -> tuple[int, ...]:
    """How many rows and columns of tokens can be kept of a grid (T, H, W), the most first: all, ..., 1."""
    _, height, width = grid
    return tuple(side for side in range(min(height, width), 0, -1) if height % side == width % side == 0)
