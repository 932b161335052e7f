"""Does a plan add up, and does it see the relay before anybody is named? (S02, S03)"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.domain import plan
from clauses.domain.errors import Refused
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


WHO = {"ai": (AI, 1), "etti": (ETTI, 2), "ei": (EI, 3)}


def shares(**hours: float) -> dict:
    return {WHO[name]: h(n) for name, n in hours.items()}


def test_hours_move_from_a_structure_to_another_and_none_is_lost():
    assert plan.move([h(480), h(400), h(310)], 2, 1, h(53), done=h(248)) == [h(480), h(453), h(257)]


def test_hours_already_done_are_never_moved_away():
    with pytest.raises(Refused) as refused:
        plan.move([h(480), h(400), h(310)], 2, 1, h(63), done=h(248))
    assert (refused.value.code, refused.value.facts["free"]) == ("move_done", h(62))
    for same, moved, code in ((1, 10, "move_same"), (0, 0, "hours_positive")):
        with pytest.raises(Refused, match=code):
            plan.move([h(10), h(10)], 1, same, moved, done=0)


def test_a_version_takes_away_nothing_that_was_done_and_an_overrun_may_stay_as_it_was_planned():
    """S04, step 6: 446 h done in the ETTI for 400 planned, 248 h of 310 in the EI."""
    before, done = shares(ai=480, etti=400, ei=310), shares(ai=480, etti=446, ei=248)
    assert plan.taken_away(before, shares(ai=480, etti=453, ei=257), done) == []
    assert plan.taken_away(before, shares(ai=480, etti=400, ei=310), done) == []
    assert plan.taken_away(before, shares(ai=480, etti=390, ei=320), done) == [
        plan.Taken(WHO["etti"], h(446), h(400))
    ]
    assert [t.who for t in plan.taken_away(before, shares(etti=880, ei=310), done)] == [WHO["ai"]]


def test_a_version_says_what_it_changes_and_what_it_gives_up():
    found = plan.changes(shares(ai=480, etti=400), shares(ai=480, etti=453, ei=257))
    assert [(c.before, c.after) for c in found] == [(h(400), h(453)), (None, h(257))]
    assert plan.changes(shares(ai=1), {}) == [plan.Change(WHO["ai"], h(1), None)]


@given(
    st.lists(st.integers(1, 100_000), min_size=2, max_size=6), st.data(),
)  # fmt: skip
def test_no_move_loses_hours_nor_leaves_less_than_what_was_done(hours, data):
    source, destination = data.draw(st.permutations(range(len(hours))))[:2]
    done, moved = data.draw(st.integers(0, 120_000)), data.draw(st.integers(1, 120_000))
    try:
        after = plan.move(hours, source, destination, moved, done)
    except Refused:
        assert moved > max(0, hours[source] - done)
        return
    assert sum(after) == sum(hours) and after[source] >= min(done, hours[source])


def test_enough_people_keep_everybody_within_the_relay_and_the_hours_do_not_change():
    assert plan.propose_people(DECLARED, RELAY) == [PlanLine(AI, h(600), 3), *DECLARED[1:]]
    assert plan.relay_warnings(plan.propose_people([PlanLine(AI, h(480.01), 1)], RELAY), RELAY) == []
