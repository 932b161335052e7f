"""Which structures worked together, what do they offer, hold and evaluate together, within one's reach?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.cooperation import (
    OF_PERSONS,
    Measure,
    Tally,
    YearFigures,
    last_day_of,
    read_back,
    renewals,
    renewed_on,
)
from clauses.domain.kinds import Role
from clauses.domain.kinds_cooperation import Beside, CooperationAxis
from clauses.extensions import db
from clauses.models.cooperation import (
    CollectiveSession,
    CooperationAgreement,
    CooperationEvaluation,
    CooperationEvent,
    JobOffer,
    JointAnnualReview,
    NetworkMeeting,
    OfferDispatch,
    ReviewSignature,
    SessionHost,
)
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.markets import Lot
from clauses.models.pathways import PathwayEmployee
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Territory
from clauses.queries import cooperation_figures
from clauses.reference import rulebook

SHOWN = 200
DEPARTMENT = "60"  # the convention of 2008 is that of the networks of the Oise


def journal(actor: Actor) -> list[CooperationEvent]:
    """The cooperations logged, latest first; no person is named."""
    return list(
        db.session.scalars(
            select(CooperationEvent)
            .where(within_reach(actor, Permission.COOPERATION_VIEW, CooperationEvent))
            .options(
                joinedload(CooperationEvent.first),
                joinedload(CooperationEvent.second),
                joinedload(CooperationEvent.lot).joinedload(Lot.market),
            )
            .order_by(CooperationEvent.happened_on.desc(), CooperationEvent.id.desc())
            .limit(SHOWN)
        )
    )


def territories(actor: Actor, permission: Permission = Permission.COOPERATION_VIEW) -> list[Territory]:
    """The territories whose cooperation this person reads, or acts on."""
    reach = within_reach(actor, permission, Territory)
    return list(db.session.scalars(select(Territory).where(reach).order_by(Territory.code)))


def active_structures(territory_id: int, on: date) -> list[Organization]:
    """The SIAE of a territory that can be reached: not closed, with an account at least (R24)."""
    has_account = Organization.memberships.any(Membership.active & Membership.user.has(User.active))
    return list(
        db.session.scalars(
            select(Organization)
            .where(
                cooperation_figures.in_territory(territory_id, on), has_account,
                or_(Organization.closed_on.is_(None), Organization.closed_on > on),
            )
            .order_by(Organization.name, Organization.id)
        )
    )  # fmt: skip


def names_followed(territory_id: int, on: date) -> list[str]:
    """First and last names of those followed or employed by the SIAE of a territory: compared with a text, never shown."""
    there = select(Organization.id).where(cooperation_figures.in_territory(territory_id, on))
    people = or_(
        Participant.id.in_(
            select(PathwayEmployee.participant_id).where(PathwayEmployee.organization_id.in_(there))
        ),
        Participant.id.in_(
            select(EmploymentContract.participant_id).where(EmploymentContract.employer_id.in_(there))
        ),
    )
    rows = db.session.execute(select(Participant.first_name, Participant.last_name).where(people).distinct())
    return [name for row in rows for name in row if name]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as it is listed: how many of the structures that it was sent to were reached, and which were not."""

    offer: JobOffer
    sent: int
    missing: list[str]
    mine: OfferDispatch | None  # what the reader's structure was sent

    @property
    def all(self) -> int:
        return len(self.offer.dispatches)

    @property
    def answered(self) -> int:
        return sum(one.answer is not None for one in self.offer.dispatches)

    @property
    def people(self) -> int:
        """How many persons could suit, all structures together."""
        return sum(one.people or 0 for one in self.offer.dispatches)


def offers(actor: Actor, territory_id: int, year: int) -> list[OfferRow]:
    """The offers of a territory in a year, the latest first, with what the reader's structure was sent."""
    found = cooperation_figures.offers_of(territory_id, date(year, 1, 1), last_day_of(year))
    reached = cooperation_figures.reached_by([offer.id for offer in found])
    return [
        OfferRow(
            offer,
            sum(one.id in reached for one in offer.dispatches),
            [one.organization.name for one in offer.dispatches if one.id not in reached],
            next((one for one in offer.dispatches if one.organization_id == actor.organization_id), None),
        )
        for offer in found
    ]


