"""What was a person told, what is still to be done of it, and how do they want to be written to?"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, extract, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.kinds import (
    CommitmentState,
    EligibilityState,
    EntryState,
    LineState,
    MarketState,
    RelayState,
    ReportState,
)
from clauses.domain.kinds_accounts import SignUpState
from clauses.domain.kinds_months import ContestState
from clauses.domain.kinds_notices import Delivery
from clauses.domain.kinds_pooling import AgreementState, PoolState
from clauses.domain.kinds_requests import RequestState
from clauses.domain.notices import NOTICES, notice_of
from clauses.extensions import db
from clauses.models.accounts import SignUp
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.awards import Subcontract
from clauses.models.capacity import MonthlyCapacity
from clauses.models.contests import LineContest
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, MonthlyReport, Relay
from clauses.models.markets import Lot, Market, Opinion
from clauses.models.notices import DeliveryChoice, Notification, RefusedAddress
from clauses.models.partner_requests import PartnerRequest
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.models.people import Membership, User
from clauses.models.pooling import HoursPool, PoolAgreement
from clauses.models.quarters import QuarterConfirmation, QuarterConsolidation
from clauses.models.territory import Mandate
from clauses.models.threads import Answer

PAGE = 30
MOST_SHOWN = 99
Criterion = ColumnElement[bool]
_N = Notification


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the page; `done`: what it asked for is done."""

    row: Notification
    done: bool

    @property
    def to_do(self) -> bool:
        return self.row.asks and not self.done


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Told]
    older: int | None  # the number before which the next page begins
    unread: int
    newest: int  # what is read when all is marked as read

    @property
    def days(self) -> list[tuple[date, list[Told]]]:
        """The lines, by civil day, in their order."""
        return [
            (day, list(rows))
            for day, rows in groupby(self.rows, key=lambda told: told.row.written_at.astimezone(PARIS).date())
        ]


# Made once for the whole process: each page asks it.
_UNREAD = select(func.count()).select_from(
    select(_N.id)
    .where(_N.user_id == bindparam("user"), _N.read_at.is_(None))
    .limit(MOST_SHOWN + 1)
    .subquery()
)


def unread_count(user_id: int) -> int:
    """How many were not read, up to one more than what is shown; a page stands without it when the database does not."""
    try:
        return db.session.scalar(_UNREAD, {"user": user_id}) or 0
    except SQLAlchemyError:
        db.session.rollback()
        return 0


def listing(actor: Actor, on: date, *, to_do: bool, before: int | None) -> Listing:
    """A page of notifications, newest first, from a number down."""
    done = is_done(on)
    found = (
        select(_N, done)
        .where(within_reach(actor, Permission.NOTIFICATION_VIEW, _N))
        .order_by(_N.id.desc())
        .limit(PAGE + 1)
    )
    if to_do:
        found = found.where(_N.asks.is_(True), ~done)
    if before is not None:
        found = found.where(_N.id < before)
    rows = [Told(row, bool(is_done_now)) for row, is_done_now in db.session.execute(found)]
    older = rows[PAGE - 1].row.id if len(rows) > PAGE else None
    newest = db.session.scalar(select(func.max(_N.id)).where(_N.user_id == actor.user_id)) or 0
    return Listing(rows[:PAGE], older, unread_count(actor.user_id), newest)


def is_done(on: date) -> Criterion:
    """What a notification asks for is done, or asks for nothing any more; false where it only tells."""
    return or_(*(and_(_N.kind.in_(kinds), ~waiting) for kinds, waiting in _waiting(on)))


