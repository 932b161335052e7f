"""Is each way of expressing a volume due when it should, and never before? (R3, R4, F3 to F10, traps 3 to 9)"""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain import bases, changes
from clauses.domain.bases import OrderTerm, Terms, TrancheTerm, WorkedTerm, YearTerms
from clauses.domain.errors import Refused
from clauses.domain.kinds import ChangeKind, HoursBasis, TrancheKind
from tests.domain.defaults import h

START = date(2026, 1, 1)
FIRM, OPTIONAL = TrancheKind.FIRM, TrancheKind.OPTIONAL


def owed(terms, as_of=date(2026, 12, 31), months=12):
    return bases.hours_owed(terms, exec_start=START, exec_months=months, as_of=as_of)


def due(terms, as_of, elapsed, months=12):
    return bases.hours_due(terms, exec_start=START, exec_months=months, elapsed=elapsed, as_of=as_of)


TERGNIER = Terms(
    HoursBasis.PER_TRANCHE,
    tranches=(
        TrancheTerm(FIRM, "Tranche ferme", h(295)),
        TrancheTerm(OPTIONAL, "Tranche optionnelle 1", h(560), date(2026, 6, 1)),
        TrancheTerm(OPTIONAL, "Tranche optionnelle 2", h(300)),
    ),
)


def test_an_optional_tranche_owes_nothing_before_it_is_confirmed():
    assert owed(TERGNIER, date(2026, 5, 31)) == h(295)
    assert owed(TERGNIER, date(2026, 6, 1)) == h(855)


ORDERS = Terms(
    HoursBasis.PER_AMOUNT, slice_amount=50_000_00, slice_hours=h(35),
    orders=(OrderTerm(49_999_00, date(2026, 1, 20)), OrderTerm(60_000_00, date(2026, 2, 10))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "ordered", "asked"),
    [
        (date(2026, 1, 31), 0, 0),  # 49 999 €: no complete slice
        (date(2026, 2, 28), 70, 0),  # 109 999 € ordered; due at the end of February: the orders of January
        (date(2026, 3, 30), 70, 0),  # March is not ended
        (date(2026, 3, 31), 70, 70),
    ],
)
def test_slices_are_complete_and_due_a_month_later(day, ordered, asked):
    assert owed(ORDERS, day) == h(ordered)
    assert due(ORDERS, day, 3) == h(asked)


def test_nothing_ordered_is_nothing_late():
    empty = Terms(HoursBasis.PER_AMOUNT, slice_amount=50_000_00, slice_hours=h(35))
    assert bases.without_order(empty, date(2026, 6, 1))
    assert owed(empty) == due(empty, date(2026, 6, 30), 6) == 0


def test_a_cancelled_order_takes_back_only_what_was_not_due():
    early = Terms(
        HoursBasis.PER_AMOUNT, slice_amount=50_000_00, slice_hours=h(35),
        orders=(OrderTerm(50_000_00, date(2026, 1, 20), date(2026, 1, 25)),),
    )  # fmt: skip
    late = Terms(
        HoursBasis.PER_AMOUNT, slice_amount=50_000_00, slice_hours=h(35),
        orders=(OrderTerm(50_000_00, date(2026, 1, 20), date(2026, 3, 5)),),
    )  # fmt: skip
    assert owed(early) == 0
    assert owed(late) == h(35)  # due since the end of February


@given(
    st.lists(
        st.tuples(st.integers(1, 10**8), st.integers(0, 300), st.none() | st.integers(0, 300)), max_size=6
    ),
    st.integers(0, 400),
    st.integers(1, 60),
)
def test_what_was_due_stays_due(rows, day, later):
    def day_of(n):
        return None if n is None else date.fromordinal(START.toordinal() + n)

    orders = tuple(OrderTerm(a, day_of(d), day_of(None if c is None else max(c, d))) for a, d, c in rows)
    terms = Terms(HoursBasis.PER_AMOUNT, slice_amount=10_000_00, slice_hours=h(5), orders=orders)
    then = date.fromordinal(START.toordinal() + day)
    after = date.fromordinal(then.toordinal() + later)
    assert due(terms, then, 0) <= due(terms, after, 0)
    assert due(terms, then, 0) <= owed(terms, then)


