"""Does checking a few lines, chosen by risk, find what checking all would, and is what it leaves told? Known seeds."""

import random
import statistics
from dataclasses import replace
from datetime import date

import pytest

from clauses.domain.kinds_validation import PickWay, Risk
from clauses.domain.rules import SamplingRule
from clauses.domain.sampling import (
    Candidate,
    Checks,
    Facts,
    draw,
    extended,
    looked_at_whole,
    risks,
    size,
    unseen,
    with_habits,
)
from clauses.domain.sampling_estimate import Checked, Estimate, Stratum, estimate, poisson_limit
from clauses.reference import rulebook
from tests.domain.simulated_months import Month, Supposed, controlled, declared

RULE = rulebook.sampling(date(2026, 10, 1))
SEEDS = range(20)
MONTHS = 6


def lines_of(seed: int) -> list[Candidate]:
    """The lines of one simulated month, nothing known of what came before."""
    return [
        Candidate(line.id, line.structure, line.structure, line.hours, risks(Facts(line.hours, line.last, False, False, False)))
        for line in declared(seed, 2, Supposed())[1]
    ]  # fmt: skip


def shares(months: list[Month]) -> tuple[float, float, float]:
    """Of the lines, how many were checked; of the wrong hours, what the sample alone found, then all the checks."""
    wrong = sum(month.wrong for month in months)
    return (
        sum(month.checked for month in months) / sum(month.lines for month in months),
        sum(month.wrong_sampled for month in months) / wrong,
        sum(month.wrong_checked for month in months) / wrong,
    )


@pytest.mark.parametrize(
    ("manner", "found_from"), [("full", 0.95), ("copied", 0.88), ("rounded", 0.78), ("padded", 0.80)]
)
def test_whoever_declares_wrong_again_and_again_is_found_whatever_the_manner(
    manner: str, found_from: float
) -> None:
    """Nearly all that careless structures declare wrong, from the third month on, for three lines in ten.

    Half of these lines are those of the structures at fault. Isolated errors are what is missing: the next test.
    """
    years = [controlled(seed, MONTHS, Supposed(structures=30, manners=(manner,)), RULE) for seed in SEEDS[:8]]
    checked, _, found = shares([month for year in years for month in year[2:]])
    assert found > found_from and checked < 0.36


def test_serial_errors_are_found_as_if_all_were_checked_and_the_isolated_ones_are_estimated() -> None:
    """Three worlds of twenty seeds: serial errors alone, isolated errors alone, both.

    Serial errors: 97 % at least of the wrong hours from the third month, and the sample and what gaps bring in do it,
    not the number of lines: as many lines taken blindly find their share of the lines. Isolated errors that nothing
    announces cannot be found by checking a few lines: seven in ten are, and the rest is told within a third, under a
    limit that holds.
    """
    serial = [controlled(seed, MONTHS, Supposed(structures=30, wrong_elsewhere=0), RULE) for seed in SEEDS]
    checked, sampled, found = shares([month for year in serial for month in year[2:] if month.wrong])
    assert found > 0.97 and checked < 0.33 and sampled > 3 * 0.15
    isolated = [
        controlled(seed, MONTHS, Supposed(structures=30, careless=0, wrong_elsewhere=0.03), RULE) for seed in SEEDS
    ]  # fmt: skip
    checked, _, found = shares([month for year in isolated for month in year])
    assert 0.6 < found < 0.85 and checked < 0.30
    both = [controlled(seed, MONTHS, Supposed(structures=30), RULE) for seed in SEEDS]
    assert shares([month for year in both for month in year[2:]])[2] > 0.90
    for years in (serial, isolated, both):
        told = [estimate(month.stratum for month in year) for year in years]
        hidden = [sum(month.hidden for month in year) for year in years]
        hours = [sum(month.hours for month in year) for year in years]
        assert sum(true <= one.at_most for true, one in zip(hidden, told, strict=True)) >= 19
        # The limit is worth something: a few hours in a hundred, and far under what was declared.
        assert statistics.mean(one.at_most / n for one, n in zip(told, hours, strict=True)) < 0.05
    for years in (isolated, both):
        told_hours = sum(estimate(month.stratum for month in year).likely for year in years)
        true_hours = sum(month.hidden for year in years for month in year)
        assert told_hours == pytest.approx(true_hours, rel=1 / 3)


def test_a_limit_is_the_one_of_the_tables_of_auditors() -> None:
    """Factors of reliability at 95 %: 3.00, 4.75, 6.30; and a gap of half a line counts for half of its step."""
    assert [poisson_limit(n) for n in (0, 1, 2)] == [29958, 47439, 62958]
    drawn = (Checked(5000, 2500), *(Checked(5000, 0) for _ in range(99)))
    found = estimate([Stratum(1_000_000, drawn, 0, 500_000)])
    # 10 000 for each line drawn: half of one likely, less what was found; 10 000 x (2.9958 + 1.7481 / 2) at most.
    assert found == Estimate(2500, 38699 - 2500, 500_000)
    # Hours too few take nothing off; a draw that says nothing may be wrong whole; a limit never exceeds what is left.
    assert estimate([Stratum(1_000_000, (Checked(5000, 0),) * 100, 0, 20_000)]) == Estimate(0, 20_000, 20_000)
    silent = Stratum(9000, (), 0, 9000)
    assert estimate([Stratum(1_000_000, drawn, 0, 500_000), silent]).at_most == 38699 - 2500 + 9000
    assert estimate([]) == Estimate(0, 0, 0)


