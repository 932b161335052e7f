"""Whatever people type, validate, take back, share and declare: nobody passes a ceiling, no hour is lost or counted twice.

A machine plays one person with two associations and one ETTI over three years. What it believes is kept apart from the
rules under test, and the ceiling is judged by brute force: hours added one by one, window by window.
"""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clauses.domain import ai_cap
from clauses.domain.ai_cap import Placement
from clauses.domain.errors import Refused
from clauses.domain.values import add_months, last_day, months, months_between
from tests.domain.defaults import CEILING, RELAY

START = date(2026, 1, 1)
LAST = 36
MONTHS = months(START, LAST)
QUARTERS = st.integers(1, 832).map(lambda n: n * 25)  # up to 208 h, by quarter of an hour


@dataclass
class Worked:
    """Hours worked in a month: what stays in the AI, what the ETTI has, what is held, what was refused."""

    association: int
    month: date
    hours: int
    ai: int = 0
    etti: int = 0
    held: int = 0
    refused: int = 0
    validated: bool = False


class OnePerson(RuleBasedStateMachine):
    """Acts on the hours of one person, in any order."""

    moved = False  # the first placement was taken back: the windows of the law begin elsewhere

    @initialize(waiver=st.booleans(), since=st.integers(0, LAST - 12))
    def begin(self, waiver: bool, since: int) -> None:
        self.lines: list[Worked] = []
        self.earlier: list[tuple[int, date, date]] = []
        self.waiver = (
            (MONTHS[since], last_day(MONTHS[since + 11])) if waiver else None
        )  # of the second association

    def placements(self, without: Worked | None = None) -> list[Placement]:
        found = [
            Placement(one.month, one.ai, waiting=not one.validated)
            for one in self.lines
            if one is not without
        ]
        for hours, first, last in self.earlier:
            found += ai_cap.earlier_placements(hours, first, last)
        return found

    def waived(self, association: int, month: date) -> bool:
        return bool(
            self.waiver and association == 1 and self.waiver[0] <= last_day(month) and month <= self.waiver[1]
        )

    def refusal(
        self, association: int, month: date, hours: int, without: Worked | None = None
    ) -> Refused | None:
        first, last = self.waiver if self.waiver and association == 1 else (None, None)
        try:
            ai_cap.refuse_if_over_ceiling(
                self.placements(without), month, hours, CEILING, waiver_from=first, waiver_until=last
            )
        except Refused as refused:
            return refused
        return None

    @rule(association=st.integers(0, 1), month=st.sampled_from(MONTHS), hours=QUARTERS)
    def hours_are_typed(self, association: int, month: date, hours: int) -> None:
        """Kept whole within the law; else what is allowed is kept and the rest is held."""
        one = Worked(association, month, hours)
        refused = self.refusal(association, month, hours)
        over = refused.facts["over"] if refused else 0
        assert not refused or refused.facts["left"] + over == hours
        one.ai, one.held = hours - over, over
        self.lines.append(one)
        if over:
            assert self.refusal(association, month, one.ai, without=one) is None, "what is left may be typed"
            assert self.refusal(association, month, one.ai + 1, without=one), "and not a hundredth more"

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), hours=QUARTERS)
    def hours_are_typed_again(self, data: st.DataObject, hours: int) -> None:
        one = data.draw(st.sampled_from(self.lines))
        if (
            one.validated
            or one.etti
            or one.held
            or self.refusal(one.association, one.month, hours, without=one)
        ):
            return
        one.hours = one.ai = hours
        one.refused = 0

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def a_month_is_shared_at_the_relay(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.lines))
        split = ai_cap.split_at_relay(self.placements(one), one.month, one.ai, RELAY)
        assert split.stays + split.moves == one.ai
        one.etti += split.moves
        self.less(one, split.stays)
        if split.moves:
            alone = [*self.placements(one), Placement(one.month, one.ai)]
            before = self.placements(one)
            for end in months(one.month, RELAY.window_months):
                done = ai_cap.relay_counter(alone, end, RELAY)
                assert not done.over or done.over <= ai_cap.relay_counter(before, end, RELAY).over

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), kept=st.integers(0, 100))
    def a_month_is_decided(self, data: st.DataObject, kept: int) -> None:
        one = data.draw(st.sampled_from(self.lines))
        if one.validated:
            return
        stays = one.ai * kept // 100 if kept < 50 else one.ai
        one.refused, one.validated = one.refused + one.ai - stays, True
        self.less(one, stays)

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def a_decision_is_taken_back(self, data: st.DataObject) -> None:
        """What was refused is declared again only if it is still within the law."""
        one = data.draw(st.sampled_from(self.lines))
        back = one.ai + one.refused
        one.validated = False
        if one.refused and self.refusal(one.association, one.month, back, without=one) is None:
            one.ai, one.refused = back, 0

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), to_etti=st.booleans())
    def held_hours_are_decided(self, data: st.DataObject, to_etti: bool) -> None:
        one = data.draw(st.sampled_from(self.lines))
        if to_etti:
            one.etti, one.held = one.etti + one.held, 0
        elif one.held and self.refusal(one.association, one.month, one.ai + one.held, without=one) is None:
            one.ai, one.held = one.ai + one.held, 0

    @rule(first=st.integers(0, 200), length=st.integers(0, 300), hours=st.integers(1, 30_000))
    def hours_of_before_are_declared(self, first: int, length: int, hours: int) -> None:
        """They were done, lawful or not: they are never refused, and leave less room for what follows."""
        if self.lines or self.earlier:
            return
        begun = date.fromordinal(START.toordinal() - 365 + first)
        ended = date.fromordinal(begun.toordinal() + length)
        hours = min(hours, CEILING.max_hours)
        self.earlier.append((hours, begun, ended))
        assert sum(p.hours for p in ai_cap.earlier_placements(hours, begun, ended)) == hours

    @invariant()
    def no_hour_is_lost_or_counted_twice(self) -> None:
        for one in getattr(self, "lines", []):
            assert one.ai + one.etti + one.held + one.refused == one.hours
            assert min(one.ai, one.etti, one.held, one.refused) >= 0

    def passed(self) -> bool:
        """By brute force: does a window of 24 months opened by a first placement hold more than 480 h?"""
        opened, total = None, 0
        for one in sorted(self.placements(), key=lambda p: p.day):
            if not one.hours:
                continue
            if opened is None or one.day >= add_months(opened, CEILING.window_months):
                opened, total = one.day, 0
            total += one.hours
            if total > CEILING.max_hours:
                return True
        return False

    def less(self, one: Worked, ai: int) -> None:
        """Hours taken back: if they opened a window, the next ones are judged from another day, and were worked."""
        one.ai = ai
        self.moved = self.moved or (not ai and self.passed())

    @invariant()
    def nobody_passes_the_ceiling_of_the_law(self) -> None:
        lines = getattr(self, "lines", [])
        if not lines or self.moved or any(self.waived(one.association, one.month) for one in lines):
            return
        assert not self.passed()

    @invariant()
    def the_counters_say_what_was_done(self) -> None:
        rows = self.placements() if hasattr(self, "lines") else []
        for end in MONTHS[::11]:
            done = sum(p.hours for p in rows if 0 <= months_between(p.month, end) < RELAY.window_months)
            counter = ai_cap.relay_counter(rows, end, RELAY)
            assert counter.done == done and counter.left == max(0, RELAY.max_hours - done)
            legal = ai_cap.ceiling_counter(rows, end, CEILING)
            assert legal.left == max(0, CEILING.max_hours - legal.done)