def _waiting(on: date) -> list[tuple[tuple[str, ...], Criterion]]:
    """What is still waiting, kind by kind."""
    thing = _N.thing_id
    without_opinion = ~exists(
        select(Opinion.id).where(Opinion.lot_id == Lot.id, Opinion.given_on >= Market.opinion_requested_on)
    )
    opinions = exists(
        select(Lot.id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            Market.id == thing,
            Market.state == MarketState.OPINION_REQUESTED,
            Lot.has_clause.is_(True),
            func.coalesce(Lot.territory_id, 0) == _N.part,
            without_opinion,
        )
    )
    with_the_resource_person = exists(
        select(Eligibility.id).where(
            Eligibility.participant_id == HoursEntry.participant_id,
            Eligibility.state == EligibilityState.PENDING,
            or_(Eligibility.proof_file_id.is_not(None), Eligibility.proof_label.is_not(None)),
        )
    )
    proofs = exists(
        select(HoursEntry.id).where(
            HoursEntry.report_id == thing,
            HoursEntry.entered_by_id == _N.part,
            HoursEntry.state == EntryState.PENDING_ELIGIBILITY,
            ~with_the_resource_person,
        )
    )
    month_sent = exists(
        select(MonthlyReport.id).where(
            MonthlyReport.lot_id == thing,
            MonthlyReport.month == _N.month,
            MonthlyReport.state.not_in((ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT)),
        )
    )
    mandated = exists(
        select(Mandate.id).where(
            Mandate.territory_id == thing,
            Mandate.starts_on <= on,
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= on),
        )
    )
    spoken = exists(
        select(MonthlyCapacity.id).where(
            MonthlyCapacity.organization_id == thing, MonthlyCapacity.stated_at >= _N.written_at
        )
    )
    return [
        (("M01", "M03"), opinions),
        (("M02",), exists().where(Market.id == thing, Market.state == MarketState.OPINION_GIVEN)),
        (
            ("M05",),
            exists().where(
                PartnerRequest.id == thing,
                PartnerRequest.state == RequestState.SENT,
                PartnerRequest.reply_by >= on,
            ),
        ),
        (
            ("M06",),
            exists().where(PartnerRequest.id == thing, PartnerRequest.state == RequestState.COUNTERED),
        ),
        (("M07",), exists().where(Commitment.id == thing, Commitment.state == CommitmentState.DRAFT)),
        (
            ("M08",),
            exists().where(Commitment.id == thing, Commitment.state == CommitmentState.SUBMITTED),
        ),
        (("M09",), exists().where(AllocationLine.id == thing, AllocationLine.state == LineState.PROPOSED)),
        (("M11",), or_(and_(_N.part == 0, ~month_sent), and_(_N.part != 0, _lines_to_type()))),
        (("M13",), ~month_sent),
        (("M12",), proofs),
        (
            ("M89",),
            exists().where(Relay.id == thing, Relay.state.in_((RelayState.TO_PREPARE, RelayState.PROPOSED))),
        ),
        (("M14",), exists().where(Relay.id == thing, Relay.state == RelayState.TO_PREPARE)),
        (
            ("M15",),
            exists().where(
                Relay.id == thing,
                Relay.state.in_((RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)),
            ),
        ),
        (
            ("M17",),
            and_(
                exists().where(PathwayEmployee.id == thing), ~exists().where(PathwayExit.pathway_id == thing)
            ),
        ),
        (
            ("M37",),
            and_(
                ~exists().where(
                    QuarterConfirmation.territory_id == thing, QuarterConfirmation.quarter == _N.month
                ),
                ~exists().where(QuarterConsolidation.quarter == _N.month),
            ),
        ),
        (("M32",), ~mandated),
        (
            ("M33",),
            exists().where(MonthlyReport.id == thing, MonthlyReport.state == ReportState.TO_CORRECT),
        ),
        (("M58",), exists().where(LineContest.id == thing, LineContest.state == ContestState.OPEN)),
        (("M41",), ~exists().where(Answer.question_id == thing)),
        (
            ("M47",),
            exists().where(
                Subcontract.id == thing, Subcontract.accepted_on.is_(None), Subcontract.refused_on.is_(None)
            ),
        ),
        (("M48",), ~spoken),
        (
            ("M80",),
            exists().where(
                PoolAgreement.id == thing,
                PoolAgreement.state == AgreementState.ASKED,
                PoolAgreement.pool_id == HoursPool.id,
                HoursPool.state == PoolState.PROPOSED,
            ),
        ),
        (
            ("M66",),
            exists().where(
                SignUp.id == thing,
                SignUp.state.in_((SignUpState.WAITING_MANAGERS, SignUpState.WAITING_COORDINATION)),
            ),
        ),
    ]


def _lines_to_type() -> Criterion:
    """A structure (`thing_id`) employs people on a lot of which it has typed nothing in the month, and nothing was sent."""

    def number(day: Any) -> Any:
        return extract("year", day) * 12 + extract("month", day)

    contract = EmploymentContract
    return exists().where(
        contract.employer_id == _N.thing_id,
        number(contract.starts_on) <= number(_N.month),
        or_(contract.ends_on.is_(None), contract.ends_on >= _N.month),
        ~exists().where(
            MonthlyReport.lot_id == contract.lot_id,
            MonthlyReport.month == _N.month,
            or_(
                MonthlyReport.state.not_in((ReportState.TO_ENTER, ReportState.DRAFT)),
                MonthlyReport.entries.any(HoursEntry.employer_id == contract.employer_id),
            ),
        ),
    )


def choice_of(user_id: int, kind: str) -> Delivery:
    """How this person wants this kind of message; what is obligatory is not asked."""
    if notice_of(kind).obligatory:
        return Delivery.AT_ONCE
    chosen = db.session.scalar(
        select(DeliveryChoice.delivery).where(DeliveryChoice.user_id == user_id, DeliveryChoice.kind == kind)
    )
    return chosen or Delivery.AT_ONCE


def choices_of(user_id: int) -> dict[str, Delivery]:
    """What differs from the usual."""
    rows = db.session.scalars(select(DeliveryChoice).where(DeliveryChoice.user_id == user_id))
    return {row.kind: row.delivery for row in rows}


def kinds_for(user_id: int) -> list[str]:
    """The kinds of message that the roles of a person may receive, in the order of the table."""
    roles = set(
        db.session.scalars(
            select(Membership.role).where(Membership.user_id == user_id, Membership.active).distinct()
        )
    )
    return [kind for kind, notice in NOTICES.items() if roles & notice.roles]


def refusal_of(user_id: int) -> RefusedAddress | None:
    """The refusal of the address of an account by its mail server, while it stands."""
    return db.session.scalar(
        select(RefusedAddress)
        .join(User, func.lower(User.email) == RefusedAddress.address)
        .where(User.id == user_id)
    )
