"""Are the plans of the assistant the best there are? Checked against every plan there is, on small questions."""

from datetime import date
from itertools import product
from time import monotonic_ns

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clauses.domain.assistant import search
from clauses.domain.assistant.problem import Need, Option, Plan, Problem, Room, Share, faults
from clauses.domain.assistant.search import WAYS, persons_of, propose, score
from clauses.domain.kinds import Modality
from clauses.domain.kinds_assistant import Way
from clauses.domain.values import months
from clauses.jobs.solver import solve

AI, ETTI, EI = Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT, Modality.SUBCONTRACT_EI
MARCH = date(2027, 3, 1)


def problem(needs, rooms, options, length=2, **more) -> Problem:
    """Hours are given in whole hours; options as (need, room, modality, km)."""
    return Problem(
        months=tuple(months(MARCH, length)), needs=tuple(needs),
        rooms=tuple(Room(i, "cleaning", tuple(100 * h for h in hours)) for i, hours in enumerate(rooms)),
        options=tuple(
            Option(need, room, f"S{room}", modality, km, room) for need, room, modality, km in options
        ),
        **{"relay_hours": 24000} | more,
    )  # fmt: skip


def need(hours, first=MARCH, last=date(2027, 4, 1), **more) -> Need:
    return Need(1, "Lot", "cleaning", 100 * hours, first, last, **more)


def plans(one: Problem):
    return propose(one, solve, time=20_000, clock=lambda: monotonic_ns() // 1_000_000)


def by_structure(one: Problem, plan: Plan) -> dict[str, tuple[int, int]]:
    return {one.options[s.option].name: (s.hours // 100, s.persons) for s in plan.shares}


def test_one_person_for_two_months_rather_than_three_fragments():
    one = problem(
        [need(240)], [[200, 200], [80, 80], [80, 80]], [(0, 0, EI, 30), (0, 1, EI, 2), (0, 2, EI, 3)]
    )
    found = plans(one)
    longest = next(f for f in found.plans if f.way is Way.LONGEST)
    assert by_structure(one, longest.plan) == {"S0": (240, 1)}
    assert longest.gap == 0
    nearest = next(f for f in found.plans if f.way is Way.NEAREST)
    assert by_structure(one, nearest.plan) == {"S1": (160, 1), "S2": (80, 1)}


def test_one_plan_that_is_best_in_two_ways_is_shown_once_under_the_first():
    one = problem([need(100)], [[200, 200], [200, 200]], [(0, 0, EI, 1), (0, 1, EI, 70)])
    assert [f.way for f in plans(one).plans] == [Way.LONGEST, Way.SPREAD]


def test_nobody_is_planned_beyond_the_relay_and_the_person_goes_on_in_the_etti():
    one = problem(
        [need(300, last=date(2027, 8, 1))], [[200] * 6, [200] * 6], [(0, 0, AI, 5), (0, 1, ETTI, 60)], 6
    )
    longest = next(f.plan for f in plans(one).plans if f.way is Way.LONGEST)
    ai = next((s for s in longest.shares if one.options[s.option].modality is AI), None)
    assert ai is None or ai.hours <= 24000 * ai.persons
    assert persons_of(longest) == 1


def test_what_no_structure_can_take_is_counted_to_the_hour():
    one = problem([need(500)], [[100, 50], [30, 0]], [(0, 0, EI, 5), (0, 1, EI, 5)])
    found = plans(one)
    assert found.missing == 32000
    assert all(sum(s.hours for s in f.plan.shares) == 18000 for f in found.plans)


def test_two_lots_that_want_the_same_month_share_it_and_no_hour_is_promised_twice():
    one = problem(
        [need(100, MARCH, MARCH), need(150)], [[120, 60], [200, 200]],
        [(0, 0, EI, 1), (1, 0, EI, 1), (1, 1, EI, 90)],
    )  # fmt: skip
    for found in plans(one).plans:
        assert not faults(one, found.plan)


def test_half_hours_are_given_when_the_target_has_some():
    one = problem([need(1)], [[10, 10]], [(0, 0, EI, 1)])
    one = Problem(
        one.months,
        (Need(1, "Lot", "cleaning", 1650, MARCH, date(2027, 4, 1)),),
        one.options,
        one.rooms,
        24000,
    )
    assert sum(s.hours for s in plans(one).plans[0].plan.shares) == 1650


# Every plan there is -----------------------------------------------------------------------------------------------

STEP = 40  # hours: the small questions are made of such blocks, so that every plan can be written down


@st.composite
def questions(draw) -> Problem:
    many = draw(st.integers(1, 2))
    blocks = st.integers(0, 4).map(lambda n: n * STEP)
    rooms = draw(st.lists(st.tuples(blocks, blocks), min_size=1, max_size=3))
    needs = []
    for _ in range(many):
        first, last = draw(st.sampled_from([(0, 0), (0, 1), (1, 1)]))
        wished = draw(st.sampled_from([(), ((EI, 4000),), ((AI, 8000), (EI, 4000))]))
        span = months(MARCH, 2)
        needs.append(need(STEP * draw(st.integers(1, 3)), span[first], span[last], wished=wished))
    options = [
        (n, r, draw(st.sampled_from([AI, ETTI, EI])), draw(st.integers(0, 80)))
        for n in range(many) for r in range(len(rooms)) if draw(st.booleans())
    ]  # fmt: skip
    return problem(needs, rooms, options, person_month=STEP * 100, relay_hours=STEP * 100)


def every_plan(one: Problem):
    """Every way to give blocks of hours, month by month, with the fewest persons each; whatever it leaves undone."""
    cells = []
    for place, option in enumerate(one.options):
        cells += [(place, month, units // STEP) for month, units in one.open_months(option)]
    for given_ in product(*(range(most + 1) for _, _, most in cells)):
        hours: dict[int, dict[int, int]] = {}
        for (place, month, _), blocks in zip(cells, given_, strict=True):
            if blocks:
                hours.setdefault(place, {})[month] = blocks * STEP * 100
        shares = []
        for place, done in hours.items():
            total = sum(done.values())
            persons = -(-max(done.values()) // one.person_month)
            if one.options[place].modality is AI:
                persons = max(persons, -(-total // one.relay_hours))
            shares.append(Share(place, total, persons, tuple(sorted(done.items()))))
        left = [n.hours for n in one.needs]
        for share in shares:
            left[one.options[share.option].need] -= share.hours
        if min(left) < 0:
            continue
        relayed = tuple(search.relayed_at_most(one, shares, n) for n in range(len(one.needs)))
        plan = Plan(tuple(shares), relayed, tuple(left))
        if not faults(one, plan):
            yield plan


def small(one: Problem) -> bool:
    size = 1
    for option in one.options:
        for _, units in one.open_months(option):
            size *= units // STEP + 1
    return size <= 4000


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(questions().filter(small))
def test_no_plan_at_all_is_better_than_the_one_said_to_be_the_best(one):
    every = list(every_plan(one))
    least = min(sum(plan.missing) for plan in every)
    found = plans(one)
    assert found.missing == least
    whole = [plan for plan in every if sum(plan.missing) == least]
    for proposed in found.plans:
        assert not faults(one, proposed.plan)
        if proposed.way in (Way.SPREAD, Way.OTHER):
            continue  # each is the best of fewer plans
        best = min(score(one, plan, WAYS[proposed.way]) for plan in whole)
        cost = score(one, proposed.plan, WAYS[proposed.way])
        assert cost * (10_000 - proposed.gap) <= best * 10_000  # what is said of the best is true
        if proposed.gap == 0:
            assert cost == best
