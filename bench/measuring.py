"""Timing two things in turns, so that a noisy machine disturbs both alike; figures are medians of rounds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

Step = Callable[[], object]


def rounds(product: Step, floor: Step, *, steps: int, times: int) -> tuple[list[float], list[float]]:
    """Seconds a step for `times` rounds of `steps` steps each, product and floor alternating."""
    for warm_up in (product, floor):
        for _ in range(max(3, steps // 10)):
            warm_up()
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(times):
        ours.append(_each(product, steps))
        bare.append(_each(floor, steps))
    return ours, bare


def _each(step: Step, steps: int) -> float:
    began = time.perf_counter()
    for _ in range(steps):
        step()
    return (time.perf_counter() - began) / steps


def report(name: str, unit: str, figure: float, floor: float, *, more_is_better: bool = False) -> None:
    """One line of the contract's form; the ratio says how many times the floor's cost this is."""
    ratio = floor / figure if more_is_better else figure / floor
    print(f"bench {name} {figure:.1f} {unit} floor {floor:.1f} ratio {ratio:.2f}", flush=True)


def per_second(seconds: list[float]) -> float:
    return 1 / statistics.median(seconds)


def milliseconds(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000
