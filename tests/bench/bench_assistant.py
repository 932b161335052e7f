"""How long does the assistant take for a whole territory, and how near the best is it sure to be?"""

from time import perf_counter

from clauses.domain.assistant import snapshot
from clauses.domain.assistant.search import persons_of
from clauses.jobs.solving import solved
from tests.bench.many_lots import LOTS, MONTHS, STRUCTURES, question
from tests.bench.registry import Line, bench

SECONDS = 24


@bench("assistant", f"plans for {STRUCTURES} SIAE x {LOTS} lots x {MONTHS} months (aim: 30 s)", runs=1)
def assistant(runs: int) -> list[Line]:
    one = question()
    seconds, notes = [], ""
    for _ in range(runs):
        start = perf_counter()
        answer = solved(one, {}, seconds=SECONDS, sign=lambda done, total: None)
        seconds.append(perf_counter() - start)
        plans = snapshot.plans_from(answer["plans"])
        notes = ", ".join(
            f"{p.way.value}: {persons_of(p.plan)} persons, {len(p.plan.shares)} lines, "
            + ("optimal, proven" if p.gap == 0 else f"within {p.gap / 100:.2f} % of the best")
            for p in plans
        )
    return [Line("territory, every plan", seconds, notes)]
