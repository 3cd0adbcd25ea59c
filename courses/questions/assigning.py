"""Which text stands for which blank, so that together they earn the most. Pure."""

from __future__ import annotations

from decimal import Decimal

NOBODY = -1


def best_sum(worth: list[list[Decimal]]) -> Decimal:
    """The highest sum of a square table with one cell in each row and each column.

    Rows come in one after another; each takes the dearest chain of changes among those that are in already.
    """
    holder = [NOBODY] * len(worth)
    for row in range(len(worth)):
        _let_in(row, worth, holder)
    return sum((worth[row][place] for place, row in enumerate(holder)), Decimal(0))


def _let_in(newcomer: int, worth: list[list[Decimal]], holder: list[int]) -> None:
    """Longest path from the newcomer to a free place; Bellman and Ford, since chains may lose on the way."""
    size = len(worth)
    gain: list[Decimal | None] = [worth[newcomer][place] for place in range(size)]
    came_from = [NOBODY] * size
    for _round in range(size):
        is_changed = False
        for place, row in enumerate(holder):
            here = gain[place]
            if row == NOBODY or here is None:
                continue
            for other in range(size):
                through = here - worth[row][place] + worth[row][other]
                known = gain[other]
                if other != place and (known is None or through > known):
                    gain[other], came_from[other], is_changed = through, place, True
        if not is_changed:
            break
    free = [place for place, row in enumerate(holder) if row == NOBODY]
    place = max(free, key=lambda one: gain[one] or Decimal(0))
    while (before := came_from[place]) != NOBODY:
        holder[place] = holder[before]
        place = before
    holder[place] = newcomer
