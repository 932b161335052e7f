"""What is in somebody's calendar between two days: what is due, what is planned, and what they wrote themselves? (E11)

Each thing is read with the reach of the person who asks; no participant is named, for a calendar leaves the portal.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain import quarters
from clauses.domain.kinds import MarketState, RelayState, Role
from clauses.domain.kinds_agenda import AgendaKind
from clauses.domain.kinds_decisions import ASKING, DecisionState
from clauses.domain.kinds_follow_up import RecoveryState
from clauses.domain.kinds_requests import RequestState
from clauses.domain.values import add_months, month_of, months
from clauses.extensions import db
from clauses.models.agenda import Appointment
from clauses.models.allocation import Commitment
from clauses.models.awards import KickOff
from clauses.models.cooperation import CollectiveSession, NetworkMeeting
from clauses.models.decisions import Decision, DecisionAnswer, DecisionParty
from clauses.models.follow_up import RecoveryAction
from clauses.models.hours import Relay
from clauses.models.markets import Lot, Market
from clauses.models.partner_requests import PartnerRequest
from clauses.models.people import Membership
from clauses.models.territory import Territory
from clauses.queries.decisions import ended_on
from clauses.queries.hours_exits import exits
from clauses.queries.hours_facts import due_on

P = Permission
K = AgendaKind
MOST = 300  # of one kind in a month
# Where each role deals with the statements of a month.
DUE_AT = {
    Role.COMPANY: "hours.month_list",
    Role.SIAE: "hours.grid",
    Role.RESOURCE_PERSON: "hours.validation_month",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of the calendar: why, on what, and the page where it is dealt with; `number` is that of an appointment."""

    day: date
    kind: AgendaKind
    facts: dict[str, Any] = field(default_factory=dict)
    at: str | None = None
    place: str | None = None
    endpoint: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    number: int | None = None
    version: int | None = None
    key: str = ""  # the same thing has the same one, month after month


def entries(actor: Actor, first: date, last: date, on: date) -> list[Entry]:
    """Everything from a day to another, both included, in order; `on` is today."""
    found = [
        *_lots(actor, first, last), *_opinions(actor, first, last), *_relays(actor, first, last),
        *_exits(actor, first, last, on), *_decisions(actor, first, last), *_recovery(actor, first, last), *_requests(actor, first, last),
        *_quarters(actor, first, last), *meetings(actor, first, last),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.day, one.at or "", one.kind.value, one.key))


def meetings(actor: Actor, first: date, last: date) -> list[Entry]:
    """Where people meet from a day to another: kick-offs, joint sessions, meetings, appointments. Open to every role."""
    return [
        *_kick_offs(actor, first, last), *_territories(actor, first, last), *_appointments(actor, first, last),
    ]  # fmt: skip


def _lot(lot: Lot) -> dict[str, Any]:
    return {"ref": lot.market.reference, "lot": lot.number}


def _lots(actor: Actor, first: date, last: date) -> list[Entry]:
    """The monthly statements that are due, all lots of a month together, and the ends of execution."""
    if reach_of(actor, P.COMMITMENT_VIEW) is None:
        return []
    rows = db.session.scalars(
        select(Lot)
        .join(Commitment, Commitment.lot_id == Lot.id)
        .where(
            within_reach(actor, P.COMMITMENT_VIEW, Commitment), Lot.closed_on.is_(None),
        )
        .options(joinedload(Lot.market), selectinload(Lot.targets))
        .order_by(Lot.id)
    ).all()  # fmt: skip
    lots = [lot for lot in rows if lot.targets]
    found, due = [], Counter[date]()
    for lot in lots:
        version = lot.targets[-1]
        end = ended_on(version)
        if first <= end <= last:
            found.append(
                Entry(end, K.END, _lot(lot), endpoint="markets.lot", key=f"end-{lot.id}",
                      values={"market_id": lot.market_id, "number": lot.number})
            )  # fmt: skip
        for month in months(add_months(month_of(first), -1), 2):
            if month_of(version.exec_start) <= month <= month_of(end) and first <= due_on(month) <= last:
                due[month] += 1
    found += [
        Entry(due_on(month), K.REPORT, {"month": month, "n": n}, endpoint=DUE_AT[actor.role],
              values={} if actor.role is Role.COMPANY else {"month": f"{month:%Y-%m}"}, key=f"report-{month:%Y-%m}")
        for month, n in due.items()
    ]  # fmt: skip
    return found


