"""Is a lever advised by the supply, and is what the rules warn of told without refusing?"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from clauses.domain import advice, sizing
from clauses.domain.advice import Advice
from clauses.domain.kinds import ClauseType, MarketType, Procedure
from clauses.domain.kinds_clauses import Audience
from clauses.domain.levers import LeverLimitsRule, LotLever, Watch, watched
from clauses.domain.sub_targets import Asked, beyond, hours_asked
from tests.domain.defaults import ADVICE, SIZING, h

LIMITS = LeverLimitsRule(date(2000, 1, 1), None, "R2-1 à R2-7")


def told(**facts):
    return watched(LotLever(**facts), LIMITS)


@pytest.mark.parametrize(
    ("structures", "share", "expected"),
    [
        (0, None, Advice.NONE), (1, None, Advice.NONE), (2, None, Advice.CLAUSE), (10, None, Advice.CLAUSE),
        (11, None, Advice.LOT), (30, Fraction(1, 10), Advice.LOT), (31, None, Advice.LOT),
        (31, Fraction(30, 100), Advice.LOT), (31, Fraction(29, 100), Advice.RESERVATION),
    ],
)  # fmt: skip
def test_each_threshold_is_passed_and_not_only_reached(structures, share, expected):
    assert advice.advised(structures, share, ADVICE) is expected


def test_a_rule_that_moves_moves_the_advice():
    assert advice.advised(6, None, replace(ADVICE, lot_over=5)) is Advice.LOT


def test_a_dependency_needs_both_figures():
    assert advice.dependency(20_000_00, 100_000_00) == Fraction(1, 5)
    assert advice.dependency(20_000_00, None) is None
    assert advice.dependency(20_000_00, 0) is None


def test_nothing_is_proposed_where_supply_is_missing():
    assert advice.LEVER_OF[Advice.NONE] is None
    assert set(advice.LEVER_OF) == set(Advice)


def test_an_ordinary_condition_calls_for_nothing():
    assert told(lever=ClauseType.EXECUTION_CONDITION, hours=h(1190), duty_due=True) == ()


def test_a_reserved_lot_is_warned_of_hours_and_of_an_empty_supply():
    assert told(lever=ClauseType.RESERVED_INTEGRATION, hours=h(70)) == (Watch.RESERVED_WITH_HOURS,)
    assert told(lever=ClauseType.RESERVED_INTEGRATION, structures=1) == (Watch.RESERVED_WITHOUT_SUPPLY,)
    assert told(lever=ClauseType.RESERVED_INTEGRATION, structures=2) == ()
    assert told(lever=ClauseType.INTEGRATION_SERVICE, hours=h(70)) == (Watch.RESERVED_WITH_HOURS,)


def test_a_lot_reserved_to_the_social_economy_is_for_services_and_three_years():
    assert told(lever=ClauseType.RESERVED_ESS, exec_months=36) == ()
    assert told(lever=ClauseType.RESERVED_ESS, exec_months=37) == (Watch.ESS_TOO_LONG,)
    assert told(lever=ClauseType.RESERVED_ESS, market_type=MarketType.WORKS) == (Watch.ESS_SERVICES_ONLY,)
    assert told(lever=ClauseType.RESERVED_INTEGRATION, exec_months=48) == ()


def test_a_criterion_is_warned_of_above_fifteen_percent():
    assert Watch.CRITERION_HEAVY not in told(lever=ClauseType.AWARD_CRITERION, weight=1500)
    assert Watch.CRITERION_HEAVY in told(lever=ClauseType.AWARD_CRITERION, weight=1501)
    assert told(lever=ClauseType.BOTH, weight=1000) == (Watch.FLOOR_AND_PROMISE,)
    assert told(lever=ClauseType.AWARD_CRITERION) == (Watch.CRITERION_WEIGHT, Watch.CRITERION_PROMISE)


def test_a_criterion_alone_may_not_answer_the_duty():
    assert Watch.NOT_A_CONDITION in told(lever=ClauseType.AWARD_CRITERION, weight=1000, duty_due=True)
    assert told(lever=ClauseType.WORK_EXPERIENCE, duty_due=True) == ()


def test_a_service_of_insertion_outside_the_adapted_procedure_is_told():
    assert told(lever=ClauseType.INTEGRATION_SERVICE, procedure=Procedure.OPEN) == (Watch.SERVICE_PROCEDURE,)


def test_staff_who_keep_their_posts_are_out_of_the_base():
    """F7: H = r x (T - T_reprise): 100 000 € x 85 % / 38 € are 2 236.84 h, of which 1 800 h are taken over."""
    values = {"amount": 100_000_00, "labour_share": 8500, "hourly_cost": 3800, "integration_rate": 1000}
    whole = sizing.effort(**values, rule=SIZING)
    newly = sizing.effort(**values, taken_over=h(1800), rule=SIZING)
    assert (whole.computed, newly.computed) == (22368, 4368)
    steps = {step.code: step.value for step in newly.steps}
    assert (steps["taken_over"], steps["assigned_hours"]) == (h(1800), 43684)
    assert "taken_over" not in {step.code for step in whole.steps}
    assert sizing.effort(**values, taken_over=h(9000), rule=SIZING).proposed == 0


def test_a_sub_target_is_a_share_or_hours():
    assert hours_asked(Asked(Audience.WOMEN, share=3000), h(1190)) == h(357)
    assert hours_asked(Asked(Audience.WOMEN, share=3000), None) is None
    assert hours_asked(Asked(Audience.QPV, hours=h(120)), None) == h(120)
    assert beyond(Asked(Audience.QPV, hours=h(1191)), h(1190))
    assert not beyond(Asked(Audience.QPV, hours=h(1190)), h(1190))
    assert not beyond(Asked(Audience.QPV, hours=h(1190)), None)
    for wrong in ({}, {"share": 100, "hours": 100}):
        with pytest.raises(ValueError, match="one of the two"):
            Asked(Audience.QPV, **wrong)