def test_a_yearly_volume_is_converted_before_it_is_compared():
    terms = Terms(HoursBasis.PER_YEAR, hours=h(350))
    assert owed(terms, months=48) == h(1400)
    assert owed(terms, months=18) == h(525)


def test_years_that_differ_ask_for_their_own_part():
    terms = Terms(HoursBasis.PER_YEAR, hours=h(300), years=(YearTerms(1, h(300)), YearTerms(2, h(600))))
    assert owed(terms, months=36) == h(1500)  # the last one written holds for the third year
    assert due(terms, date(2026, 12, 31), 12, 36) == h(300)
    assert due(terms, date(2027, 6, 30), 18, 36) == h(600)
    assert bases.time_share(terms, elapsed=12, exec_months=36) == Fraction(1, 5)


def test_the_volume_of_a_first_period_is_spread_over_it():
    terms = Terms(HoursBasis.PER_FIRST_PERIOD, hours=h(5043), period_months=12)
    assert owed(terms, months=24) == h(5043)
    assert bases.time_share(terms, elapsed=6, exec_months=24) == Fraction(1, 2)
    assert bases.time_share(terms, elapsed=18, exec_months=24) == 1


def test_a_percentage_needs_the_hours_worked():
    nothing = Terms(HoursBasis.PCT_OF_HOURS, rate=500)
    assert bases.incalculable(nothing, date(2026, 6, 30))
    said = Terms(
        HoursBasis.PCT_OF_HOURS, years=(YearTerms(1, rate=600), YearTerms(2, rate=600), YearTerms(3, rate=900)),
        worked=(
            WorkedTerm(date(2026, 1, 1), date(2026, 12, 31), h(20_000), h(5_000)),
            WorkedTerm(date(2028, 1, 1), date(2028, 3, 31), h(1_000)),
        ),
    )  # fmt: skip
    assert not bases.incalculable(said, date(2026, 12, 31))
    assert owed(said, date(2026, 12, 31), 48) == h(900)  # staff taken over is out of the base
    assert owed(said, date(2028, 12, 31), 48) == h(990)


def test_the_version_in_force_is_the_one_known_then():
    class Version:
        def __init__(self, hours, effective_on, recorded_on):
            self.hours, self.effective_on, self.recorded_on = hours, effective_on, recorded_on

    first = Version(280, date(2026, 9, 1), date(2026, 6, 15))
    second = Version(315, date(2027, 2, 1), date(2027, 2, 1))
    assert bases.in_force([first, second], date(2027, 1, 31)) is first
    assert bases.in_force([first, second], date(2027, 2, 1)) is second
    assert bases.in_force([first, second], date(2027, 2, 1), known_on=date(2027, 1, 31)) is first
    assert bases.in_force([first], date(2026, 1, 1)) is None


def test_time_stands_still_while_works_are_suspended():
    running = changes.Owed(h(280), date(2026, 9, 1), 12)
    stopped = changes.changed(ChangeKind.SUSPENSION, running, date(2027, 2, 1))
    assert [stopped.elapsed(day) for day in (date(2027, 1, 31), date(2027, 6, 30))] == [5, 5]
    again = changes.changed(ChangeKind.RESUMPTION, stopped, date(2027, 5, 1))
    assert again.elapsed(date(2027, 4, 30)) == 5
    assert again.elapsed(date(2027, 5, 31)) == 6


def test_no_change_goes_below_the_hours_validated():
    with pytest.raises(Refused) as refused:
        changes.refuse_below_validated(h(135), h(140))
    assert refused.value.facts == {"hours": h(135), "validated": h(140)}
    changes.refuse_below_validated(h(140), h(140))