def _opinions(actor: Actor, first: date, last: date) -> list[Entry]:
    if reach_of(actor, P.OPINION_GIVE) is None:
        return []
    rows = db.session.scalars(
        select(Market)
        .where(
            Market.state == MarketState.OPINION_REQUESTED, Market.opinion_due_on.between(first, last),
            Market.id.in_(select(Lot.market_id).where(within_reach(actor, P.OPINION_GIVE, Lot))),
        )
        .order_by(Market.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.opinion_due_on, K.OPINION, {"ref": one.reference}, endpoint="markets.instruction",
              values={"market_id": one.id}, key=f"opinion-{one.id}")
        for one in rows
        if one.opinion_due_on
    ]  # fmt: skip


def _kick_offs(actor: Actor, first: date, last: date) -> list[Entry]:
    rows = db.session.scalars(
        select(KickOff)
        .join(Lot, Lot.id == KickOff.lot_id)
        .where(
            KickOff.planned_on.between(first, last), KickOff.held_on.is_(None),
            within_reach(actor, P.MARKET_VIEW, Lot),
        )
        .options(joinedload(KickOff.lot).joinedload(Lot.market))
        .order_by(KickOff.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.planned_on, K.KICK_OFF, _lot(one.lot), one.planned_at, one.place, "markets.kick_off",
              {"market_id": one.lot.market_id, "number": one.lot.number}, key=f"kick-off-{one.id}")
        for one in rows
    ]  # fmt: skip


def _relays(actor: Actor, first: date, last: date) -> list[Entry]:
    if reach_of(actor, P.RELAY_VIEW) is None:
        return []
    rows = db.session.scalars(
        select(Relay)
        .where(
            Relay.planned_on.between(first, last), Relay.state.in_((RelayState.PROPOSED, RelayState.AGREED)),
            within_reach(actor, P.RELAY_VIEW, Relay),
        )
        .options(joinedload(Relay.lot).joinedload(Lot.market))
        .order_by(Relay.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.planned_on, K.RELAY, _lot(one.lot), endpoint="hours.relays", key=f"relay-{one.id}")
        for one in rows
        if one.planned_on
    ]


def _exits(actor: Actor, first: date, last: date, on: date) -> list[Entry]:
    """The stays that end, and the days by which each exit is prepared; nobody is named."""
    if reach_of(actor, P.PATHWAY_KEEP) is None:
        return []
    found = []
    for row in exits(actor, on):
        values = {"pathway_id": row.one.id}
        if row.stay.ends_on and first <= row.stay.ends_on <= last:
            found.append(Entry(row.stay.ends_on, K.EXIT, {"what": "end"}, endpoint="hours.exit_sheet", values=values,
                               key=f"exit-{row.one.id}"))  # fmt: skip
        if row.due_on and not row.opened and first <= row.due_on <= last:
            found.append(Entry(row.due_on, K.EXIT, {"what": "prepare"}, endpoint="hours.exit_sheet", values=values,
                               key=f"exit-due-{row.one.id}"))  # fmt: skip
    return found


def _decisions(actor: Actor, first: date, last: date) -> list[Entry]:
    """The days until which decisions may be answered; that of a member of a group stays, whatever another one contests."""
    if reach_of(actor, P.DECISION_VIEW) is None:
        return []
    own = (
        exists().where(
            DecisionParty.decision_id == Decision.id, DecisionParty.organization_id == actor.organization_id,
            DecisionParty.owes.is_(True),
        )
        & ~exists().where(
            DecisionAnswer.decision_id == Decision.id, DecisionAnswer.organization_id == actor.organization_id
        )
    )  # fmt: skip
    waited = (Decision.state == DecisionState.CONTESTED) & Decision.decided_on.is_(None) & own
    rows = db.session.scalars(
        select(Decision)
        .where(
            Decision.answer_by.between(first, last), within_reach(actor, P.DECISION_VIEW, Decision),
            (Decision.state == DecisionState.PROPOSED) | Decision.kind.in_(ASKING) | waited,
        )
        .options(joinedload(Decision.lot).joinedload(Lot.market))
        .order_by(Decision.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.answer_by, K.DECISION, _lot(one.lot), endpoint="compliance.decision",
              values={"decision_id": one.id}, key=f"decision-{one.id}")
        for one in rows
        if one.answer_by
    ]  # fmt: skip


