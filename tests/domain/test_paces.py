"""Which share of the hours is due by a day, when it follows a plan or the works? (domain rules 6.3)"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from clauses.domain import bases, paces
from clauses.domain.kinds import HoursBasis
from clauses.domain.kinds_clauses import DuePace
from clauses.domain.paces import PaceTerm, Planned, ProgressTerm

START = date(2027, 1, 1)
EVENLY = bases.Terms(HoursBasis.FIXED, hours=60000)


def due(terms: bases.Terms, elapsed: int, day: date) -> Fraction:
    return bases.due_share(terms, elapsed=elapsed, exec_months=6, as_of=day)


def test_a_plan_is_spread_line_by_line_to_the_hundredth() -> None:
    """100 h from February to April, 50 h in June; what is outside the execution is in its first or its last month."""
    lines = [
        Planned(10000, date(2027, 2, 1), date(2027, 4, 1)),
        Planned(5000, date(2027, 6, 1), date(2027, 6, 1)),
    ]
    assert paces.schedule_of(lines, START, 6) == (0, 3334, 6667, 10000, 10000, 15000)
    early = [
        Planned(300, date(2026, 12, 1), date(2027, 1, 1)),
        Planned(100, date(2027, 7, 1), date(2027, 7, 1)),
    ]
    assert paces.schedule_of(early, START, 6) == (300, 300, 300, 300, 300, 400)
    assert paces.schedule_of([Planned(600, None, None)], START, 6) == (100, 200, 300, 400, 500, 600)


def test_the_plan_in_force_says_what_is_due_and_all_of_it_at_the_end() -> None:
    terms = replace(EVENLY, paces=(PaceTerm(DuePace.PLAN, date(2027, 3, 1), (0, 100, 300, 300, 300, 400)),))
    assert due(terms, 1, date(2027, 2, 28)) == Fraction(1, 6), "evenly before the day of effect"
    assert due(terms, 3, date(2027, 3, 31)) == Fraction(3, 4)
    assert due(terms, 6, date(2027, 6, 30)) == due(terms, 6, date(2027, 9, 1)) == 1
    again = replace(terms, paces=(*terms.paces, PaceTerm(DuePace.TIME, date(2027, 4, 1))))
    assert due(again, 4, date(2027, 4, 30)) == Fraction(4, 6) and due(
        again, 3, date(2027, 3, 31)
    ) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("day", "share"), [(date(2027, 2, 9), 0), (date(2027, 2, 10), 25), (date(2027, 4, 30), 40)]
)
def test_the_works_say_what_is_due_as_they_were_last_noted(day: date, share: int) -> None:
    """A note that came first but is about a later day does not hide the one before it; nothing is due before any."""
    noted = (ProgressTerm(date(2027, 4, 10), 4000), ProgressTerm(date(2027, 2, 10), 2500))
    terms = replace(EVENLY, paces=(PaceTerm(DuePace.PROGRESS, START),), progress=noted)
    assert due(terms, 6, day) == Fraction(share, 100)