def sessions(territory_id: int, year: int) -> Sequence[CollectiveSession]:
    """The joint sessions of a territory in a year, the latest first."""
    return db.session.scalars(
        select(CollectiveSession)
        .where(
            CollectiveSession.territory_id == territory_id,
            CollectiveSession.held_on.between(date(year, 1, 1), last_day_of(year)),
        )
        .options(
            joinedload(CollectiveSession.offer),
            selectinload(CollectiveSession.hosts).joinedload(SessionHost.organization),
        )
        .order_by(CollectiveSession.held_on.desc(), CollectiveSession.id.desc())
        .limit(SHOWN)
    ).all()


def meetings(territory_id: int, year: int) -> Sequence[NetworkMeeting]:
    """The meetings of a territory in a year, the latest first."""
    return db.session.scalars(
        select(NetworkMeeting)
        .where(
            NetworkMeeting.territory_id == territory_id,
            NetworkMeeting.held_on.between(date(year, 1, 1), last_day_of(year)),
        )
        .order_by(NetworkMeeting.held_on.desc(), NetworkMeeting.id.desc())
        .limit(SHOWN)
    ).all()


def evaluation(territory_id: int, year: int) -> CooperationEvaluation | None:
    """The evaluation of a year as it was last published."""
    return db.session.scalars(
        select(CooperationEvaluation)
        .where(CooperationEvaluation.territory_id == territory_id, CooperationEvaluation.year == year)
        .options(joinedload(CooperationEvaluation.published_by))
        .order_by(CooperationEvaluation.number.desc())
        .limit(1)
    ).first()


def standing(territory_id: int, year: int, on: date) -> YearFigures:
    """The figures of a year: those it was published with, else those known on a day."""
    published = evaluation(territory_id, year)
    if published is not None and on >= last_day_of(year):
        return read_back(published.figures)
    return cooperation_figures.figures(territory_id, year, on)


def review(territory_id: int, year: int) -> JointAnnualReview | None:
    """The joint review of a territory for a year, with who signed it."""
    return db.session.scalars(
        select(JointAnnualReview)
        .where(JointAnnualReview.territory_id == territory_id, JointAnnualReview.year == year)
        .options(selectinload(JointAnnualReview.signatures).joinedload(ReviewSignature.organization))
    ).one_or_none()


def agreement(department: str) -> CooperationAgreement | None:
    """The convention of a département."""
    return db.session.scalars(
        select(CooperationAgreement).where(CooperationAgreement.department == department)
    ).one_or_none()


def renewals_of(one: CooperationAgreement, on: date) -> list[tuple[int, date]]:
    """(number, day) of each tacit renewal so far, the latest first; none from the day it ended."""
    until = on if one.ended_on is None else min(on, one.ended_on - timedelta(days=1))
    times = renewals(one.effective_on, until)
    return [(n, renewed_on(one.effective_on, n)) for n in range(times, 0, -1)]


def engagements(
    territory_id: int, year: int, on: date, minimum: int | None
) -> list[tuple[Measure, Tally | None]]:
    """What the convention asks, and where it stands in a territory; None where a small count is hidden (R21)."""
    found = standing(territory_id, year, on)
    return [
        (one, None if minimum is not None and one in OF_PERSONS and found.tally(one).small(minimum) else found.tally(one))
        for one in (*CooperationAxis, *Beside)
    ]  # fmt: skip


def minimum_for(actor: Actor, on: date) -> int | None:
    """Below which count of persons a figure is hidden from this reader: nothing is from those who follow the persons (R21)."""
    return None if actor.role in (Role.SIAE, Role.RESOURCE_PERSON) else rulebook.small_cell(on).minimum
