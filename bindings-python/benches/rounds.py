"""Sides that take turns, so that a machine that slows down meets all of them."""

import time
from collections.abc import Callable, Iterable
from statistics import median

# What a side does once; how long that took, in seconds.
Turn = Callable[[], float]
Laps = dict[str, list[float]]
# The side in question, the one beside it, and how many times its rate it is to have.
Comparison = tuple[str, str, float | None]


def timed(work: Callable[[], object]) -> Turn:
    """Work that waits for nothing: the time that the processor has for it, whoever else wants some."""
    def turn() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start
    return turn


def in_turns(sides: dict[str, Turn], rounds: int) -> Laps:
    """The seconds of each round. Every other round goes through the sides in reverse."""
    laps: Laps = {name: [] for name in sides}
    for number in range(rounds):
        for name in list(sides) if number % 2 == 0 else list(reversed(sides)):
            laps[name].append(sides[name]())
    return laps


def spread(figures: Iterable[float], decimals: int = 2) -> str:
    """The median, with the least and the greatest."""
    known = sorted(figures)
    return f"{median(known):,.{decimals}f} ({known[0]:,.{decimals}f}-{known[-1]:,.{decimals}f})"


def compare(laps: Laps, comparisons: list[Comparison]) -> None:
    for ours, other, goal in comparisons:
        wanted = f", goal {goal}" if goal else ""
        rates = spread(theirs / mine for mine, theirs in zip(laps[ours], laps[other], strict=True))
        print(f"{ours}: {rates} times the rate of {other}{wanted}")
