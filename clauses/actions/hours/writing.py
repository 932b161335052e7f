"""How are the hours of a month kept? Every row is checked against the trade, then all are kept, or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from clauses.access.gate import Forbidden, OutOfReach
from clauses.access.policy import Actor
from clauses.actions.base import journal
from clauses.actions.hours.beyond import Pair, hold_beyond
from clauses.actions.hours.beyond import Typed as Typed
from clauses.actions.hours.contested import corrected
from clauses.actions.hours.held import OPEN, clear_entry, contracts_on, lock_people
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import EntryState, Modality, ReportState, Role
from clauses.domain.lifecycle import MONTHLY_REPORT, ReportMove, advance
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_limits, hours_pooled, hours_pools
from clauses.queries.hours_facts import covers, holds_lot


def write_rows(
    actor: Actor, lot: Lot, report: MonthlyReport, rows: Sequence[Typed], now: datetime, *, asked: bool = True,
    hold: bool = False, contracts: Mapping[int, EmploymentContract] | None = None,
) -> None:  # fmt: skip
    """Check every row against the trade, then keep them; the report becomes a draft if it was empty.

    `asked`: keeping hours is the act itself, so that nothing typed is refused; else it comes with another act. `hold`:
    what the law forbids beyond its ceiling is not refused but held, to be decided by the resource person.
    """
    _refuse_settled(actor, report)
    contracts = contracts_on(lot) if contracts is None else contracts
    known = {(e.participant_id, e.employer_id, e.modality): e for e in report.entries}
    pairs: list[Pair] = []
    typed: set[tuple[int, int, Modality]] = set()
    twice: list[DomainError] = []
    alone: list[DomainError] = []  # of the people whose hours come by a pool
    pooled = hours_pools.pooled_people([lot.id], report.month)
    fed = hours_pooled.part_entries([entry.id for entry in report.entries]) if pooled else {}
    for row in rows:
        contract = contracts.get(row.contract_id)
        if contract is None or _of_others(actor, lot, contract):
            raise OutOfReach
        line = (contract.participant_id, contract.employer_id, contract.modality)
        if line in typed:  # two contracts of one person in a month share one line
            twice.append(Refused("h_twice", field=f"h_worked-{contract.id}", name=contract.participant.short))
        typed.add(line)
        entry = known.get(line)
        _refuse_not_mine(actor, contract, entry)
        if _changes(row, entry) and (
            entry.id in fed
            if entry is not None
            else (lot.id, contract.participant_id, contract.employer_id) in pooled
        ):
            alone.append(
                Refused("pooled_line", field=f"h_worked-{contract.id}", name=contract.participant.short)
            )
        pairs.append((row, contract, entry))
    if twice or alone:
        raise Several(twice + alone)
    if hold:
        lock_people({contract.participant_id for _, contract, _ in pairs})
        pairs = hold_beyond(actor, lot, report, pairs, now)
        asked = False
    filled = [(row, contract, entry) for row, contract, entry in pairs if not row.blank]
    emptied = [entry for row, _, entry in pairs if row.blank and entry is not None]
    if not asked and not any(_changes(row, entry) for row, _, entry in pairs):
        return
    if not filled and not emptied:
        raise Refused("h_nothing", field=f"h_worked-{rows[0].contract_id}" if rows else None)
    lock_people({contract.participant_id for _, contract, _ in pairs})
    training_counts = bool(lot.clause and lot.clause.training_counts)
    refusals: list[DomainError] = []
    for row, contract, _ in filled:
        name = contract.participant.short
        if not covers(contract, report.month):
            refusals.append(
                Refused("h_period", field=f"h_worked-{contract.id}", name=name, month=report.month)
            )
        if row.training and not training_counts:
            refusals.append(Refused("h_training", field=f"h_training-{contract.id}"))
    planned = [
        hours_limits.Planned.on(c, row.worked or 0, row.training or 0, row.comment) for row, c, _ in filled
    ]
    touched = [entry.id for _, _, entry in pairs if entry is not None]
    refusals += hours_limits.refusals(lot, report.month, planned, touched=touched)
    if refusals:
        raise Several(refusals)
    for entry in emptied:
        clear_entry(report, entry)
    changed = emptied + [
        kept
        for row, contract, kept in filled
        if _keep(actor, report, row, contract, kept) and kept is not None
    ]
    if report.state is not ReportState.SUBMITTED:
        report.state = advance(MONTHLY_REPORT, report.state, ReportMove.ENTER)
    report.version += 1  # two people typing the same month are told of each other
    db.session.flush()
    corrected(actor, lot, changed, now)
    journal(
        actor, "hours:enter", report, now=now, lot_id=lot.id, month=report.month,
        entries=[[contract.id, row.worked or 0, row.training or 0] for row, contract, _ in pairs],
    )  # fmt: skip


def _changes(row: Typed, entry: HoursEntry | None) -> bool:
    kept = (entry.worked, entry.training, entry.comment) if entry is not None else (0, 0, None)
    return (row.worked or 0, row.training or 0, row.comment) != kept


def _refuse_settled(actor: Actor, report: MonthlyReport) -> None:
    if report.state in OPEN:
        return
    if report.state is ReportState.SUBMITTED:
        if actor.role is Role.RESOURCE_PERSON:
            return
        raise IllegalMove("report_sent")
    raise IllegalMove("report_settled", state=report.state)


def _of_others(actor: Actor, lot: Lot, contract: EmploymentContract) -> bool:
    """A structure types its own people alone, unless it holds the lot itself."""
    mine = contract.employer_id == actor.organization_id
    return actor.role is Role.SIAE and not mine and not holds_lot(actor, lot)


def _refuse_not_mine(actor: Actor, contract: EmploymentContract, entry: HoursEntry | None) -> None:
    """A line already typed by its structure belongs to it: the holder of the lot confirms it or contests it."""
    holders = (Role.COMPANY, Role.SIAE)
    if actor.role not in holders or entry is None or entry.employer_id == actor.organization_id:
        return
    if entry.entered_by_id == contract.employer_id:
        raise Forbidden


def _keep(
    actor: Actor, report: MonthlyReport, row: Typed, contract: EmploymentContract, kept: HoursEntry | None
) -> bool:
    """Write one row; answers whether its hours change."""
    entry = kept
    if entry is None:
        entry = HoursEntry(
            report_id=report.id, participant_id=contract.participant_id, employer_id=contract.employer_id,
            modality=contract.modality, state=EntryState.DRAFT, entered_by_id=contract.employer_id,
        )  # fmt: skip
        if actor.role is not Role.RESOURCE_PERSON:
            entry.entered_by_id = actor.organization_id
        entry.participant, entry.employer = contract.participant, contract.employer
        report.entries.append(entry)
    elif actor.role is not Role.RESOURCE_PERSON:
        entry.entered_by_id = actor.organization_id
    changed = (entry.worked, entry.training) != (row.worked or 0, row.training or 0)
    entry.worked, entry.training, entry.comment = row.worked or 0, row.training or 0, row.comment
    if changed:
        entry.state, entry.refusal_reason = EntryState.DRAFT, None
    return changed
