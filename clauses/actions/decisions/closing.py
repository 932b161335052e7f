"""How does a lot end? The resource person's report, the buyer's closing, and a reopening that asks for two functions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clauses.access.gate import load, load_by
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.domain import events_decisions
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds import CommitmentState, MarketState, ReportState
from clauses.domain.kinds_decisions import Attribution, DecisionCause, DecisionKind
from clauses.domain.lifecycle import COMMITMENT, MARKET, CommitmentMove, MarketMove, advance
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.decisions import ClosingReport, LotClosing
from clauses.models.hours import MonthlyReport
from clauses.models.markets import Lot, Market
from clauses.queries import closing, decisions
from clauses.queries.decisions import FOR_A_CASE, Case
from clauses.queries.hours_people import names_on
from clauses.reference.geography import folded

LEAST_TEXT = 30


@dataclass(frozen=True, slots=True)
class ReportFields:
    """The closing report as it is typed; `neutralise` in hundredths."""

    text: str
    causes: tuple[DecisionCause, ...] = ()
    neutralise: int | None = None
    attribution: Attribution | None = None


@action
def send_closing_report(
    actor: Actor, commitment_id: int, fields: ReportFields, *, now: datetime
) -> ClosingReport:
    """Send the report of a lot to its buyer, from one month before its end; sent again, the last one stands.

    The resource person states facts and gives an opinion; it never decides. Refuses a report before its day, one that
    says nothing, one that names a participant, and a month that still waits to be validated.
    """
    commitment = load(actor, Permission.CLOSING_REPORT, Commitment, commitment_id)
    lot = db.session.get_one(Lot, commitment.lot_id, options=list(FOR_A_CASE))
    case = decisions.case_of(lot, civil_day(now))
    if case is None:
        raise Refused("decision_nothing_owed")
    on, opens = civil_day(now), decisions.opens_on(case.version)
    if on < opens and not _terminated(case):
        raise Refused("closing_report_early", day=opens)
    refusals: list[DomainError] = _submitted(lot.id)
    if len(fields.text) < LEAST_TEXT:
        refusals.append(Refused("bilan_text", field="bilan_text"))
    name = named(fields.text, names_on([lot.id]), folded)
    if name:
        refusals.append(Refused("follow_up_names", field="bilan_text", name=name))
    if (fields.neutralise or 0) > case.left:
        refusals.append(Refused("neutralise_over", field="op_neutral", left=case.left))
    if fields.attribution is None:
        refusals.append(Refused("choose", field="op_attribution"))
    if refusals or fields.attribution is None:
        raise Several(refusals)
    made = ClosingReport(
        lot_id=lot.id, number=next_number(ClosingReport.number, ClosingReport.lot_id == lot.id), text=fields.text,
        causes=[one.value for one in fields.causes], neutralise=fields.neutralise or 0,
        attribution=fields.attribution, target=case.figures.owed + case.neutralised, neutralised=case.neutralised,
        validated=case.validated, persons=case.figures.persons, sent_on=on, sent_at=now, sent_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "lot:closing_report", lot, now=now, lot_id=lot.id, number=made.number, hours=made.validated,
            target=made.target, neutralise=made.neutralise)  # fmt: skip
    record(events_decisions.ClosingReportSent(made.id), now=now)
    return made


@action
def close_lot(
    actor: Actor, market_id: int, number: int, *, comment: str | None, seen_version: int | None, now: datetime
) -> LotClosing:
    """Freeze a lot in its final state, once its report is there; nothing of it changes from then on.

    Refuses a lot without its report, one whose execution has not ended, a month that waits to be validated, and a
    penalty that waits to be decided.
    """
    lot = load_by(actor, Permission.LOT_CLOSE, Lot, Lot.market_id == market_id, Lot.number == number)
    check_version(lot, seen_version)
    lot = load(actor, Permission.LOT_CLOSE, Lot, lot.id, *FOR_A_CASE)
    on = civil_day(now)
    case = decisions.case_of(lot, on)
    if case is None:
        raise Refused("decision_nothing_owed")
    if case.report is None:
        raise Refused("close_without_report")
    if not case.ended and not _terminated(case):
        raise Refused("close_early", day=case.ended_on)
    refusals = _submitted(lot.id)
    waits = [
        one
        for one in decisions.decisions_of(lot.id)
        if one.kind is DecisionKind.PENALTY and one.state in decisions.OPEN
    ]
    if waits:
        refusals.append(Refused("close_penalty_waits"))
    name = named(comment or "", names_on([lot.id]), folded)
    if name:
        refusals.append(Refused("follow_up_names", field="close_comment", name=name))
    if refusals:
        raise Several(refusals)
    met = closing.sub_targets_met(lot, case.figures.owed)
    status = closing.status_at_closing(case, on)
    proposed, decided = decisions.penalties_of(lot.id)
    made = LotClosing(
        lot_id=lot.id, number=next_number(LotClosing.number, LotClosing.lot_id == lot.id), report_id=case.report.id,
        status=status, target=case.figures.owed + case.neutralised, neutralised=case.neutralised,
        validated=case.validated, persons=case.figures.persons, sub_targets_met=met, proposed_amount=proposed,
        decided_amount=decided, comment=comment, closed_on=on, closed_at=now, closed_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    _end_commitment(lot.id)
    db.session.flush()
    lot.closed_on = on
    _end_market(lot)
    db.session.flush()
    journal(actor, "lot:close", lot, now=now, lot_id=lot.id, state=status, hours=made.validated, target=made.target,
            neutralised=made.neutralised, proposed=proposed, amount=decided)  # fmt: skip
    record(events_decisions.LotClosed(made.id), now=now)
    return made


@action
def reopen_lot(actor: Actor, lot_id: int, *, reason: str | None, now: datetime) -> LotClosing:
    """Ask that a closed lot be opened again, with a reason; somebody of the other function confirms, and it is open.

    The coordination and the administration act together: the second confirms what the first asked. Refuses the same
    person, and the same function twice.
    """
    lot = load(actor, Permission.LOT_REOPEN, Lot, lot_id)
    found = db.session.scalars(
        select(LotClosing)
        .where(LotClosing.lot_id == lot.id, LotClosing.reopened_on.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None or lot.closed_on is None:
        raise IllegalMove("lot_not_closed")
    if found.reopening_asked_by_id is None:
        if not reason or len(reason) < LEAST_TEXT:
            raise Refused("lot_reopen_reason", field="reopen_reason")
        found.reopening_asked_on, found.reopening_asked_by_id = civil_day(now), actor.user_id
        found.reopening_asked_as, found.reopening_reason = actor.role, reason
        journal(actor, "lot:reopening_ask", lot, now=now, lot_id=lot.id)
        record(events_decisions.ReopeningAsked(found.id), now=now)
        return found
    if found.reopening_asked_as is actor.role or found.reopening_asked_by_id == actor.user_id:
        raise Refused("reopen_other", day=found.reopening_asked_on)
    found.reopened_on, found.reopened_by_id = civil_day(now), actor.user_id
    lot.closed_on = None
    market = db.session.get_one(Market, lot.market_id)
    if market.state is MarketState.CLOSED:
        market.state = advance(MARKET, market.state, MarketMove.REOPEN)
    for commitment in db.session.scalars(select(Commitment).where(Commitment.lot_id == lot.id)):
        if commitment.state is CommitmentState.CLOSED:
            commitment.state = advance(COMMITMENT, commitment.state, CommitmentMove.REOPEN)
    journal(actor, "lot:reopen", lot, now=now, lot_id=lot.id)
    record(events_decisions.LotReopened(found.id), now=now)
    return found


def _terminated(case: Case) -> bool:
    return closing.terminated(case.lot.id)


def _submitted(lot_id: int) -> list[DomainError]:
    """A month that was sent and waits for its validation: its hours are not in the figures yet."""
    month = db.session.scalar(
        select(MonthlyReport.month)
        .where(MonthlyReport.lot_id == lot_id, MonthlyReport.state == ReportState.SUBMITTED)
        .order_by(MonthlyReport.month)
        .limit(1)
    )
    return [Refused("close_month_waits", month=month)] if month else []


def _end_commitment(lot_id: int) -> None:
    for one in db.session.scalars(select(Commitment).where(Commitment.lot_id == lot_id)):
        if (one.state, CommitmentMove.CLOSE) in COMMITMENT:
            one.state = advance(COMMITMENT, one.state, CommitmentMove.CLOSE)


def _end_market(lot: Lot) -> None:
    """A market is closed with the last of its lots that was awarded with a clause."""
    market = db.session.scalars(
        select(Market).where(Market.id == lot.market_id).with_for_update(of=Market)
    ).one()
    others = db.session.scalars(select(Lot).where(Lot.market_id == lot.market_id, Lot.id != lot.id)).all()
    left = [one for one in others if one.closed_on is None and one.has_clause and one.result is None]
    left += [one for one in others if one.closed_on is None and one.award is not None and one.targets]
    if not left and (market.state, MarketMove.CLOSE) in MARKET:
        market.state = advance(MARKET, market.state, MarketMove.CLOSE)
