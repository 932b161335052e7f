"""What waits too long or goes astray on the lots of this person, and what is there to do about it? The alerts of ux/5.

They are read from the figures that the page shows already: six statements at most for a buyer, two for the others where
nothing is wrong.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.kinds import CommitmentState, Role
from clauses.domain.kinds_decisions import ASKING, DecisionKind
from clauses.domain.values import add_months, last_day, month_of
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.decisions import Decision
from clauses.queries import alerts, deadlines, hours_missing, standings
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions import ended_on
from clauses.queries.hours_missing import Missing
from clauses.queries.worklist import watch_clauses, watch_company
from clauses.queries.worklist.found import Found, of_lot
from clauses.queries.worklist.standing import Standing
from clauses.wording import sentences
from clauses.wording.worklist import LATE_MONTHS

REPORT_DAYS = alerts.REPORT_DAYS  # days after its day, when a report becomes the buyer's matter
END_DAYS = 60
ENOUGH = Fraction(80, 100)  # of the hours, sixty days before the end


def watched(actor: Actor, on: date, standing: Standing | None) -> list[Found]:
    """The alerts of this role on the lots that make its figures; nothing for a structure, whose alerts are acts to do."""
    if standing is None:
        return []
    unread = watch_clauses.without_opinion(actor, on) if actor.role is Role.BUYER else []
    if not standing.running:
        return unread
    running = [one for one in standing.running if one.lot.closed_on is None]
    if actor.role is Role.BUYER:
        decides = reach_of(actor, Permission.DECISION_MAKE) is not None
        acts = [*_to_decide(actor, running, on), *_late_reports(actor, running, on)] if decides else []
        return [*acts, *unread, *watch_clauses.unweighed(actor, running, on), *_ending(running, on)]
    if actor.role is Role.COMPANY:
        return [
            *watch_company.pieces(actor, running, on), *watch_company.relays(actor, running, on), *_calls(actor, running),
        ]  # fmt: skip
    if actor.role is Role.RESOURCE_PERSON:
        return _undeclared(actor, running, on)
    if actor.role is Role.REGIONAL_COORDINATOR:
        return [
            Found("long_alert", _facts(one), "markets.lot", _at(one), since)
            for one, since in _long(
                actor, running, on, add_months(on, -alerts.LOT_MONTHS), alerts.MONTHS_BACK
            )
        ]
    return []


def _long(
    actor: Actor, running: list[LotFigures], on: date, until: date, months: int
) -> list[tuple[LotFigures, date]]:
    """The lots in alert today and at the end of each of the last months, since `until` or before, and since when."""
    alerted = standings.in_alert(running)
    since = standings.spells(actor, alerted, on, months)
    return [(one, since[one.lot.id]) for one in alerted if one.lot.id in since and since[one.lot.id] <= until]


def _to_decide(actor: Actor, running: list[LotFigures], on: date) -> list[Found]:
    """Lots in alert at the end of both of the last months, and since when, on which nothing was decided meanwhile; what
    the company is asked to do counts until its delay is over."""
    two_months = last_day(add_months(month_of(on), -alerts.LOT_MONTHS))
    long = _long(actor, running, on, two_months, alerts.MONTHS_BACK)
    if not long:
        return []
    waiting = [one.lot.id for one, _ in long]
    rows = db.session.execute(
        select(Decision.lot_id, Decision.kind, Decision.prepared_on, Decision.answer_by).where(
            within_reach(actor, Permission.DECISION_VIEW, Decision), Decision.lot_id.in_(waiting)
        )
    )
    decided = {
        lot_id
        for lot_id, kind, prepared_on, answer_by in rows
        if prepared_on > two_months and not (kind in ASKING and answer_by is not None and answer_by < on)
    }
    return [
        Found("decide_lot", _facts(one), "compliance.decision_new", _at(one), day)
        for one, day in long
        if one.lot.id not in decided
    ]


def _late_reports(actor: Actor, running: list[LotFigures], on: date) -> list[Found]:
    """Lots whose reports have not come thirty days after their day, unless a formal notice asks for them already."""
    lots = [one.lot for one in running]
    late: dict[int, list[Missing]] = {}
    for one in hours_missing.missing_of(lots, on, proofs=False, lines=False):
        if one.due_on + timedelta(days=REPORT_DAYS) < on:
            late.setdefault(one.lot.id, []).append(one)
    if not late:
        return []
    asked = set(
        db.session.scalars(
            select(Decision.lot_id).where(
                within_reach(actor, Permission.DECISION_VIEW, Decision), Decision.lot_id.in_(late),
                Decision.kind == DecisionKind.FORMAL_NOTICE, Decision.answer_by >= on,
            )
        )
    )  # fmt: skip
    found = []
    for lot_id, missing in late.items():
        first = missing[0]
        if lot_id not in asked:
            told = sentences.plural(LATE_MONTHS, len(missing), month=first.month)
            at = {"market_id": first.lot.market_id, "number": first.lot.number, "decision": "formal_notice"}
            facts = of_lot(first.lot, company=first.organization.name, told=told)
            since = first.due_on + timedelta(days=1)
            found.append(Found("late_report", facts, "compliance.decision_new", at, since))
    return found


def _ending(running: list[LotFigures], on: date) -> list[Found]:
    """Lots that end within sixty days and are short of eighty hundredths of their hours."""
    found = []
    for one in running:
        if one.target is None or not one.owed or one.target.suspended_on is not None:
            continue
        end = ended_on(one.target)
        if on <= end <= on + timedelta(days=END_DAYS) and Fraction(one.validated, one.owed) < ENOUGH:
            found.append(Found("ending_lot", _facts(one, day=end), "markets.lot", _at(one), due=end))
    return found


def _calls(actor: Actor, running: list[LotFigures]) -> list[Found]:
    """Lots in alert that the company holds: whoever follows the lot is there to help."""
    return [
        Found("call_about_lot", _facts(one), "markets.lot", _at(one))
        for one in standings.in_alert(running)
        if one.lot.award and one.lot.award.awardee_id == actor.organization_id
    ]


def _undeclared(actor: Actor, running: list[LotFigures], on: date) -> list[Found]:
    """Companies that have not said how they will do the hours, once their delay is over and while none came."""
    due = {
        one.lot.id: deadlines.commitment_due(one.lot.award.notified_on)
        for one in running
        if one.lot.award is not None and not one.validated
    }
    late = {lot_id: day for lot_id, day in due.items() if day < on}
    if not late:
        return []
    waiting = set(
        db.session.scalars(
            select(Commitment.lot_id).where(
                within_reach(actor, Permission.COMMITMENT_VIEW, Commitment), Commitment.lot_id.in_(late),
                Commitment.state.in_((CommitmentState.DRAFT, CommitmentState.TO_COMPLETE)),
            )
        )
    )  # fmt: skip
    return [
        Found("undeclared_lot", _facts(one), "markets.lot", _at(one), late[one.lot.id] + timedelta(days=1))
        for one in running
        if one.lot.id in waiting
    ]


def _at(one: LotFigures) -> dict[str, Any]:
    return {"market_id": one.lot.market_id, "number": one.lot.number}


def _facts(one: LotFigures, **more: Any) -> dict[str, Any]:
    return of_lot(one.lot, company=one.awardee or "", validated=one.validated, owed=one.owed, **more)
