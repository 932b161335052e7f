"""Whose stay in a workshop (ACI) begins, or enters its third month, and which AI are near it? (convention of 2008, S6)

A stay is the contracts of a person with one ACI that follow each other, on lots or not. Nobody is named here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from clauses.domain.cooperation import stay_start
from clauses.domain.kinds import EmployerKind
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.models.people import Membership, Organization, User
from clauses.queries.cooperation_figures import in_territory


@dataclass(frozen=True, slots=True)
class AciStay:
    """A stay that goes on: the ACI, its first day, the lot of that day (None: the ACI's own place), and the numbers of the
    person and of the pathway, when the ACI follows one."""

    organization_id: int
    participant_id: int
    starts_on: date
    lot_id: int | None
    pathway_id: int | None


def begun(on: date, months: int) -> list[AciStay]:
    """The stays that go on this day and began within this many months before it, in the ACI that have an account."""
    first = add_months(on, -months)
    contracts = select(EmploymentContract.participant_id).where(
        EmploymentContract.starts_on.between(first, on)
    )
    pathways = select(PathwayEmployee.participant_id).where(PathwayEmployee.starts_on.between(first, on))
    people = select(Participant.id).where(
        or_(Participant.id.in_(contracts), Participant.id.in_(pathways)), Participant.merged_into_id.is_(None),
        Participant.pseudonymised_on.is_(None),
    )  # fmt: skip
    workshops = select(Organization.id).where(
        Organization.employer_kind == EmployerKind.ACI,
        Organization.memberships.any(Membership.active & Membership.user.has(User.active)),
        or_(Organization.closed_on.is_(None), Organization.closed_on > on),
    )
    periods: dict[tuple[int, int], list[tuple[date, date | None, int | None]]] = defaultdict(list)
    followed: dict[tuple[int, int], int] = {}
    left = set()
    contract, pathway = EmploymentContract, PathwayEmployee
    for employer, person, starts, ends, lot in db.session.execute(
        select(contract.employer_id, contract.participant_id, contract.starts_on, contract.ends_on, contract.lot_id)
        .where(contract.employer_id.in_(workshops), contract.participant_id.in_(people))
        .order_by(contract.id)
    ):  # fmt: skip
        periods[employer, person].append((starts, ends, lot))
    for number, employer, person, begins, over, gone in db.session.execute(
        select(
            pathway.id, pathway.organization_id, pathway.participant_id, pathway.starts_on, pathway.ends_on,
            PathwayExit.left_on,
        )
        .outerjoin(PathwayExit, PathwayExit.pathway_id == pathway.id)
        .where(pathway.organization_id.in_(workshops), pathway.participant_id.in_(people))
        .order_by(pathway.id)
    ):  # fmt: skip
        followed[employer, person] = number
        if begins is not None:
            periods[employer, person].append((begins, over, None))
        if gone is not None and gone < on:
            left.add((employer, person))
    found = []
    for key, known in periods.items():
        start = None if key in left else stay_start([(begins, over) for begins, over, _ in known], on)
        if start is not None and start >= first:
            site = next((lot for begins, _, lot in known if begins == start and lot is not None), None)
            found.append(AciStay(*key, start, site, followed.get(key)))
    return sorted(found, key=lambda one: (one.starts_on, one.organization_id, one.participant_id))


def ai_of(territory_id: int, on: date) -> list[Organization]:
    """The AI established in a territory on a day, with an account or not, by name."""
    open_on: Any = or_(Organization.closed_on.is_(None), Organization.closed_on > on)
    found: Iterable[Organization] = db.session.scalars(
        select(Organization)
        .where(in_territory(territory_id, on), Organization.employer_kind == EmployerKind.AI, open_on)
        .order_by(Organization.name, Organization.id)
    )
    return list(found)
