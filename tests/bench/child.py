"""How long does a piece of work take in a fresh process, and how much memory at its highest?

python -m tests.bench.child <module> <function> [argument …]
"""

import importlib
import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds of the work alone, peak of the whole process and of the same process before the work, in MB; and the
    seconds of processor of the work, whatever else the machine does."""

    seconds: float
    peak: float
    before: float
    processor: float


def cost(module: str, function: str, *arguments: object) -> Cost:
    """The cost of `module.function(*arguments)`, whose arguments are received as texts."""
    command = [sys.executable, "-m", "tests.bench.child", module, function, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Cost(*json.loads(done.stdout))


def peak() -> float:
    """The highest resident memory of this process so far, in MB.

    Linux says it by itself; `getrusage` would also count what the parent held before the child took its own life.
    """
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main(module: str, function: str, *arguments: str) -> None:
    work = getattr(importlib.import_module(module), function)
    before, begun, start = peak(), process_time(), perf_counter()
    work(*arguments)
    seconds = perf_counter() - start
    print(json.dumps([seconds, peak(), before, process_time() - begun]))


if __name__ == "__main__":
    main(*sys.argv[1:])