def _recovery(actor: Actor, first: date, last: date) -> list[Entry]:
    """The last days of the actions that were kept, for whoever does them and whoever follows the lot."""
    if reach_of(actor, P.RECOVERY_FINISH) is None:
        return []
    rows = db.session.scalars(
        select(RecoveryAction)
        .join(Lot, Lot.id == RecoveryAction.lot_id)
        .where(
            RecoveryAction.due_on.between(first, last), RecoveryAction.state == RecoveryState.KEPT,
            within_reach(actor, P.RECOVERY_FINISH, RecoveryAction), Lot.closed_on.is_(None),
        )
        .options(joinedload(RecoveryAction.lot).joinedload(Lot.market))
        .order_by(RecoveryAction.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.due_on, K.RECOVERY, _lot(one.lot), endpoint="compliance.recovery",
              values={"recovery_id": one.id}, key=f"recovery-{one.id}")
        for one in rows
    ]  # fmt: skip


def _requests(actor: Actor, first: date, last: date) -> list[Entry]:
    """The answers that a structure owes to companies."""
    if reach_of(actor, P.REQUEST_ANSWER) is None:
        return []
    rows = db.session.scalars(
        select(PartnerRequest)
        .where(
            PartnerRequest.reply_by.between(first, last), PartnerRequest.state == RequestState.SENT,
            within_reach(actor, P.REQUEST_ANSWER, PartnerRequest),
        )
        .options(joinedload(PartnerRequest.company))
        .order_by(PartnerRequest.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.reply_by, K.REQUEST, {"company": one.company.name}, endpoint="partners.one_request",
              values={"partner_request_id": one.id}, key=f"request-{one.id}")
        for one in rows
    ]  # fmt: skip


def _territories(actor: Actor, first: date, last: date) -> list[Entry]:
    """The joint sessions and the meetings of the territories within reach."""
    if reach_of(actor, P.COOPERATION_VIEW) is None:
        return []
    there = {
        one.id: one
        for one in db.session.scalars(
            select(Territory).where(within_reach(actor, P.COOPERATION_VIEW, Territory))
        )
    }
    sessions = db.session.scalars(
        select(CollectiveSession).where(
            CollectiveSession.held_on.between(first, last), CollectiveSession.territory_id.in_(there)
        )
    )
    meetings = db.session.scalars(
        select(NetworkMeeting).where(
            NetworkMeeting.held_on.between(first, last), NetworkMeeting.territory_id.in_(there)
        )
    )

    def entry(one: CollectiveSession | NetworkMeeting, kind: AgendaKind, endpoint: str) -> Entry:
        code = there[one.territory_id].code
        return Entry(one.held_on, kind, {"code": code}, None, one.place, endpoint,
                     {"annee": one.held_on.year, "territoire": code}, key=f"{kind.value}-{one.id}")  # fmt: skip

    return [
        *(entry(one, K.SESSION, "cooperation.sessions") for one in sessions),
        *(entry(one, K.MEETING, "cooperation.meetings") for one in meetings),
    ]


def _quarters(actor: Actor, first: date, last: date) -> list[Entry]:
    if reach_of(actor, P.QUARTER_CONFIRM) is None:
        return []
    quarter = quarters.previous(quarters.quarter_of(first))
    until = quarters.confirm_until(quarter)
    if not first <= until <= last:
        return []
    code = quarters.code_of(quarter)
    return [
        Entry(until, K.QUARTER, {"quarter": quarter}, endpoint="compliance.quarter", values={"period": code},
              key=f"quarter-{code}")
    ]  # fmt: skip


def _appointments(actor: Actor, first: date, last: date) -> list[Entry]:
    rows = db.session.scalars(
        select(Appointment)
        .where(
            within_reach(actor, P.CALENDAR_VIEW, Appointment), Appointment.day.between(first, last),
            Appointment.removed_on.is_(None),
        )
        .order_by(Appointment.day, Appointment.id)
        .limit(MOST)
    )  # fmt: skip
    return [
        Entry(one.day, K.APPOINTMENT, {"title": one.title}, one.at, one.place, number=one.id, version=one.version,
              key=f"appointment-{one.id}")
        for one in rows
    ]  # fmt: skip


def has_before(day: date) -> bool:
    """Some appointment is of an earlier day than this one."""
    return db.session.scalar(select(Appointment.id).where(Appointment.day < day).limit(1)) is not None


def reader_of(membership_id: int, on: date) -> Actor | None:
    """The person whose calendar a diary outside reads, with today's rights; None once they may open none."""
    membership = db.session.get(Membership, membership_id)
    actor = gate.actor_of(membership, on) if membership else None
    return actor if actor and reach_of(actor, P.CALENDAR_VIEW) else None
