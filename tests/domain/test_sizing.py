"""Does the calculator give the hours that a facilitator would write in the clause?"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain import sizing
from clauses.domain.rules import SizingRule
from clauses.domain.values import half_up
from tests.domain.defaults import SIZING, h

SCHOOL = [  # the five lots with a clause of the school of Beauvais, scenario S01
    ("Gros œuvre", 1_420_000, 45, 7, 1177.11, 1190),
    ("Charpente-couverture", 460_000, 40, 5, 242.11, 245),
    ("Menuiseries", 610_000, 35, 5, 280.92, 280),
    ("Électricité", 395_000, 40, 5, 207.89, 210),
    ("Peinture-sols", 280_000, 60, 10, 442.11, 455),
]


def sized(euros, share, rate, cost=38, rule=SIZING):
    return sizing.effort(
        amount=euros * 100, labour_share=share * 100, hourly_cost=cost * 100, integration_rate=rate * 100, rule=rule
    )  # fmt: skip


@pytest.mark.parametrize(("lot", "euros", "share", "rate", "computed", "proposed"), SCHOOL)
def test_each_lot_of_the_school_gets_its_volume(lot, euros, share, rate, computed, proposed):
    volume = sized(euros, share, rate)
    assert (volume.computed, volume.proposed) == (h(computed), h(proposed))


def test_the_school_asks_2380_hours_nearly_one_and_a_half_full_time_posts():
    total = sum(sized(euros, share, rate).proposed for _, euros, share, rate, _, _ in SCHOOL)
    assert total == h(2380)
    assert half_up(sizing.full_time(total, 160700) * 100) == 148
    assert half_up(sizing.ratio_per_1000_eur(total, 316_500_000) * 1000) == 752


@pytest.mark.parametrize(
    ("euros", "computed", "proposed"),
    [(900_000, 355.26, 350), (1_100_000, 434.21, 420), (700_000, 276.32, 280)],
)
def test_each_lot_of_the_roads_gets_its_yearly_volume(euros, computed, proposed):
    volume = sized(euros, 30, 5)
    assert (volume.computed, volume.proposed) == (h(computed), h(proposed))


def test_a_buyer_can_follow_the_computation_line_by_line():
    steps = {step.code: (step.value, step.unit) for step in sized(1_000_000, 50, 5, cost=30).steps}
    assert steps == {
        "labour_amount": (500_000_00, "cents"),
        "labour_hours": (h(16666.67), "hundredths"),
        "effort_amount": (25_000_00, "cents"),
        "computed_hours": (h(833.33), "hundredths"),
        "proposed_hours": (h(840), "hundredths"),
    }


@pytest.mark.parametrize(
    ("computed", "proposed"),
    [
        (52.49, 35),
        (52.5, 70),  # half a week is rounded up
        (35, 35),
        (34.6, 35),
        (20.4, 20),  # below one week, whole hours: lots of 16 to 20 h exist
        (16.5, 17),
        (0.2, 1),  # never rounded down to nothing
        (0, 0),
    ],
)
def test_volumes_are_written_in_weeks_and_small_ones_in_hours(computed, proposed):
    assert sizing.propose(h(computed), SIZING) == h(proposed)


@given(st.integers(1, 10_000_000))
def test_a_proposal_is_never_far_from_the_computation(computed):
    proposed = sizing.propose(computed, SIZING)
    assert proposed > 0
    assert abs(proposed - computed) <= (SIZING.rounding_step // 2 if computed >= SIZING.small_below else 99)


def test_a_territory_that_counts_in_days_changes_the_step_only():
    in_days = SizingRule(SIZING.effective_from, None, "essai", rounding_step=h(7), small_below=h(7))
    assert sizing.propose(h(242.11), in_days) == h(245)
    assert sizing.propose(h(30), in_days) == h(28)


def test_a_reason_is_asked_when_the_volume_retained_is_far_from_the_computation():
    assert half_up(sizing.deviation(h(300), h(242.11)) * 1000) == 239
    assert sizing.must_explain(h(300), h(242.11), SIZING)
    assert half_up(sizing.deviation(h(245), h(242.11)) * 1000) == 12
    assert not sizing.must_explain(h(245), h(242.11), SIZING)
    assert sizing.must_explain(h(150), h(242.11), SIZING)  # too few is as odd as too many


def test_a_gap_of_exactly_twenty_percent_asks_nothing():
    assert not sizing.must_explain(h(120), h(100), SIZING)
    assert sizing.must_explain(h(120.01), h(100), SIZING)


def test_hours_without_any_computation_must_be_explained():
    assert sizing.must_explain(h(35), 0, SIZING)
    assert not sizing.must_explain(0, 0, SIZING)


def test_an_integration_rate_beyond_twenty_percent_is_pointed_out():
    assert not sizing.is_high_rate(2000, SIZING)
    assert sizing.is_high_rate(2001, SIZING)


def test_an_hour_of_work_cannot_be_free():
    with pytest.raises(ValueError, match="cost"):
        sized(1_000_000, 50, 5, cost=0)


def test_staff_who_keep_their_post_are_not_in_the_base():
    assert sizing.from_hours(h(10_000), 500, taken_over=h(8_000)) == h(100)
    assert sizing.from_hours(h(10_000), 500, taken_over=h(12_000)) == 0


def test_the_rate_of_a_long_market_may_change_with_the_years():
    assert sizing.by_year([600, 900], [h(10_000), h(8_000)]) == [h(600), h(720)]


def test_an_optional_tranche_is_owed_once_it_is_confirmed():
    optional = {"TO1": h(560), "TO2": h(300)}
    assert sizing.by_tranche(h(295), optional, []) == h(295)
    assert sizing.by_tranche(h(295), optional, ["TO2"]) == h(595)
    assert sizing.by_tranche(h(295), optional, optional) == h(1155)
    with pytest.raises(KeyError):
        sizing.by_tranche(h(295), optional, ["TO3"])


def test_nothing_is_owed_while_nothing_is_ordered():
    assert sizing.by_slice(0, 5_000_000, h(35)) == 0


def test_hours_are_also_told_in_days_weeks_and_months_of_one_person():
    told = sizing.equivalents(h(1190))
    assert (told.days, told.weeks) == (170, 34)
    assert half_up(told.person_months * 100) == 785
    assert half_up(sizing.equivalents(h(151.67)).person_months * 100) == 100


def test_a_lot_without_an_amount_has_no_ratio():
    assert sizing.ratio_per_1000_eur(h(35), 0) is None
    assert sizing.ratio_per_1000_eur(h(35), 5_000_000) == Fraction(7, 10)
