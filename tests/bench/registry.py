"""Which benches are there, and what does each give back?"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import NamedTuple

import tests.bench


class Line(NamedTuple):
    """One way of doing the work: its name, the seconds of each run, and a note (memory, size, aim)."""

    name: str
    seconds: list[float]
    note: str = ""


class Bench(NamedTuple):
    name: str
    title: str
    run: Callable[[int], list[Line]]
    runs: int


BENCHES: dict[str, Bench] = {}


def bench(
    name: str, title: str, *, runs: int = 5
) -> Callable[[Callable[[int], list[Line]]], Callable[[int], list[Line]]]:
    """Registers a function that takes a number of runs and gives the lines, the one compared to first."""

    def register(run: Callable[[int], list[Line]]) -> Callable[[int], list[Line]]:
        BENCHES[name] = Bench(name, title, run, runs)
        return run

    return register


def load() -> dict[str, Bench]:
    """All the benches of this folder, by name."""
    for module in pkgutil.iter_modules(tests.bench.__path__):
        if module.name.startswith("bench_"):
            importlib.import_module(f"tests.bench.{module.name}")
    return BENCHES


def timed(ways: Mapping[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds of each way, warmed once, then taken in turn so that a busy moment falls on all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for do in ways.values():
        do()
    for _ in range(runs):
        for name, do in ways.items():
            start = perf_counter()
            do()
            seconds[name].append(perf_counter() - start)
    return seconds
