"""Points of the parts of a whole, when an exam gives the whole other points than the question has."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Facts = dict[str, Any]


def shared_out(weights: list[int], total: int) -> list[int]:
    """`total` in the ratio of `weights`, in whole numbers that add up to it; evenly where all weights are 0."""
    whole = sum(weights)
    if whole <= 0:
        weights, whole = [1] * len(weights), len(weights)
    ends, so_far = [0], 0
    for weight in weights:
        so_far += weight
        ends.append(so_far * total // whole)
    return [end - start for start, end in pairwise(ends)]


def points_of_parts(content: Facts, centipoints: int) -> dict[str, int]:
    """Hundredths of a point for each part of a case, by its id."""
    parts = content["parts"]
    shares = shared_out([part["centipoints"] for part in parts], centipoints)
    return {part["id"]: share for part, share in zip(parts, shares, strict=True)}


def points_of_criteria(key: Facts, centipoints: int) -> dict[str, int]:
    """Hundredths of a point that each criterion of an essay's marking scheme earns at most, by its id."""
    rubric = key.get("rubric", [])
    shares = shared_out([one["centipoints"] for one in rubric], centipoints)
    return {one["id"]: share for one, share in zip(rubric, shares, strict=True)}
