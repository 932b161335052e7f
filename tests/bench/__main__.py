"""What does `make bench` print? For each bench, medians, best runs and ratios taken in this run."""

import argparse
from statistics import median

from tests.bench.registry import Bench, Line, load


def table(lines: list[Line]) -> str:
    """One line a way: median, minimum, ratio of the medians to the first way, runs, note."""
    reference = median(lines[0].seconds)
    width = max(len(line.name) for line in lines)
    out = [f"  {'':{width}}  {'median':>10}  {'minimum':>10}  {'ratio':>7}  runs  note"]
    for line in lines:
        middle = median(line.seconds)
        out.append(
            f"  {line.name:{width}}  {_time(middle):>10}  {_time(min(line.seconds)):>10}"
            f"  {middle / reference:>7.3f}  {len(line.seconds):>4}  {line.note}".rstrip()
        )
    return "\n".join(out)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def show(it: Bench, runs: int | None) -> None:
    print(f"{it.name}: {it.title}", flush=True)
    print(table(it.run(runs or it.runs)), end="\n\n", flush=True)


def main() -> None:
    benches = load()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"among {', '.join(sorted(benches))}")
    parser.add_argument("--runs", type=int, help="instead of the number each bench thinks enough")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(benches)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(sorted(benches))}")
    for name in asked.names or sorted(benches):
        show(benches[name], asked.runs)


if __name__ == "__main__":
    main()
