"""How does a person pass from an association intermédiaire to an ETTI (R6)? Proposal, two agreements, hand-over.

The resource person proposes a structure and a day; the structure answers without knowing who the person is; the
agreement of the person is written down, with its day, by the AI or the resource person; then the person is handed
over. Whoever says no sends the relay back to where it was: to be prepared, with another structure.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, record
from clauses.actions.hours.hand_over import contract_with, cooperate, step
from clauses.actions.hours.watching import OPEN_RELAYS
from clauses.domain import events
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import (
    DeclineReason,
    EmployerKind,
    EntryState,
    MarketState,
    Modality,
    OverrideReason,
    RelayState,
    Role,
)
from clauses.domain.kinds_relays import RelayStepKind
from clauses.domain.values import last_day, month_of
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport, Relay
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.queries.hours_facts import lot_period

P = Permission


@action
def propose_relay(
    actor: Actor, relay_id: int, to_id: int | None, planned_on: date | None, *, now: datetime
) -> Relay:
    """Choose the ETTI and the day. Refuses another kind of structure, and a day before the months already worked in
    the AI; a new proposal asks for both agreements again, unless it is the same."""
    relay = _open_relay(actor, P.RELAY_PREPARE, relay_id)
    if relay.state is RelayState.AGREED:
        raise IllegalMove("relay_settled", state=relay.state)
    if to_id is None:
        raise Refused("relay_to", field="relay_to")
    etti = db.session.get(Organization, to_id)
    if etti is None or etti.employer_kind is not EmployerKind.ETTI:
        raise Refused("relay_not_etti", field="relay_to")
    if planned_on is None:
        raise Refused("relay_date", field="relay_date")
    _refuse_before_last_month(relay, planned_on)
    if (relay.state, relay.to_id, relay.planned_on) == (RelayState.PROPOSED, etti.id, planned_on):
        return relay
    before = relay.state
    relay.answered_on = relay.answered_by_id = relay.consented_on = relay.consented_by_id = None
    relay.state, relay.to_id, relay.planned_on = RelayState.PROPOSED, etti.id, planned_on
    _keep(actor, relay, RelayStepKind.PROPOSED, before, now, day=planned_on)
    return relay


@action
def accept_relay(actor: Actor, relay_id: int, *, now: datetime) -> Relay:
    """The ETTI takes the person; the resource person may write down an answer heard on the telephone."""
    relay = _proposed(actor, relay_id, Relay.to_id)
    if relay.answered_on is not None:
        raise IllegalMove("relay_answered")
    relay.answered_on, relay.answered_by_id = civil_day(now), actor.user_id
    return _agree(actor, relay, RelayStepKind.ACCEPTED, now, day=relay.planned_on)


@action
def decline_relay(actor: Actor, relay_id: int, reason: DeclineReason | None, *, now: datetime) -> Relay:
    """The ETTI cannot take the person, and says why; the relay is to be prepared again."""
    relay = _proposed(actor, relay_id, Relay.to_id)
    if reason is None:
        raise Refused("relay_decline", field="relay_decline")
    return _back(actor, relay, RelayStepKind.DECLINED, now, reason=reason.value)


@action
def consent_relay(
    actor: Actor, relay_id: int, agreed: bool, agreed_on: date | None, *, now: datetime
) -> Relay:
    """Write down that the person agrees, on which day. Only then does the ETTI know who the person is. Refuses an
    agreement of the future, and one older than the alert."""
    relay = _proposed(actor, relay_id, Relay.employer_id)
    if not agreed:
        raise Refused("relay_agreed", field="relay_agreed")
    if relay.consented_on is not None:
        raise IllegalMove("relay_consented")
    on = agreed_on or civil_day(now)
    if on > civil_day(now):
        raise Refused("relay_agreed_future", field="relay_agreed_on")
    if on < relay.alert_month:
        raise Refused("relay_agreed_past", field="relay_agreed_on", alert=relay.alert_month)
    relay.consented_on, relay.consented_by_id = on, actor.user_id
    return _agree(actor, relay, RelayStepKind.CONSENTED, now, day=on)


@action
def refuse_consent(actor: Actor, relay_id: int, *, now: datetime) -> Relay:
    """The person does not want this relay: it is prepared again, with somebody else. Nobody asks why."""
    relay = _proposed(actor, relay_id, Relay.employer_id)
    return _back(actor, relay, RelayStepKind.CONSENT_REFUSED, now)


@action
def cancel_relay(actor: Actor, relay_id: int, reason: str | None, *, now: datetime) -> Relay:
    """Take back a proposal, agreed or not, with the reason; the relay is to be prepared again."""
    relay = _open_relay(actor, P.RELAY_PREPARE, relay_id)
    if relay.state is RelayState.TO_PREPARE:
        raise IllegalMove("relay_settled", state=relay.state)
    if not reason:
        raise Refused("relay_cancel", field="relay_cancel")
    return _back(actor, relay, RelayStepKind.CANCELLED, now, reason=reason)


@action
def hand_over(
    actor: Actor, relay_id: int, starts_on: date | None, end_placement: bool, *, now: datetime
) -> Relay:
    """The mission contract is signed: the person is employed by the ETTI on the lot from that day.

    The row of the person, the proofs and the hours stay as they are; the contract of the AI ends the day before when
    asked. Refuses a day before the months already worked in the AI, or outside the execution of the lot.
    """
    relay = _open_relay(actor, P.RELAY_ANSWER, relay_id)
    if actor.role is Role.SIAE and actor.organization_id != relay.to_id:
        raise Forbidden
    if relay.state is not RelayState.AGREED:
        raise IllegalMove("relay_not_agreed")
    day = starts_on or relay.planned_on
    if day is None:
        raise Refused("relay_date", field="relay_start")
    last_month = _refuse_before_last_month(relay, day, "relay_start")
    lot = relay.lot
    period = lot_period(lot)
    if period is None or not period[0] <= month_of(day) <= period[1]:
        first, last = period or (day, day)
        raise Refused("month_out_of_lot", field="relay_start", start=first, end=last)
    etti = db.session.get_one(Organization, relay.to_id)
    contract = contract_with(lot, relay.participant_id, etti, day, now)
    if end_placement:
        _end_placement(relay, day, last_month)
    relay.state, relay.done_on, relay.contract_id = RelayState.DONE, civil_day(now), contract.id
    cooperate(relay, lot.id, now)
    _keep(actor, relay, RelayStepKind.HANDED_OVER, RelayState.AGREED, now, day=day)
    return relay


@action
def override_relay(actor: Actor, relay_id: int, reason: OverrideReason | None, *, now: datetime) -> Relay:
    """Let the person stay in the AI beyond the relay, with a reason; the legal ceiling (R7) still blocks."""
    relay = _open_relay(actor, P.RELAY_PREPARE, relay_id)
    if reason is None:
        raise Refused("relay_override", field="override_reason")
    before = relay.state
    _forget_proposal(relay)
    relay.state, relay.override_reason = RelayState.OVERRIDDEN, reason
    _keep(actor, relay, RelayStepKind.OVERRIDDEN, before, now, reason=reason.value)
    return relay


def _open_relay(actor: Actor, permission: Permission, relay_id: int) -> Relay:
    """The lot first, then the relay: the order in which acts about hours take their locks."""
    lot_id = db.session.scalar(select(Relay.lot_id).where(Relay.id == relay_id))
    if lot_id is not None:
        db.session.execute(select(Lot.id).where(Lot.id == lot_id).with_for_update())
    relay = load(
        actor, permission, Relay, relay_id,
        joinedload(Relay.lot).joinedload(Lot.market), joinedload(Relay.lot).joinedload(Lot.award),
        joinedload(Relay.lot).selectinload(Lot.targets), selectinload(Relay.participant),
    )  # fmt: skip
    if relay.state not in OPEN_RELAYS:
        raise IllegalMove("relay_settled", state=relay.state)
    if relay.lot.market.state in (MarketState.CLOSED, MarketState.CANCELLED):
        raise IllegalMove("lot_closed")
    return relay


def _proposed(actor: Actor, relay_id: int, whose: object) -> Relay:
    """A relay under proposal that this actor answers: the structure named by `whose`, or the resource person."""
    relay = _open_relay(actor, P.RELAY_ANSWER, relay_id)
    expected = relay.to_id if whose is Relay.to_id else relay.employer_id
    if actor.role is Role.SIAE and actor.organization_id != expected:
        raise Forbidden
    if relay.state is not RelayState.PROPOSED:
        raise IllegalMove("relay_settled", state=relay.state)
    return relay


def _agree(actor: Actor, relay: Relay, kind: RelayStepKind, now: datetime, *, day: date | None) -> Relay:
    """Both agreements make the relay agreed, in whichever order they come."""
    if relay.answered_on is not None and relay.consented_on is not None:
        relay.state = RelayState.AGREED
    _keep(actor, relay, kind, RelayState.PROPOSED, now, day=day)
    return relay


def _back(
    actor: Actor, relay: Relay, kind: RelayStepKind, now: datetime, *, reason: str | None = None
) -> Relay:
    """To be prepared again; the step remembers with whom it was not done."""
    before, to_id = relay.state, relay.to_id
    _forget_proposal(relay)
    relay.state = RelayState.TO_PREPARE
    _keep(actor, relay, kind, before, now, to_id=to_id, reason=reason)
    return relay


def _forget_proposal(relay: Relay) -> None:
    relay.to_id = relay.planned_on = relay.answered_on = relay.answered_by_id = None
    relay.consented_on = relay.consented_by_id = None


def _keep(
    actor: Actor, relay: Relay, kind: RelayStepKind, before: RelayState, now: datetime, *, to_id: int | None = None,
    day: date | None = None, reason: str | None = None,
) -> None:  # fmt: skip
    to_id = to_id or relay.to_id
    made = step(actor, relay, kind, now, to_id=to_id, day=day, reason=reason)
    journal(
        actor, f"relay:{kind}", relay, now=now, lot_id=relay.lot_id, before=before, after=relay.state, to=to_id, day=day,
    )  # fmt: skip
    if kind is not RelayStepKind.OVERRIDDEN:
        record(events.RelayMoved(made.id), now=now)


def _last_month(relay: Relay) -> date | None:
    """The last month of the lot in which hours of the person stand with the AI."""
    return db.session.scalar(
        select(func.max(MonthlyReport.month))
        .join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
        .where(
            MonthlyReport.lot_id == relay.lot_id,
            HoursEntry.participant_id == relay.participant_id,
            HoursEntry.employer_id == relay.employer_id,
            HoursEntry.modality == Modality.AI_PLACEMENT,
            HoursEntry.state != EntryState.REFUSED,
            HoursEntry.worked > 0,
        )
    )


def _refuse_before_last_month(relay: Relay, day: date, field: str = "relay_date") -> date | None:
    """« Le relais ne peut pas précéder le dernier jour travaillé en AI »: a month may be shared, not taken back."""
    last_month = _last_month(relay)
    if day < (last_month or relay.alert_month):
        raise Refused("relay_past", field=field, month=last_month or relay.alert_month)
    return last_month


def _end_placement(relay: Relay, day: date, last_month: date | None) -> None:
    """The contract with the AI on the lot ends the day before; with hours of that month in the AI, with the month."""
    eve = day - timedelta(days=1)
    end = max(eve, last_day(last_month)) if last_month else eve
    for contract in db.session.scalars(
        select(EmploymentContract).where(
            EmploymentContract.participant_id == relay.participant_id,
            EmploymentContract.lot_id == relay.lot_id,
            EmploymentContract.employer_id == relay.employer_id,
            EmploymentContract.modality == Modality.AI_PLACEMENT,
            EmploymentContract.starts_on <= end,
        )
    ):
        if contract.ends_on is None or contract.ends_on > end:
            contract.ends_on = end
