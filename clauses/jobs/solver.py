"""Which values make a linear model cheapest? The one place that knows the solver (HiGHS).

It solves in a process of its own (`clauses.jobs.solving`): the web and the other jobs never hold it in memory, and what
native code may do wrong takes nothing else down.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

import highspy
import numpy

from clauses.domain.assistant import snapshot
from clauses.domain.assistant.model import PARTS, LinearModel
from clauses.domain.assistant.search import least_missing, propose

MEMORY = 2 * 1024**3  # bytes of address space
ENOUGH = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kSolutionLimit,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the columns in millionths, None when there are none; and the least that any could cost, proven and
    rounded up to the whole (every cost is), None when nothing is."""

    values: Sequence[int] | None
    bound: int | None


def solve(model: LinearModel, milliseconds: int, begin: Sequence[int] | None = None) -> Answer:
    """The best values found in this time, on one thread and always the same for the same model and time enough."""
    if not model.cost:
        fits = all((low or 0) <= 0 and (up is None or up >= 0) for low, up, _ in model.rows)
        return Answer([] if fits else None, 0)
    engine: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    engine.setOptionValue("output_flag", False)
    engine.setOptionValue("threads", 1)
    engine.setOptionValue("time_limit", milliseconds / 1000)
    engine.setOptionValue("mip_rel_gap", model.near_enough / 10_000)
    engine.setOptionValue("mip_abs_gap", 0.5)  # costs are whole
    engine.passModel(_as_highs(model))
    if begin is not None:
        known = highspy.HighsSolution()
        known.col_value = [parts / PARTS for parts in begin]
        engine.setSolution(known)
    engine.run()
    found: Any = engine.getInfo()
    cost = found.mip_dual_bound if any(model.whole) else found.objective_function_value
    bound = ceil(cost - 0.01) if isfinite(cost) else None
    feasible = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if engine.getModelStatus() not in ENOUGH or not feasible:
        return Answer(None, bound)
    return Answer([round(value * PARTS) for value in engine.getSolution().col_value], bound)


def _as_highs(model: LinearModel) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.rows)
    lp.col_cost_ = numpy.array(model.cost, dtype=float)
    lp.col_lower_ = numpy.array(model.lower, dtype=float)
    lp.col_upper_ = numpy.array(model.upper, dtype=float)
    none = highspy.kHighsInf
    lp.row_lower_ = numpy.array([-none if low is None else low for low, _, _ in model.rows], dtype=float)
    lp.row_upper_ = numpy.array([none if up is None else up for _, up, _ in model.rows], dtype=float)
    starts, columns, values = [0], [], []
    for _, _, terms in model.rows:
        columns += [column for column, _ in terms]
        values += [value for _, value in terms]
        starts.append(len(columns))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.array(starts, dtype=numpy.int32)
    lp.a_matrix_.index_ = numpy.array(columns, dtype=numpy.int32)
    lp.a_matrix_.value_ = numpy.array(values, dtype=float)
    if any(model.whole):
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in model.whole]
    return lp


def main() -> None:
    """Standard input: one question; standard output: a line a step, then the answer. No setting, no database, no secret."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # the solver greets on standard output
    asked = json.load(sys.stdin)

    def tell(done: int, total: int) -> None:
        out.write(json.dumps({"done": done, "total": total}) + "\n")

    problem = snapshot.problem_from(asked["problem"])
    allowed = asked["seconds"] * 1000
    found = propose(problem, solve, time=allowed, clock=lambda: time.monotonic_ns() // 1_000_000, tell=tell)
    answer: dict[str, Any] = {"missing": found.missing, "plans": snapshot.plans_to(found.plans)}
    if found.missing:
        answer["without"] = {
            barrier: least_missing(snapshot.problem_from(wider), solve, time=allowed)
            for barrier, wider in asked["wider"].items()
        }
    out.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