def test_the_widest_step_of_several_draws_is_kept_for_their_limit() -> None:
    wide, narrow = (
        Stratum(300_000, (Checked(5000, 0),) * 10, 0, 250_000),
        Stratum(40_000, (Checked(4000, 0),) * 4, 0, 24_000),
    )
    assert estimate([wide, narrow]).at_most == estimate([wide]).at_most == 89_874


def test_a_structure_at_fault_is_looked_at_whole_until_a_check_passes() -> None:
    march, april, may, july = (date(2026, n, 1) for n in (3, 4, 5, 7))
    wrong = Checks(march, 8, 2)
    assert looked_at_whole([wrong], march, RULE) is PickWay.EXTENDED
    assert looked_at_whole([wrong], april, RULE) is PickWay.FOLLOWED
    assert looked_at_whole([wrong, Checks(april, 8, 1)], may, RULE) is None  # it passed in April
    assert looked_at_whole([wrong], july, RULE) is None  # too long ago
    assert looked_at_whole([Checks(march, 3, 1)], april, RULE) is None  # one gap is no habit
    assert looked_at_whole([Checks(march, 11, 2)], april, RULE) is None
    assert unseen([], april, RULE) and not unseen([Checks(april, 1, 0)], april, RULE)
    assert unseen([Checks(date(2025, 9, 1), 4, 0)], april, RULE)


def test_a_gap_brings_in_the_lines_of_its_structure_and_of_whoever_typed_it() -> None:
    own, typed_for_another, alien = (
        Candidate(n, s, t, 1000, ()) for n, s, t in ((1, 7, 7), (2, 8, 9), (3, 8, 8))
    )
    more = [picked.candidate.id for picked in extended([alien, typed_for_another, own], 7, 9)]
    assert more == [1, 2]


def test_a_sign_becomes_a_habit_when_many_lines_of_a_structure_carry_it() -> None:
    def told(rounds: int, lines: int) -> list[bool]:
        some = [Candidate(n, 1, 1, 2000, (Risk.ROUND,) if n < rounds else ()) for n in range(lines)]
        return [Risk.HABIT in one.risks for one in with_habits(some, RULE)]

    assert told(2, 5) == [True, True, False, False, False]
    assert told(2, 6) == [False] * 6
    assert told(3, 3) == [False] * 3  # three lines show nothing


def test_the_same_seed_draws_the_same_lines_whatever_their_order() -> None:
    lines = lines_of(3)
    shuffled = random.Random(1).sample(lines, len(lines))
    assert draw(lines, RULE, 77) == draw(shuffled, RULE, 77)
    assert draw(lines, RULE, 77) != draw(lines, RULE, 78)


def test_no_line_is_sure_not_to_be_looked_at() -> None:
    lines = [Candidate(n, 1, 1, 14000, (Risk.FULL_MONTH,)) for n in range(1, 41)] + [
        Candidate(41, 2, 2, 400, ())
    ]
    rule = replace(RULE, rate_bp=2500)
    drawn = [
        picked.way
        for seed in range(300)
        for picked in draw(lines, rule, seed).picked
        if picked.candidate.id == 41
    ]
    assert PickWay.BY_HOUR in drawn


@pytest.mark.parametrize(
    ("lines", "rate", "picked"), [(0, 1500, 0), (1, 1500, 1), (20, 1500, 3), (21, 1500, 4), (7, 10000, 7)]
)
def test_the_size_of_a_sample_is_rounded_up(lines: int, rate: int, picked: int) -> None:
    assert size(lines, rate) == picked
    some = [Candidate(n, n, n, 1000, ()) for n in range(lines)]
    assert len(draw(some, replace(RULE, rate_bp=rate), 1).picked) == picked


def test_why_a_line_is_looked_at_is_told() -> None:
    assert risks(Facts(15167, 15167, False, True, False)) == (
        Risk.REFUSED_BEFORE,
        Risk.FULL_MONTH,
        Risk.SAME_AS_LAST,
    )
    assert risks(Facts(9000, 6000, False, False, True)) == (Risk.JUMP, Risk.TYPED_BY_OTHER, Risk.ROUND)
    assert risks(Facts(3550, None, True, False, False)) == (Risk.FIRST_MONTH,)
    assert risks(Facts(3550, 3500, False, False, False)) == ()


def test_the_rate_is_a_dated_parameter() -> None:
    assert RULE.rate_bp == 1500 and isinstance(RULE, SamplingRule)
