"""The cheapest one-to-one assignment, exact: the Hungarian method with shortest augmenting paths."""

import numpy as np


def assign(cost: np.ndarray, miss: float) -> list[int]:
    """For each row the column it is assigned to, or -1, such that the total cost is the least possible.

    cost: (n, m) finite. miss: what a row without a column costs; no pair that costs more is ever made.
    Returns n column numbers; no column but -1 appears twice.
    """
    rows, columns = cost.shape
    if rows == 0:
        return []
    # A column of its own for every row's miss makes the problem square enough: every row gets exactly one column.
    padded = np.hstack([cost, np.full((rows, rows), miss)])
    width = columns + rows
    owner = np.full(width + 1, -1)  # the row that holds a column; the last place is the row being inserted
    row_price, column_price = np.zeros(rows), np.zeros(width + 1)
    for row in range(rows):
        owner[width], here = row, width
        reach, previous = np.full(width, np.inf), np.full(width, width)
        done = np.zeros(width + 1, bool)
        while owner[here] >= 0:
            done[here] = True
            slack = padded[owner[here]] - row_price[owner[here]] - column_price[:width]
            better = ~done[:width] & (slack < reach)
            reach[better], previous[better] = slack[better], here
            step_to = int(np.argmin(np.where(done[:width], np.inf, reach)))
            step = reach[step_to]
            row_price[owner[done]] += step
            column_price[done] -= step
            reach[~done[:width]] -= step
            here = step_to
        while here != width:
            owner[here], here = owner[previous[here]], int(previous[here])
    result = [-1] * rows
    for column in range(columns):
        if owner[column] >= 0:
            result[owner[column]] = column
    return result
