"""Which hours of a company wait for a document that is its to put, and on which of its lots is a relay to be foreseen?
(ux/5.2)"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.kinds import EntryState, RelayState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport, Participant, Relay
from clauses.models.markets import Award, Lot
from clauses.queries import hours_evidence
from clauses.queries.compliance import LotFigures
from clauses.queries.hours_missing import with_resource_person
from clauses.queries.worklist.found import Found, of_lot

MANY = 3_000  # hours that wait, in hundredths: 30 h
NOT_AGREED = (RelayState.TO_PREPARE, RelayState.PROPOSED)


def pieces(actor: Actor, running: list[LotFigures], on: date) -> list[Found]:
    """Lots of which more than thirty hours wait for what this company itself has to put. One statement where few wait.

    What is with a structure, or with the resource person who reads it, is asked of them and not of the company.
    """
    held = _held(actor, running)
    if not held or reach_of(actor, Permission.EVIDENCE_PUT) is None:
        return []
    typed_here = and_(
        HoursEntry.state == EntryState.PENDING_ELIGIBILITY, HoursEntry.entered_by_id == actor.organization_id
    )
    rows = db.session.execute(
        select(MonthlyReport.lot_id, func.sum(HoursEntry.worked + HoursEntry.training))
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            within_reach(actor, Permission.MONTH_VIEW, MonthlyReport), MonthlyReport.lot_id.in_(held),
            or_(HoursEntry.state == EntryState.PENDING_EVIDENCE, typed_here),
        )
        .group_by(MonthlyReport.lot_id)
    )  # fmt: skip
    many = {lot_id for lot_id, hours in rows if int(hours) > MANY}
    return [
        Found(
            "missing_pieces", of_lot(held[lot_id].lot, hours=sum(months.values())), "hours.evidence",
            {"lot_id": lot_id, "month": min(months).strftime("%Y-%m")},
        )
        for lot_id, months in _owed(actor, many).items()
        if sum(months.values()) > MANY
    ]  # fmt: skip


def _owed(actor: Actor, lot_ids: Collection[int]) -> dict[int, dict[date, int]]:
    """By lot and month, the hours that wait for a document or a proof that this company has not put (hundredths)."""
    if not lot_ids:
        return {}
    waiting = (EntryState.PENDING_EVIDENCE, EntryState.PENDING_ELIGIBILITY)
    reports = db.session.scalars(
        select(MonthlyReport)
        .where(
            MonthlyReport.lot_id.in_(lot_ids),
            MonthlyReport.entries.any(HoursEntry.state.in_(waiting)),
        )
        .options(
            selectinload(MonthlyReport.entries)
            .joinedload(HoursEntry.participant)
            .selectinload(Participant.eligibilities),
            joinedload(MonthlyReport.lot).options(joinedload(Lot.award).load_only(Award.awardee_id)),
        )
        .order_by(MonthlyReport.lot_id, MonthlyReport.month)
    ).all()
    wanted = hours_evidence.of_reports(reports)
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for report in reports:
        documents = hours_evidence.owed(report, wanted[report.id]).get(actor.organization_id, {})
        hours = sum(
            entry.worked + entry.training for entry in report.entries
            if (entry.state is EntryState.PENDING_EVIDENCE and hours_evidence.asked_of(entry, documents))
            or (
                entry.state is EntryState.PENDING_ELIGIBILITY and entry.entered_by_id == actor.organization_id
                and not with_resource_person(entry.participant)
            )
        )  # fmt: skip
        if hours:
            found[report.lot_id][report.month] = hours
    return found


def relays(actor: Actor, running: list[LotFigures], on: date) -> list[Found]:
    """Lots on which somebody comes near the limit in an AI and nobody has agreed to take over. Nobody is named or counted
    here: who it is remains with the employer and whoever follows the lot."""
    held = _held(actor, running)
    if not held:
        return []
    rows = db.session.execute(
        select(Relay.lot_id, func.min(Relay.alerted_on))
        .where(Relay.lot_id.in_(held), Relay.state.in_(NOT_AGREED))
        .group_by(Relay.lot_id)
        .order_by(Relay.lot_id)
    )
    return [
        Found(
            "relay_ahead", of_lot(held[lot_id].lot), "markets.lot",
            {"market_id": held[lot_id].lot.market_id, "number": held[lot_id].lot.number}, since,
        )
        for lot_id, since in rows
    ]  # fmt: skip


def _held(actor: Actor, running: list[LotFigures]) -> dict[int, LotFigures]:
    return {
        one.lot.id: one for one in running
        if one.lot.award is not None and one.lot.award.awardee_id == actor.organization_id
    }  # fmt: skip
