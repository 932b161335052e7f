"""Which months, proofs and relays wait for an act?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.kinds import EligibilityState, MarketState, RelayState, ReportState
from clauses.domain.values import add_months, last_day, month_of
from clauses.extensions import db
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, MonthlyReport, Relay
from clauses.models.markets import Award, Lot, Market
from clauses.models.people import Organization
from clauses.models.validation import HoursClaim
from clauses.queries import deadlines, hours_claims, hours_evidence, hours_follow_up, hours_late, lasting
from clauses.queries.hours_facts import covers, due_on
from clauses.queries.hours_months import months_of
from clauses.queries.worklist.found import Found, of_lot
from clauses.wording import labels, reminders, sentences
from clauses.wording.formats import joined
from clauses.wording.worklist import LOTS, NUMBERS, PEOPLE

TO_TYPE = frozenset({ReportState.TO_ENTER, ReportState.DRAFT, ReportState.TO_CORRECT})
OVER = frozenset({MarketState.CLOSED, MarketState.CANCELLED})
OPEN_RELAYS = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)
MONTHS_BACK = 12  # a month not sent for a year is a matter for a conversation, not for a list
GRID_MONTHS = 3
NAMED_LOTS = 3

_LOT = joinedload(MonthlyReport.lot).options(
    joinedload(Lot.market), joinedload(Lot.award).joinedload(Award.awardee)
)


def reports_of_company(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Reports to correct one by one, and for each month that is over the lots whose report was not sent."""
    running = {lot.id: lot for lot in lots if lot.market.state not in OVER}
    if not running:
        return []
    first = add_months(month_of(on), -MONTHS_BACK)
    reports = {
        (report.lot_id, report.month): report
        for report in db.session.scalars(
            select(MonthlyReport).where(
                MonthlyReport.lot_id.in_(running or [0]), MonthlyReport.month >= first
            )
        )
    }
    found, missing = [], defaultdict(list)
    for lot in running.values():
        for month in months_of(lot, on):
            report = reports.get((lot.id, month))
            if report is not None and report.state is ReportState.TO_CORRECT:
                reason = labels.label(report.return_reason) if report.return_reason else ""
                found.append(
                    Found(
                        "returned_report", of_lot(lot, month=month, reason=report.return_message or reason),
                        "hours.month", {"lot_id": lot.id, "month": month.strftime("%Y-%m")}, report.decided_on,
                    )
                )  # fmt: skip
            elif first <= month < month_of(on) and (report is None or report.state in TO_TYPE):
                missing[month].append(lot)
    for month, late in missing.items():
        numbers = [str(lot.number) for lot in sorted(late, key=lambda lot: (lot.market_id, lot.number))]
        told = sentences.plural(LOTS, len(numbers), numbers=joined(numbers))
        if len(numbers) > NAMED_LOTS:
            told = sentences.written(NUMBERS, n=len(numbers))
        refs = joined(list(dict.fromkeys(lot.market.reference for lot in late))[:NAMED_LOTS])
        facts = {"month": month, "lots": told, "refs": refs}
        # One lot: its month is the page. Several: the list, where those that are complete are confirmed together.
        alone = {"lot_id": late[0].id, "month": f"{month:%Y-%m}"} if len(late) == 1 else {}
        endpoint = "hours.month" if alone else "hours.month_list"
        found.append(Found("due_report", facts, endpoint, alone, last_day(month), due_on(month)))
    return found


