"""Does a plan add up, and does it see the relay before anybody is named? (S02, S03)"""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from clauses.domain import plan
from clauses.domain.kinds import Modality
from clauses.domain.plan import PlanLine, RelayWarning
from clauses.domain.values import half_up
from tests.domain.defaults import RELAY, h

AI, ETTI, EI = Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.SUBCONTRACT_EI
DECLARED = [PlanLine(AI, h(600), 2), PlanLine(ETTI, h(280), 2), PlanLine(EI, h(310), 2)]
SETTLED = [PlanLine(AI, h(480), 2), PlanLine(ETTI, h(400), 2), PlanLine(EI, h(310), 2)]
LINES = st.lists(
    st.builds(PlanLine, st.sampled_from(list(Modality)), st.integers(0, 200_000), st.integers(0, 6))
)


def test_the_company_shares_out_the_whole_target():
    assert (plan.total(DECLARED), plan.remaining(DECLARED, h(1190))) == (h(1190), 0)


def test_hours_left_are_counted_and_so_are_those_too_many():
    assert plan.remaining([PlanLine(AI, h(500), 2), *DECLARED[1:]], h(1190)) == h(100)
    assert plan.remaining(DECLARED, h(1100)) == -h(90)


def test_600_hours_for_two_people_are_300_each_and_120_beyond_the_relay():
    assert plan.relay_warnings(DECLARED, RELAY) == [RelayWarning(index=0, each=h(300), excess=h(120))]


def test_500_hours_for_two_people_are_250_each():
    assert plan.relay_warnings([PlanLine(AI, h(500), 2)], RELAY) == [RelayWarning(0, h(250), h(20))]


def test_exactly_240_hours_each_ask_nothing_and_other_ways_have_no_relay():
    assert plan.relay_warnings([PlanLine(AI, h(480), 2), PlanLine(ETTI, h(900), 1)], RELAY) == []
    assert plan.relay_warnings([PlanLine(AI, h(480.01), 2)], RELAY)[0].excess == 1


def test_a_line_without_a_number_of_people_is_judged_as_one_person():
    assert plan.relay_warnings([PlanLine(AI, h(300), 0)], RELAY) == [RelayWarning(0, h(300), h(60))]


def test_the_relay_proposed_gives_120_hours_to_the_agency():
    assert plan.propose_relay(DECLARED, RELAY) == SETTLED


def test_without_an_agency_in_the_plan_a_line_is_added_for_the_same_people():
    assert plan.propose_relay([PlanLine(AI, h(600), 2)], RELAY) == [
        PlanLine(AI, h(480), 2),
        PlanLine(ETTI, h(120), 2),
    ]


def test_a_plan_without_excess_is_left_as_it_is():
    assert plan.propose_relay(SETTLED, RELAY) == SETTLED


def test_the_shares_of_the_settled_plan():
    assert [half_up(share * 1000) / 10 for share in plan.shares(SETTLED)] == [40.3, 33.6, 26.1]
    assert plan.shares([PlanLine(AI, 0, 1)]) == [0]


@given(LINES)
def test_a_relay_moves_hours_and_loses_none(lines):
    proposed = plan.propose_relay(lines, RELAY)
    assert plan.total(proposed) == plan.total(lines)
    assert plan.relay_warnings(proposed, RELAY) == []
    assert [line.modality for line in proposed[: len(lines)]] == [line.modality for line in lines]
    assert sum(plan.shares(lines)) in (0, Fraction(1))
