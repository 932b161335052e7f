"""Who is told of a target reached, of a report to correct?

A message never names a person: neither in what the portal writes, nor in what somebody typed for it.
"""

import re
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.events import ReportReturned, TargetReached
from clauses.domain.kinds import EntryState, ReportState
from clauses.domain.values import ratio
from clauses.extensions import db
from clauses.jobs.letters import (
    About,
    Post,
    follower,
    follower_name,
    link,
    lot_with_market,
    members,
    quoted,
    send,
)
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Participant
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.queries import hours_counters, hours_evidence, hours_facts
from clauses.queries.hours_missing import with_resource_person
from clauses.reference.geography import folded
from clauses.wording.evidence import lowered
from clauses.wording.formats import joined

SHOWN_STRUCTURES = 5


def target_reached(fact: TargetReached, *, event_key: str, now: datetime) -> None:
    """M20: the company, the buyer and the resource person."""
    lot, post = lot_with_market(fact.lot_id), Post(event_key, now)
    if not lot.targets or lot.award is None:
        return
    validated, target = hours_counters.counted_on(lot.id), lot.targets[-1].hours
    sides = [
        members("company", lot.award.awardee),
        members("buyer", lot.market.buyer),
        follower(lot.territory, post.on),
    ]
    send(
        "M20", sides, post, territory=lot.territory, about=About(lot.id),
        url=link("markets.lot", market_id=lot.market_id, number=lot.number), lot=lot, market=lot.market,
        validated=validated, target=target, share=ratio(validated, target),
        structures=joined([name for name in _structures_of(lot.id) if name != lot.award.awardee.name][:SHOWN_STRUCTURES]),
    )  # fmt: skip


def report_returned(fact: ReportReturned, *, event_key: str, now: datetime) -> None:
    """M33 to the company and to whoever typed lines, when something is to correct or was kept back; M12 to the
    employers of people whose proof is missing. A proof that waits for the resource person asks nothing of anybody."""
    report = db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.id == fact.report_id)
        .options(
            joinedload(MonthlyReport.lot).joinedload(Lot.clause),
            selectinload(MonthlyReport.entries).options(
                joinedload(HoursEntry.entered_by),
                joinedload(HoursEntry.participant).selectinload(Participant.eligibilities),
            ),
        )
    ).one()
    if report.lot.award is None:
        return
    back = report.state is ReportState.TO_CORRECT
    kept_back = [entry for entry in report.entries if entry.refusal_reason]
    if back or kept_back:
        _to_correct(report, report.entries if back else kept_back, back, Post(event_key, now))
    if not back:
        proofs_asked(report, Post(f"{event_key}-p", now))


def _to_correct(report: MonthlyReport, entries: list[HoursEntry], back: bool, post: Post) -> None:
    lot, company = report.lot, report.lot.award.awardee  # type: ignore[union-attr]
    others = {e.entered_by for e in entries if e.entered_by_id != company.id}
    counted = hours_counters.counted_by_entry([entry.id for entry in report.entries])
    reasons = [report.return_reason] if back else list(dict.fromkeys(e.refusal_reason for e in entries))
    context = {
        "lot": lot, "market": lot.market, "month": report.month, "back": back, "counted": sum(counted.values()),
        "declared": sum(hours_facts.declared(entry, lot) for entry in report.entries),
        "reasons": [reason for reason in reasons if reason], "message": _without_names(report),
        "adviser": report.decided_by.name if report.decided_by else follower_name(lot.territory, post.on),
    }  # fmt: skip
    url = _month_url(report)
    about = About(report.id, asks=back)
    send("M33", [members("company", company)], post, territory=lot.territory, url=url, about=about, **context)
    for one in sorted(others, key=lambda one: one.id):
        send(
            "M33", [members("structure", one)], post, territory=lot.territory, url=url, about=about, **context
        )


def proofs_asked(report: MonthlyReport, post: Post, *, only: int | None = None, again: bool = False) -> None:
    """M12 to whoever typed hours that wait for a proof or a document; to one organization alone, as a reminder, when asked by hand."""
    lot = report.lot
    holder = lot.award.awardee  # type: ignore[union-attr]
    wanted = hours_evidence.owed(report, hours_evidence.of_reports([report])[report.id])
    waiting: dict[Organization, list[HoursEntry]] = {}
    for entry in report.entries:
        if entry.state is EntryState.PENDING_ELIGIBILITY and not with_resource_person(entry.participant):
            waiting.setdefault(entry.entered_by, []).append(entry)
        if report.state is ReportState.SUBMITTED or entry.state is EntryState.PENDING_EVIDENCE:
            for one in {entry.entered_by, holder}:
                if hours_evidence.asked_of(entry, wanted.get(one.id, ())) and entry not in waiting.get(
                    one, ()
                ):
                    waiting.setdefault(one, []).append(entry)
    for one, entries in sorted(waiting.items(), key=lambda pair: pair[0].id):
        proofs = {e.participant_id for e in entries if e.state is EntryState.PENDING_ELIGIBILITY}
        documents = wanted.get(one.id, {})
        if only not in (None, one.id):
            continue
        send(
            "M12", [members("company" if one.id == holder.id else "structure", one)], post, territory=lot.territory,
            url=link("hours.evidence", lot_id=lot.id, month=f"{report.month:%Y-%m}") if documents else _month_url(report),
            lot=lot, again=again, undecided=report.state is ReportState.SUBMITTED,
            about=About(report.id, part=one.id), market=lot.market, month=report.month,
            pieces=len(proofs) + len(documents), proofs=len(proofs), documents=[lowered(kind) for kind in dict.fromkeys(documents.values())],
            hours=sum(hours_facts.declared(entry, lot) for entry in entries),
        )  # fmt: skip


def _month_url(report: MonthlyReport) -> str:
    return link("hours.month", lot_id=report.lot_id, month=f"{report.month:%Y-%m}")


def _structures_of(lot_id: int) -> list[str]:
    """Whose hours count on a lot, those with most first."""
    rows = db.session.execute(
        select(Organization.name)
        .join(HoursEntry, HoursEntry.employer_id == Organization.id)
        .join(LedgerLine, LedgerLine.entry_id == HoursEntry.id)
        .where(LedgerLine.lot_id == lot_id)
        .group_by(Organization.name)
        .having(func.sum(LedgerLine.hours) > 0)
        .order_by(func.sum(LedgerLine.hours).desc(), Organization.name)
    )
    return [name for (name,) in rows]


def _without_names(report: MonthlyReport) -> str | None:
    """The message of the resource person, or nothing when it names somebody: it is read in the portal then."""
    if not report.return_message:
        return None
    said = _words(report.return_message)
    people = [entry.participant for entry in report.entries]
    if any(_words(f"{one.first_name} {one.last_name}") & said for one in people):
        return ""
    return quoted(report.return_message, 25)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", folded(text)))