TestOnePerson = OnePerson.TestCase
TestOnePerson.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


# -- the machine itself sees what it is there to see ------------------------------------------------------------------

SEARCH = settings(
    max_examples=400,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
)


def found_out() -> bool:
    """Does the machine find that the rules under it are wrong?"""
    try:
        run_state_machine_as_test(OnePerson, settings=SEARCH)
    except AssertionError:
        return True
    return False


def test_the_machine_finds_a_ceiling_that_lets_a_quarter_of_an_hour_more_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lawful = ai_cap.refuse_if_over_ceiling

    def too_kind(placements, month, hours, ceiling, **facts):  # type: ignore[no-untyped-def]
        return lawful(placements, month, hours, replace(ceiling, max_hours=ceiling.max_hours + 25), **facts)

    monkeypatch.setattr(ai_cap, "refuse_if_over_ceiling", too_kind)
    assert found_out()


def test_the_machine_finds_a_relay_that_leaves_an_hour_too_many_in_the_ai(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = ai_cap.split_at_relay

    def too_kind(placements, month, hours, relay):  # type: ignore[no-untyped-def]
        split = right(placements, month, hours, relay)
        more = min(split.moves, 100)
        return ai_cap.Split(split.stays + more, split.moves - more)

    monkeypatch.setattr(ai_cap, "split_at_relay", too_kind)
    assert found_out()


def test_the_machine_finds_a_window_of_23_months(monkeypatch: pytest.MonkeyPatch) -> None:
    lawful = ai_cap.refuse_if_over_ceiling

    def too_short(placements, month, hours, ceiling, **facts):  # type: ignore[no-untyped-def]
        return lawful(placements, month, hours, replace(ceiling, window_months=23), **facts)

    monkeypatch.setattr(ai_cap, "refuse_if_over_ceiling", too_short)
    assert found_out()
