"""Does the table of grants say what the trade promised? Read aloud, without a database."""

import pytest

from clauses.access.policy import GRANTS, WRITES, Actor, Permission, Reach, reach_of
from clauses.domain.kinds import Rank, Role

P = Permission


def actor(role: Role, rank: Rank = Rank.MANAGER) -> Actor:
    return Actor(
        user_id=1, name="X", membership_id=1, organization_id=1, organization_name="O", role=role, rank=rank
    )


def test_every_permission_is_granted_to_somebody():
    assert set(GRANTS) == set(P), "write a line of GRANTS for each Permission"
    assert all(GRANTS.values()), "a permission that nobody holds is a door that nobody opens: remove it"


@pytest.mark.parametrize(
    "permission", [P.PARTICIPANT_IDENTIFY, P.PARTICIPANT_ADD, P.ELIGIBILITY_VIEW, P.RELAY_VIEW]
)
def test_the_buyer_and_the_administrator_never_reach_a_person(permission):
    assert reach_of(actor(Role.BUYER), permission) is None
    assert reach_of(actor(Role.ADMIN), permission) is None


@pytest.mark.parametrize("permission", list(P))
def test_names_and_decisions_reach_the_coordination_only_where_nobody_else_is(permission):
    """The region as such sees counts; it takes the place of a resource person in a vacant territory alone (R20)."""
    if permission.value.split(":")[0] in ("participant", "eligibility", "relay") or permission in (
        P.HOURS_VALIDATE, P.OPINION_GIVE, P.PLAN_MAKE,
    ):  # fmt: skip
        assert GRANTS[permission].get(Role.REGIONAL_COORDINATOR) in (None, Reach.VACANT)


def test_the_entreprise_never_reads_a_ground_of_eligibility():
    assert reach_of(actor(Role.COMPANY), P.ELIGIBILITY_VIEW) is None
    assert reach_of(actor(Role.COMPANY), P.ELIGIBILITY_DECIDE) is None


def test_nobody_validates_hours_but_who_follows_the_territory():
    assert set(GRANTS[P.HOURS_VALIDATE]) == {Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR}


@pytest.mark.parametrize("permission", list(P))
def test_a_reader_sees_and_never_writes(permission):
    verb = permission.value.split(":")[1]
    if verb in ("view", "identify"):
        assert permission not in WRITES, f"{permission} only shows: take it out of WRITES"
    else:
        assert permission in WRITES, f"{permission} writes: add it to WRITES, or a reader could do it"
    for role in GRANTS[permission]:
        held = reach_of(actor(role, Rank.READER), permission)
        assert held == (None if permission in WRITES else GRANTS[permission][role])


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_changes_on_a_thing_it_also_sees(role):
    """A grant to act without the grant to see would answer « introuvable » to a person who is in the right."""
    pairs = {
        P.MARKET_FILE: P.MARKET_VIEW, P.OPINION_GIVE: P.MARKET_VIEW, P.AWARD_DECLARE: P.MARKET_VIEW,
        P.QUESTION_ASK: P.CONSULTATION_VIEW, P.MESSAGE_WRITE: P.MESSAGE_VIEW,
        P.COMMITMENT_EDIT: P.COMMITMENT_VIEW, P.PLAN_MAKE: P.COMMITMENT_VIEW, P.LINE_ANSWER: P.LINE_VIEW,
        P.ELIGIBILITY_DECIDE: P.ELIGIBILITY_VIEW, P.HOURS_ENTER: P.MONTH_VIEW, P.MONTH_SUBMIT: P.MONTH_VIEW,
        P.HOURS_VALIDATE: P.MONTH_VIEW, P.RELAY_PREPARE: P.RELAY_VIEW, P.REPORT_REQUEST: P.REPORT_VIEW,
    }  # fmt: skip
    for act, sight in pairs.items():
        if role in GRANTS[act]:
            assert role in GRANTS[sight], f"{role} may {act} and not {sight}"
