"""Which pieces of heavy work are there, who does each, and what is told when one fails for good?"""

from collections.abc import Callable, Iterable
from typing import Any

from clauses.jobs import assistant, case_files, letters_made, letters_week
from clauses.jobs.compliance import on_failure, produce_report
from clauses.jobs.purge import purge
from clauses.jobs.run import Run

WORK: dict[str, Callable[[Run], None]] = {
    "report": produce_report,
    "purge": purge,
    "week": letters_week.tell_the_week,
    "assistant": assistant.propose_plans,
    "letter": letters_made.produce_letter,
    "case_file": case_files.produce_case_file,
}
FAILURES: dict[str, Callable[[int], Iterable[Any]]] = {
    "report": on_failure,
    "purge": lambda on: (),
    "week": lambda monday: (),
    "assistant": assistant.on_failure,
    "letter": letters_made.on_failure,
    "case_file": case_files.on_failure,
}
