"""How are the hours of a month shared between an association intermédiaire and an ETTI? The excess moves, whole (R6)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, journal
from clauses.actions.hours.beyond import Typed
from clauses.actions.hours.contested import corrected
from clauses.actions.hours.hand_over import contract_with
from clauses.actions.hours.held import OPEN, clear_entry, entry_of, existing_report, held_lot
from clauses.actions.hours.watching import OPEN_RELAYS
from clauses.actions.hours.writing import write_rows
from clauses.domain import ai_cap
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import (
    EntryState,
    LineState,
    Modality,
    PlanState,
    RelayState,
    ReportState,
    Role,
)
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport, Participant, Relay
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.queries import hours_counters, hours_pooled
from clauses.queries.hours_facts import holds_lot
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
    etti = etti_for(lot, entry.participant_id)
    if etti is None:
        raise Refused("split_no_etti")
    contract = contract_with(lot, entry.participant_id, etti, month, now)
    _move(report, entry, contract, etti, split.moves)
    corrected(actor, lot, [entry], now)
    journal(
        actor, "hours:split", report, now=now, lot_id=lot.id, month=month, entry=entry.id, stays=split.stays,
        moves=split.moves, to=etti.id,
    )  # fmt: skip
    report.version += 1
    db.session.flush()
    return split.stays, split.moves, etti


def etti_for(lot: Lot, participant_id: int) -> Organization | None:
    """The ETTI agreed in the person's relay, else the one to which the plan of the lot entrusts most hours."""
    relay = db.session.scalars(
        select(Relay).where(
            Relay.participant_id == participant_id, Relay.to_id.is_not(None),
            Relay.state.in_((*OPEN_RELAYS, RelayState.DONE)),
        ).order_by(Relay.id.desc()).limit(1)
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


def give(
    report: MonthlyReport,
    person: Participant,
    contract: EmploymentContract,
    employer: Organization,
    hours: int,
) -> HoursEntry:
    """Add hours to the person's line with this employer in a report; the line is made if there is none, and is theirs."""
    line = next(
        (e for e in report.entries if e.participant_id == person.id and e.employer_id == employer.id
         and e.modality is contract.modality), None,
    )  # fmt: skip
    if line is None:
        line = HoursEntry(
            report_id=report.id, participant_id=person.id, employer_id=employer.id, modality=contract.modality,
            worked=0, training=0, state=EntryState.DRAFT, entered_by_id=employer.id,
        )  # fmt: skip
        line.participant, line.employer = person, employer
        report.entries.append(line)
    line.worked += hours
    line.state, line.refusal_reason = EntryState.DRAFT, None
    return line


def _move(
    report: MonthlyReport, entry: HoursEntry, contract: EmploymentContract, etti: Organization, hours: int
) -> None:
    """The excess leaves the AI line for the ETTI's line, which belongs to the ETTI."""
    give(report, entry.participant, contract, etti, hours)
    entry.worked -= hours
    if not entry.worked and not entry.training:
        clear_entry(report, entry)
    entry.state, entry.refusal_reason = EntryState.DRAFT, None
