"""How does a person pass from an association intermédiaire to an ETTI? Hours shared out, and the relay itself (R6)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours.counting import OPEN_RELAYS
from clauses.actions.hours.held import OPEN, clear_entry, contracts_on, entry_of, existing_report, held_lot
from clauses.actions.hours.writing import Typed, write_rows
from clauses.actions.parties import make_party
from clauses.domain import ai_cap
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import (
    ContractType,
    EmployerKind,
    EntryState,
    LineState,
    Modality,
    OverrideReason,
    PartyCapacity,
    PlanState,
    RelayState,
    ReportState,
    Role,
)
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport, Relay
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.queries import hours_counters, hours_pooled
from clauses.queries.hours_facts import covers, holds_lot
from clauses.reference import rulebook


@action
def split_entry(
    actor: Actor, lot_id: int, month: date, entry_id: int, *, rows: Sequence[Typed] = (), now: datetime
) -> tuple[int, int, Organization]:
    """« Répartir automatiquement »: what passes the relay becomes a line of the ETTI of the plan; the month's total
    does not change. Returns the hours that stay, those that move (hundredths), and the ETTI."""
    lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
    report = existing_report(lot, month)
    entry = entry_of(report, entry_id)
    if report.state not in OPEN and not (
        report.state is ReportState.SUBMITTED and actor.role is Role.RESOURCE_PERSON
    ):
        raise IllegalMove("report_settled", state=report.state)
    if actor.role is Role.SIAE and entry.employer_id != actor.organization_id and not holds_lot(actor, lot):
        raise Forbidden
    write_rows(actor, lot, report, rows, now, asked=False)
    entry = entry_of(report, entry_id)
    if hours_pooled.part_entries([entry.id]):
        raise Refused("split_pooled")
    rule = rulebook.relay(last_day(month))
    others = hours_counters.ai_hours({entry.participant_id}, without=[entry.id])[entry.participant_id]
    split = ai_cap.split_at_relay(others, month, entry.worked, rule)
    exempt = hours_counters.exempt(hours_counters.user_kinds({lot.id}).get(lot.id), month)
    if entry.modality is not Modality.AI_PLACEMENT or exempt or not split.moves:
        raise Refused("split_nothing", max=rule.max_hours)
    etti = _etti_for(lot, entry)
    if etti is None:
        raise Refused("split_no_etti")
    contract = _contract_with(lot, entry, etti, month)
    make_party(lot.id, etti.id, PartyCapacity.STRUCTURE, civil_day(now))
    _move(report, entry, contract, etti, split.moves)
    journal(
        actor, "hours:split", report, now=now, lot_id=lot.id, month=month, entry=entry.id, stays=split.stays,
        moves=split.moves, to=etti.id,
    )  # fmt: skip
    report.version += 1
    db.session.flush()
    return split.stays, split.moves, etti


@action
def propose_relay(
    actor: Actor, relay_id: int, to_id: int | None, planned_on: date | None, *, now: datetime
) -> Relay:
    """Choose the ETTI and the day; the structures and the person then agree."""
    relay = _open_relay(actor, relay_id)
    if to_id is None:
        raise Refused("relay_to", field="relay_to")
    etti = db.session.get(Organization, to_id)
    if etti is None or etti.employer_kind is not EmployerKind.ETTI:
        raise Refused("relay_not_etti", field="relay_to")
    if planned_on is None:
        raise Refused("relay_date", field="relay_date")
    if planned_on < relay.alert_month:
        raise Refused("relay_past", field="relay_date", alert=relay.alert_month)
    return _move_to(actor, relay, RelayState.PROPOSED, now, to_id=etti.id, planned_on=planned_on)


@action
def agree_relay(actor: Actor, relay_id: int, *, now: datetime) -> Relay:
    """The person and the ETTI have said yes."""
    relay = _open_relay(actor, relay_id)
    if relay.state is not RelayState.PROPOSED:
        raise IllegalMove("relay_settled", state=relay.state)
    return _move_to(actor, relay, RelayState.AGREED, now)


@action
def close_relay(actor: Actor, relay_id: int, *, now: datetime) -> Relay:
    """The mission contract is signed."""
    relay = _open_relay(actor, relay_id)
    if relay.state is not RelayState.AGREED:
        raise IllegalMove("relay_settled", state=relay.state)
    return _move_to(actor, relay, RelayState.DONE, now, done_on=civil_day(now))


@action
def override_relay(actor: Actor, relay_id: int, reason: OverrideReason | None, *, now: datetime) -> Relay:
    """Let the person stay in the AI beyond the relay, with a reason; the legal ceiling (R7) still blocks."""
    relay = _open_relay(actor, relay_id)
    if reason is None:
        raise Refused("relay_override", field="override_reason")
    return _move_to(actor, relay, RelayState.OVERRIDDEN, now, override_reason=reason)


def _open_relay(actor: Actor, relay_id: int) -> Relay:
    relay = load(actor, Permission.RELAY_PREPARE, Relay, relay_id)
    if relay.state not in OPEN_RELAYS:
        raise IllegalMove("relay_settled", state=relay.state)
    return relay


def _move_to(
    actor: Actor, relay: Relay, state: RelayState, now: datetime, *, to_id: int | None = None,
    planned_on: date | None = None, done_on: date | None = None, override_reason: OverrideReason | None = None,
) -> Relay:  # fmt: skip
    before, relay.state = relay.state, state
    relay.to_id, relay.planned_on = to_id or relay.to_id, planned_on or relay.planned_on
    relay.done_on, relay.override_reason = done_on or relay.done_on, override_reason
    journal(
        actor, f"relay:{state}", relay, now=now, lot_id=relay.lot_id, before=before, after=state, to=relay.to_id,
        planned_on=relay.planned_on, reason=override_reason,
    )  # fmt: skip
    return relay


def _etti_for(lot: Lot, entry: HoursEntry) -> Organization | None:
    """The ETTI agreed in the person's relay, else the one to which the plan of the lot entrusts most hours."""
    relay = db.session.scalars(
        select(Relay).where(Relay.participant_id == entry.participant_id, Relay.to_id.is_not(None))
        .order_by(Relay.id.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    if relay is not None:
        return db.session.get(Organization, relay.to_id)
    return db.session.scalars(
        select(Organization)
        .join(AllocationLine, AllocationLine.structure_id == Organization.id)
        .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
        .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
        .where(
            Commitment.lot_id == lot.id,
            AllocationLine.modality == Modality.ETTI_PLACEMENT,
            AllocationLine.state == LineState.ACCEPTED,
            AllocationPlan.state.in_((PlanState.SETTLED, PlanState.PROPOSED)),
        )
        .order_by(AllocationPlan.number.desc(), AllocationLine.hours.desc())
        .limit(1)
    ).one_or_none()


def _contract_with(lot: Lot, entry: HoursEntry, etti: Organization, month: date) -> EmploymentContract:
    """The person's contract with the ETTI on the lot, made if there is none in the month: same person, new employer."""
    own = [
        c for c in contracts_on(lot).values()
        if c.participant_id == entry.participant_id and c.employer_id == etti.id
    ]  # fmt: skip
    known = next((c for c in own if covers(c, month)), None)
    if known is not None:
        return known
    contract = EmploymentContract(
        participant_id=entry.participant_id, lot_id=lot.id, employer_id=etti.id, modality=Modality.ETTI_PLACEMENT,
        contract_type=ContractType.MISSION, starts_on=month,
    )  # fmt: skip
    db.session.add(contract)
    db.session.flush()
    return contract


def _move(
    report: MonthlyReport, entry: HoursEntry, contract: EmploymentContract, etti: Organization, hours: int
) -> None:
    """The excess leaves the AI line for the ETTI's line, which belongs to the ETTI."""
    target = next(
        (e for e in report.entries if e.participant_id == entry.participant_id and e.employer_id == etti.id
         and e.modality is contract.modality), None,
    )  # fmt: skip
    if target is None:
        target = HoursEntry(
            report_id=report.id, participant_id=entry.participant_id, employer_id=etti.id, modality=contract.modality,
            worked=0, training=0, state=EntryState.DRAFT, entered_by_id=etti.id,
        )  # fmt: skip
        target.participant, target.employer = entry.participant, etti
        report.entries.append(target)
    target.worked += hours
    entry.worked -= hours
    if not entry.worked and not entry.training:
        clear_entry(report, entry)
    for touched in (target, entry):
        touched.state, touched.refusal_reason, touched.contested = EntryState.DRAFT, None, None
