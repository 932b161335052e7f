"""Who is told of a relay to prepare, of a relay due, of a target reached, of a report to correct?

A message never names a person: neither in what the portal writes, nor in what somebody typed for it.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain import ai_cap
from clauses.domain.events import RelayAlerted, RelayDue, ReportReturned, TargetReached
from clauses.domain.kinds import EmployerKind
from clauses.domain.values import ratio
from clauses.extensions import db
from clauses.jobs.letters import (
    Post,
    Side,
    follower,
    follower_name,
    link,
    lot_with_market,
    members,
    quoted,
    send,
)
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.models.people import Organization
from clauses.queries import allocation, deadlines, hours_counters
from clauses.reference import rulebook
from clauses.reference.geography import folded

SHOWN_STRUCTURES = 5


def relay_alerted(fact: RelayAlerted, *, event_key: str, now: datetime) -> None:
    """M14: the AI that employs the person, and the resource person."""
    relay = _relay(fact.participant_id, fact.lot_id)
    if relay is None:
        return
    lot, post = relay.lot, Post(event_key, now)
    rows = hours_counters.ai_hours({fact.participant_id}, decided_only=True).get(fact.participant_id, [])
    until = max([fact.month, *(row.month for row in rows)])
    rule = rulebook.relay(until)
    counter = ai_cap.relay_counter(rows, until, rule)
    send(
        "M14", [members("structure", relay.employer), follower(lot.territory, post.on)], post,
        territory=lot.territory, url=link("hours.relays"), lot=lot, market=lot.market, left=counter.left,
        alert_at=counter.alert_at, relay=counter.max_hours, months=rule.window_months,
        reached_in=ai_cap.forecast_month(rows, until, rule) if counter.left else None,
    )  # fmt: skip


def relay_due(fact: RelayDue, *, event_key: str, now: datetime) -> None:
    """M15: the AI, the ETTI that takes over (the nearest while none is chosen) and the resource person."""
    relay = _relay(fact.participant_id, fact.lot_id)
    if relay is None:
        return
    lot, post = relay.lot, Post(event_key, now)
    etti = relay.to or nearest_etti(lot.places or lot.market.places)
    sides = [members("structure", relay.employer)]
    if etti is not None:
        sides.append(members("structure", etti))
    send(
        "M15", [*sides, follower(lot.territory, post.on)], post, territory=lot.territory, url=link("hours.relays"),
        lot=lot, market=lot.market, etti=etti.name if etti else None, planned_on=relay.planned_on,
        due=relay.planned_on or deadlines.relay_due(post.on),
    )  # fmt: skip


def target_reached(fact: TargetReached, *, event_key: str, now: datetime) -> None:
    """M20: the company, the buyer and the resource person."""
    lot, post = lot_with_market(fact.lot_id), Post(event_key, now)
    if not lot.targets or lot.award is None:
        return
    validated, target = hours_counters.counted_on(lot.id), lot.targets[-1].hours
    sides = [members("company", lot.award.awardee), members("buyer", lot.market.buyer), follower(lot.territory, post.on)]
    send(
        "M20", sides, post, territory=lot.territory,
        url=link("markets.lot", market_id=lot.market_id, number=lot.number), lot=lot, market=lot.market,
        validated=validated, target=target, share=ratio(validated, target),
        structures=[name for name in _structures_of(lot.id) if name != lot.award.awardee.name][:SHOWN_STRUCTURES],
    )  # fmt: skip


def report_returned(fact: ReportReturned, *, event_key: str, now: datetime) -> None:
    """M33: the company, and every organization that typed a line of the report."""
    report = db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.id == fact.report_id)
        .options(
            joinedload(MonthlyReport.lot),
            selectinload(MonthlyReport.entries).options(
                joinedload(HoursEntry.participant), joinedload(HoursEntry.entered_by)
            ),
        )
    ).one()
    lot, post = report.lot, Post(event_key, now)
    if lot.award is None:
        return
    company = lot.award.awardee
    others = {e.entered_by for e in report.entries if e.entered_by_id != company.id}
    declared = sum(entry.worked + entry.training for entry in report.entries)
    counted = sum(hours_counters.counted_by_entry([entry.id for entry in report.entries]).values())
    context = {
        "lot": lot, "market": lot.market, "month": report.month, "declared": declared, "counted": counted,
        "reason": report.return_reason, "message": _without_names(report), "adviser": _decider(report, post),
    }  # fmt: skip
    month = report.month.strftime("%Y-%m")
    send(
        "M33", [members("company", company)], post, territory=lot.territory,
        url=link("hours.month", lot_id=lot.id, month=month), **context,
    )  # fmt: skip
    sides: list[Side] = [members("structure", one) for one in sorted(others, key=lambda one: one.id)]
    send("M33", sides, post, territory=lot.territory, url=link("hours.grid", month=month), **context)


def nearest_etti(places: list[str]) -> Organization | None:
    """The ETTI nearest to the first place of a lot, to be told while none is chosen."""
    near = [one for one in allocation.structures(places[0] if places else None, None) if one.kind is EmployerKind.ETTI]
    return db.session.get(Organization, near[0].id) if near else None


def _relay(participant_id: int, lot_id: int) -> Relay | None:
    return db.session.scalar(
        select(Relay)
        .where(Relay.participant_id == participant_id, Relay.lot_id == lot_id)
        .options(joinedload(Relay.employer), joinedload(Relay.to), joinedload(Relay.lot))
    )


def _structures_of(lot_id: int) -> list[str]:
    """Whose hours count on a lot, those with most first."""
    rows = db.session.execute(
        select(Organization.name)
        .join(LedgerLine, LedgerLine.employer_id == Organization.id)
        .where(LedgerLine.lot_id == lot_id)
        .group_by(Organization.name)
        .having(func.sum(LedgerLine.hours) > 0)
        .order_by(func.sum(LedgerLine.hours).desc(), Organization.name)
    )
    return [name for (name,) in rows]


def _decider(report: MonthlyReport, post: Post) -> str | None:
    return report.decided_by.name if report.decided_by else follower_name(report.lot.territory, post.on)


def _without_names(report: MonthlyReport) -> str | None:
    """The message of the resource person, or nothing when it names somebody: it is read in the portal then."""
    if not report.return_message:
        return None
    said = set(folded(report.return_message).replace("'", " ").replace("-", " ").split())
    for entry in report.entries:
        person = entry.participant
        names = set(folded(f"{person.first_name} {person.last_name}").replace("'", " ").replace("-", " ").split())
        if names & {word.strip(".,;:!?()") for word in said}:
            return ""
    return quoted(report.return_message, 25)
