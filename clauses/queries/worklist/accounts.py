"""Which accounts and accesses wait for this person: requests to join, accounts to check, members to confirm?"""

from datetime import date

from clauses.access.policy import Actor, Permission, reach_of
from clauses.config import PARIS
from clauses.models.accounts import SignUp
from clauses.models.markets import Lot
from clauses.queries.people import organization
from clauses.queries.worklist.found import Found


def of_members(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """For a manager: who asks to join, and the list of members when it must be confirmed again."""
    asked, several = organization.waits_for(actor)
    found = [
        Found("answer_asker", _who(one), "people.members", {}, _day(one))
        for one in (organization.askers(actor) if asked else ())
    ]
    review = organization.review_of(actor) if several else None
    if review is not None and review.due <= on:
        facts = {"name": review.organization, "n": review.members}
        found.append(Found("review_access", facts, "people.show_review", {}, review.last, review.due))
    return found


def to_check(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """For the coordination and the administration: the accounts that nobody opens on their own word."""
    return [
        Found("check_account", _who(one), "people.accounts_to_check", {}, _day(one))
        for one in organization.to_check(actor)
    ]


def late_reviews(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """For the administration: the organizations that are late to confirm who has access."""
    if reach_of(actor, Permission.ACCOUNT_MANAGE) is None:
        return []
    return [
        Found(
            "late_review",
            {"name": one.organization, "n": one.members},
            "people.accounts",
            {},
            one.last,
            one.due,
        )
        for one in organization.late_reviews(on)
    ]


def _who(one: SignUp) -> dict[str, object]:
    return {
        "name": f"{one.first_name} {one.last_name}",
        "organization": one.organization_name,
        "profile": one.profile,
    }


def _day(one: SignUp) -> date | None:
    return one.confirmed_at.astimezone(PARIS).date() if one.confirmed_at else None
