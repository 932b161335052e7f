"""How is a question put to the solver, in a process of its own that may be stopped at any moment?"""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from clauses.domain.assistant import snapshot
from clauses.domain.assistant.problem import Problem
from clauses.domain.kinds_assistant import Barrier
from clauses.jobs.children import die_with_parent

ROOT = Path(__file__).parents[2]
BREATH = 5.0  # seconds without news after which a sign of life is given anyway
PATIENCE = 60.0  # seconds beyond the time given, after which the solver is taken for lost


class SolverFailed(RuntimeError):
    """The solver's process ended without an answer, or gave no sign of life."""


def solved(
    problem: Problem, wider: dict[Barrier, Problem], *, seconds: int, sign: Callable[[int, int], None]
) -> dict[str, Any]:
    """The plans of a question, and what would be missing with each barrier down.

    `sign` is told the steps done, every few seconds at least; whatever it raises stops the solver. Raises SolverFailed.
    """
    asked = {
        "problem": snapshot.problem_to(problem), "seconds": seconds,
        "wider": {barrier.value: snapshot.problem_to(one) for barrier, one in wider.items()},
    }  # fmt: skip
    parent = os.getpid()
    child = subprocess.Popen(
        [sys.executable, "-m", "clauses.jobs.solver"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, cwd=ROOT, text=True, env={"OPENBLAS_NUM_THREADS": "1", "PATH": os.defpath},
        preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),  # noqa: PLW1509 - no thread here
    )  # fmt: skip
    try:
        assert child.stdin and child.stdout
        json.dump(asked, child.stdin)
        child.stdin.close()
        return _answer(child.stdout, sign, silences=int((seconds + PATIENCE) / BREATH))
    except BrokenPipeError as gone:
        raise SolverFailed("no answer") from gone
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _answer(out: IO[str], sign: Callable[[int, int], None], *, silences: int) -> dict[str, Any]:
    done, total, silent = 0, 1, 0
    with selectors.DefaultSelector() as watch:
        watch.register(out, selectors.EVENT_READ)
        while True:
            if not watch.select(BREATH):
                silent += 1
                if silent > silences:
                    raise SolverFailed("silent")
                sign(done, total)
                continue
            line = out.readline()
            if not line:
                raise SolverFailed("no answer")
            said: dict[str, Any] = json.loads(line)
            if "plans" in said:
                return said
            done, total = said["done"], said["total"]
            sign(done, total)