def grids_of_structure(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The months that are over in which people of this structure have no hours typed, the last three at most.

    A lot whose months were all sent is left aside first: who works there is read for the others alone.
    """
    this_month = month_of(on)
    months = [add_months(this_month, -n) for n in range(GRID_MONTHS, 0, -1)]
    employs = and_(
        within_reach(actor, Permission.HOURS_ENTER, EmploymentContract),
        EmploymentContract.employer_id == actor.organization_id,
        EmploymentContract.starts_on < this_month,
    )
    contracts = lasting.kept(
        ("grid", actor, on), lambda: _grid_contracts(employs, months), lambda rows: len(rows) / 10
    )
    rows = db.session.execute(
        select(MonthlyReport.lot_id, MonthlyReport.month, MonthlyReport.state, HoursEntry.participant_id)
        .outerjoin(
            HoursEntry,
            and_(
                HoursEntry.report_id == MonthlyReport.id, HoursEntry.employer_id == actor.organization_id,
                MonthlyReport.state.in_(TO_TYPE),
            ),
        )
        .where(
            MonthlyReport.lot_id.in_({c.lot_id for c in contracts} or {0}), MonthlyReport.month.in_(months)
        )
    ).all()  # fmt: skip
    closed = {(lot_id, month) for lot_id, month, state, _ in rows if state not in TO_TYPE}
    typed = {(lot_id, month, participant_id) for lot_id, month, _, participant_id in rows}
    found = []
    for month in months:
        missing = [
            c for c in contracts
            if (c.lot_id, month) not in closed and (c.lot_id, month, c.participant_id) not in typed and covers(c, month)
        ]  # fmt: skip
        if missing:
            people = {c.participant_id for c in missing}
            numbers = list(dict.fromkeys(f"{c.reference}, {c.number}" for c in missing))
            facts = {
                "month": month,
                "people": sentences.plural(PEOPLE, len(people)),
                "lots": sentences.plural(
                    LOTS, len(numbers), numbers=joined(numbers[:NAMED_LOTS])
                ).capitalize(),
            }
            at = {"month": month.strftime("%Y-%m")}
            found.append(Found("enter_hours", facts, "hours.grid", at, last_day(month), due_on(month)))
    return found


def _grid_contracts(employs: ColumnElement[bool], months: Collection[date]) -> Sequence[Any]:
    """The contracts of the lots of which a report of these months was not sent."""
    sent = (
        select(MonthlyReport.lot_id)
        .where(MonthlyReport.month.in_(months), MonthlyReport.state.not_in(TO_TYPE))
        .group_by(MonthlyReport.lot_id)
        .having(func.count() == len(months))
    )
    return db.session.execute(
        select(
            EmploymentContract.participant_id, EmploymentContract.lot_id, EmploymentContract.starts_on,
            EmploymentContract.ends_on, Lot.number, Market.reference,
        )
        .join(Lot, Lot.id == EmploymentContract.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .where(employs, EmploymentContract.lot_id.not_in(sent), Market.state.not_in(OVER))
        .order_by(EmploymentContract.lot_id, EmploymentContract.id)
    ).all()  # fmt: skip


def submitted(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Reports sent that wait for the decision of whoever follows the lot."""
    rows = db.session.scalars(
        select(MonthlyReport)
        .where(
            within_reach(actor, Permission.HOURS_VALIDATE, MonthlyReport),
            MonthlyReport.state == ReportState.SUBMITTED,
        )
        .options(_LOT)
        .order_by(MonthlyReport.submitted_on, MonthlyReport.id)
    )
    return [
        Found(
            "validate_report",
            of_lot(report.lot, month=report.month, company=report.lot.award.awardee.name if report.lot.award else ""),
            "hours.month", {"lot_id": report.lot_id, "month": report.month.strftime("%Y-%m")}, report.submitted_on,
            deadlines.validation_due(report.submitted_on) if report.submitted_on else None,
        )
        for report in rows
    ]  # fmt: skip


def doubles_and_corrections(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Hours that another structure declared too, and corrections that wait for the declarer; nobody is named."""
    doubles = [
        Found(
            "answer_match", of_lot(one.lot, month=one.first.report.month, hours=one.first.worked), "hours.match",
            {"match_id": one.id}, one.asked_on,
        )
        for one in hours_claims.matches_to_answer(actor)
    ]  # fmt: skip
    return doubles + [_claim("confirm_claim", one) for one in hours_claims.to_confirm(actor)]


def claims(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Decisions contested and corrections asked, that wait for whoever follows the lot."""
    return [_claim("answer_claim", one) for one in hours_claims.open_claims(actor, Permission.HOURS_VALIDATE)]


def _claim(kind: str, one: HoursClaim) -> Found:
    facts = of_lot(one.lot, month=one.entry.report.month, who=one.organization.name, kind=one.kind)
    return Found(kind, facts, "hours.claim", {"claim_id": one.id}, one.asked_on)


def eligibilities(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Proofs to examine; nobody is named in the list."""
    rows = db.session.execute(
        select(Organization.name, Eligibility.hired_on, Eligibility.submitted_on)
        .join(Organization, Organization.id == Eligibility.submitted_by_id)
        .where(
            within_reach(actor, Permission.ELIGIBILITY_DECIDE, Eligibility),
            Eligibility.state == EligibilityState.PENDING,
        )
        .order_by(Eligibility.submitted_on, Eligibility.id)
    )
    return [
        Found("examine_eligibility", {"structure": name, "day": hired_on}, "hours.eligibility_list", {}, submitted_on)
        for name, hired_on, submitted_on in rows
    ]  # fmt: skip


def pieces(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Documents that hours wait for and that nobody has looked at yet."""
    return [
        Found(
            "check_evidence", of_lot(one.lot, kind=one.kind, who=one.organization.name), "hours.evidence",
            {"lot_id": one.lot_id, "month": month.strftime("%Y-%m")}, one.put_at.astimezone(PARIS).date(),
        )
        for one, month in hours_evidence.to_check(actor)
    ]  # fmt: skip


def relays(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    return _relays(actor, "relay", Permission.RELAY_PREPARE)


def relays_of_structure(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    return _relays(actor, "own_relay", Permission.RELAY_VIEW)


def _relays(actor: Actor, kind: str, permission: Permission) -> list[Found]:
    rows = db.session.scalars(
        select(Relay)
        .join(Lot, Lot.id == Relay.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, permission, Relay), Relay.state.in_(OPEN_RELAYS), Market.state.not_in(OVER)
        )
        .options(joinedload(Relay.lot).joinedload(Lot.market), joinedload(Relay.employer))
        .order_by(Relay.alerted_on, Relay.id)
    )
    return [
        Found(
            kind, of_lot(one.lot, state=one.state, employer=one.employer.name, month=one.alert_month), "hours.relays", {},
            one.alerted_on, one.planned_on or deadlines.relay_due(one.alerted_on),
        )
        for one in rows
    ]  # fmt: skip


def difficulties(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Difficulties that nobody answered yet; whom they are about is not said in the list."""
    return [
        Found(
            "difficulty", of_lot(one.lot, who=one.organization.name, kind=one.kind), "hours.difficulty",
            {"difficulty_id": one.id}, one.signalled_at.astimezone(PARIS).date(),
        )
        for one in hours_follow_up.open_difficulties(actor)
    ]  # fmt: skip


def silent(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Partners whose silence about the last month is unusual for them, and members whose address takes nothing."""
    mine = actor.territories | actor.vacant
    followed = [lot for lot in lots if lot.territory_id in mine and lot.award is not None]
    found = [
        Found(
            "silent_partner", {"who": who, "why": reminders.silence(usual_on, on)}, "hours.reminders", {},
            usual_on,
        )
        for who, _, usual_on in hours_late.silent_on(followed, on)
    ]  # fmt: skip
    return found + [
        Found(
            "refused_address", {"name": name, "who": organization}, "hours.reminders", {},
            refused_at.astimezone(PARIS).date(),
        )
        for name, organization, refused_at in hours_late.refused_among(followed)
    ]  # fmt: skip
