"""Who answers for each territory on a day, by mandates, absences and open accounts? One statement, however many; two while somebody is away.

The gate asks it for rights, messages for their addressee and pages for a name: one answer, read in one place.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from clauses.domain.kinds import SIAE_KINDS, Role
from clauses.domain.kinds_territories import Cover, MandateKind
from clauses.domain.mandates import Away, Held, charge
from clauses.extensions import db
from clauses.models.handovers import Absence
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.reference import geography


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody who answers for a territory, with what is printed of them."""

    user_id: int
    name: str
    job_title: str | None
    phone: str | None
    email: str | None
    organization: str


@dataclass(frozen=True, slots=True)
class Charge:
    """`acting` is None for the coordination; `absent` and `until` tell of the absence that is covered."""

    territory_id: int
    cover: Cover
    mandate_id: int | None
    kind: MandateKind | None
    since: date | None
    holder: Answerer | None
    acting: Answerer | None
    until: date | None

    @property
    def absent(self) -> Answerer | None:
        return self.holder if self.cover is Cover.ABSENCE else None


def current(model: Any, on: date) -> tuple[Any, ...]:
    """The rows of a dated model that run on a day, both ends included."""
    return (model.starts_on <= on, or_(model.ends_on.is_(None), model.ends_on >= on))


def able() -> Any:
    """The persons who can act for a territory: an open account, and a place as a resource person."""
    return (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.RESOURCE_PERSON, Membership.active, User.active)
    )


# Made once for the whole process: each request of the coordination asks them.
_ON: Any = bindparam("on", type_=Date)
_HOST = aliased(Organization)
_PERSON = (User.first_name, User.last_name, User.job_title, User.phone, User.email)
_MANDATES = (
    select(
        Territory.id, exists().where(*current(Absence, _ON)).label("away"), Mandate.id, Mandate.user_id, Mandate.kind,
        Mandate.starts_on, Mandate.ends_on, *_PERSON, _HOST.name,
    )
    .select_from(Territory)
    .outerjoin(Mandate, (Mandate.territory_id == Territory.id) & and_(*current(Mandate, _ON))
               & Mandate.user_id.in_(able()))
    .outerjoin(User, User.id == Mandate.user_id)
    .outerjoin(_HOST, _HOST.id == Mandate.host_id)
)  # fmt: skip
_PLACE = (
    select(func.min(Membership.id).label("id"), Membership.user_id)
    .where(Membership.role == Role.RESOURCE_PERSON, Membership.active)
    .group_by(Membership.user_id)
    .subquery()
)
_AWAY = (
    select(
        Absence.id, Absence.user_id, Absence.deputy_id, Absence.starts_on, Absence.ends_on, User.id, *_PERSON,
        Organization.name,
    )
    .select_from(Absence)
    .outerjoin(_PLACE, _PLACE.c.user_id == Absence.deputy_id)
    .outerjoin(Membership, Membership.id == _PLACE.c.id)
    .outerjoin(Organization, Organization.id == Membership.organization_id)
    .outerjoin(User, (User.id == Membership.user_id) & User.active)
    .where(*current(Absence, _ON))
)  # fmt: skip


def charges(on: date, territory_ids: Collection[int] | None = None) -> dict[int, Charge]:
    """Who answers for each territory on a day."""
    question = _MANDATES
    if territory_ids is not None:
        question = question.where(Territory.id.in_(territory_ids))
    mandates: dict[int, list[Held]] = defaultdict(list)
    people: dict[int, Answerer] = {}
    some_away = False
    for territory_id, away_now, mandate_id, user_id, kind, starts_on, ends_on, *person in db.session.execute(
        question, {"on": on}
    ):
        some_away = away_now
        held = mandates[territory_id]
        if mandate_id is not None:
            held.append(Held(mandate_id, user_id, kind, starts_on, ends_on))
            people[user_id] = _answerer(user_id, *person)
    away = _absences(on, people) if people and some_away else []
    found = {}
    for territory_id, held in mandates.items():
        one = charge(held, away, people.keys(), on)
        mine = one.held
        found[territory_id] = Charge(
            territory_id, one.cover, mine.id if mine else None, mine.kind if mine else None,
            mine.starts_on if mine else None, people[mine.user_id] if mine else None,
            people[one.acting_id] if one.acting_id else None, one.away.ends_on if one.away else None,
        )  # fmt: skip
    return found


def _answerer(
    user_id: int, first_name: str, last_name: str, job_title: str | None, phone: str | None, email: str | None,
    organization: str,
) -> Answerer:  # fmt: skip
    return Answerer(user_id, f"{first_name} {last_name}", job_title, phone, email, organization)


def _absences(on: date, people: dict[int, Answerer]) -> list[Away]:
    """The absences of these persons; those who stand in and can act are added to the people."""
    found = []
    for absence_id, user_id, deputy_id, starts_on, ends_on, able_id, *person in db.session.execute(
        _AWAY, {"on": on}
    ):
        found.append(Away(absence_id, user_id, deputy_id, starts_on, ends_on))
        if able_id is not None:
            people.setdefault(able_id, _answerer(able_id, *person))
    return found


def territories_of(user_id: int, on: date) -> Any:
    """The territories that a resource person acts for on a day: their own mandates, and those they stand in for."""
    replaces = exists(
        select(Absence.id).where(
            Absence.user_id == Mandate.user_id, Absence.deputy_id == user_id, *current(Absence, on)
        )
    )
    return select(Mandate.territory_id).where(
        *current(Mandate, on), or_(Mandate.user_id == user_id, replaces & Mandate.user_id.in_(able()))
    )


def uncovered(on: date) -> frozenset[int]:
    """The territories that the coordination answers for on a day: vacant ones, and absences nobody else covers."""
    return frozenset(id for id, one in charges(on).items() if one.acting is None)


def around(
    organization: Organization, role: Role, territories: frozenset[int], on: date
) -> tuple[frozenset[str], frozenset[int]]:
    """The EPCI of the territory of a SIAE, or of the territories of a resource person, on a day, and that territory of the
    SIAE; none for the others."""
    inside = select(TerritoryEpci.territory_id)
    if role is Role.RESOURCE_PERSON:
        inside = inside.where(TerritoryEpci.territory_id.in_(territories))
    elif role is Role.SIAE and organization.employer_kind in SIAE_KINDS:
        here = geography.commune(organization.commune_code)
        inside = inside.where(
            TerritoryEpci.epci_code == (here.epci_code if here else None), *current(TerritoryEpci, on)
        )
    else:
        return frozenset(), frozenset()
    rows = db.session.execute(
        select(TerritoryEpci.epci_code, TerritoryEpci.territory_id).where(
            TerritoryEpci.territory_id.in_(inside), *current(TerritoryEpci, on)
        )
    ).all()
    home = frozenset(number for _, number in rows) if role is Role.SIAE else frozenset()
    return frozenset(code for code, _ in rows), home
