"""Do the figures hold together? Each invariant is one question over the whole database, told line by line.

Numbers follow the list of the design, I1 to I15: totals, hours validated, counted once, forms received and acknowledged,
journal, limits, penalties, files, work in hand, messages, parents, what is kept too long, exports (I14, in `reports`, which alone
makes them). Those of the portal's own come after: I16 states, I17 directory, I18 and I19 lots that share hours, I20
requests to structures, I21 legal ceiling, I22 to I24 territories, I25 the sums kept. Nothing is read but figures, states and numbers: a
breach never names a person.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from clauses.config import FilesPlace
from clauses.domain.ai_cap import Placement, refuse_if_over_ceiling
from clauses.domain.errors import Refused
from clauses.domain.kinds import (
    EntryState,
    JobState,
    LedgerKind,
    Modality,
    RelayState,
    ReportState,
)
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.models.journal import AuditEvent, BackgroundJob, EmailMessage
from clauses.models.markets import Clause, Lot
from clauses.models.partners import PrefectWaiver
from clauses.queries import (
    audit,
    hours_counters,
    hours_doubles,
    invariants_decisions,
    invariants_directory,
    invariants_files,
    invariants_forms,
    invariants_parents,
    invariants_partners,
    invariants_pooling,
    invariants_retention,
    invariants_sums,
    invariants_territories,
    lot_sums,
)
from clauses.queries.hours_facts import lot_period
from clauses.queries.invariants_forms import ClientJournal
from clauses.reference import rulebook
from clauses.wording.invariants import broken

LEASE_GRACE = timedelta(minutes=2)
DECIDED = (ReportState.VALIDATED, ReportState.PARTLY_VALIDATED)
_COUNTING_ACTS = ("report:validate", "report:count_late", "report:resplit", "report:correct")

_undo = aliased(LedgerLine, name="undo")
_live = and_(
    LedgerLine.kind == LedgerKind.VALIDATION,
    ~exists(select(_undo.id).where(_undo.reverses_id == LedgerLine.id)),
)


Question = tuple[str, Callable[[], Iterator[str]]]


def breaches() -> list[str]:
    """Every breach that the database alone tells, a French sentence each after its number; empty when all is well."""
    return told(questions())


def told(questions: Iterable[Question]) -> list[str]:
    """What each question finds, in their order."""
    return [f"{code} {line}" for code, question in questions for line in question()]


def questions(
    client: ClientJournal | None = None, files: FilesPlace | None = None, now: datetime | None = None
) -> list[Question]:
    """Each invariant that can be asked with what is given, by its number.

    I5 asks for the journal that a client kept of what it sent, I9 for the folder of the files and the real hour.
    """
    asked: list[Question] = [
        ("I1", _totals),
        ("I2", _entries),
        ("I3", _single),
        ("I4", partial(invariants_forms.kept_once, client)),
        ("I6", _audit),
        ("I7", _range),
        ("I7", _reversals),
        ("I8", invariants_decisions.penalties),
        ("I8", invariants_decisions.neutralised),
        ("I10", _work),
        ("I11", _mail),
        ("I12", invariants_parents.of_their_parents),
        ("I13", invariants_retention.kept_too_long),
        ("I13", invariants_retention.purges_proven),
        ("I16", _states),
        ("I17", invariants_directory.profiles_kept),
        ("I18", invariants_pooling.parts_within),
        ("I19", invariants_pooling.agreed_before),
        ("I20", invariants_partners.requests_and_steps),
        ("I21", _ceiling),
        ("I22", invariants_territories.lots_followed),
        ("I23", invariants_territories.communes_once),
        ("I24", invariants_territories.one_in_charge),
        ("I25", invariants_sums.kept_as_the_ledger),
    ]
    if client is not None:
        asked.append(("I5", partial(invariants_forms.sent_by, client)))
    if files is not None and now is not None:
        asked.append(("I9", partial(invariants_files.whole, files, now)))
    return sorted(asked, key=lambda one: int(one[0][1:]))


def _rows(question: Any) -> list[Any]:
    return list(db.session.execute(question))


def _totals() -> Iterator[str]:
    lots = list(db.session.scalars(select(LedgerLine.lot_id).distinct()))
    sums = lot_sums.validated_on(lots)
    live = dict(
        _rows(select(LedgerLine.lot_id, func.sum(LedgerLine.hours)).where(_live).group_by(LedgerLine.lot_id))
    )
    for lot_id in sorted(sums.keys() | live.keys()):
        if sums.get(lot_id, 0) != live.get(lot_id, 0):
            yield broken("total", lot=lot_id, shown=sums.get(lot_id, 0), live=live.get(lot_id, 0))


def _entries() -> Iterator[str]:
    counted = func.coalesce(func.sum(LedgerLine.hours), 0)
    declared = HoursEntry.worked + func.coalesce(HoursEntry.training, 0)
    rows = _rows(
        select(
            HoursEntry.id, HoursEntry.state, HoursEntry.worked, declared, Clause.training_counts,
            HoursEntry.refusal_reason, counted,
        )
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .outerjoin(Clause, Clause.lot_id == MonthlyReport.lot_id)
        .outerjoin(LedgerLine, LedgerLine.entry_id == HoursEntry.id)
        .group_by(
            HoursEntry.id, HoursEntry.state, HoursEntry.worked, HoursEntry.training, Clause.training_counts,
            HoursEntry.refusal_reason,
        )
    )  # fmt: skip
    for entry_id, state, worked, with_training, training_counts, reason, total in rows:
        owed = with_training if training_counts else worked
        if state is not EntryState.VALIDATED and total:
            yield broken("counted_while", entry=entry_id, counted=total, state=state)
        elif state is EntryState.VALIDATED and reason is None and total != owed:
            yield broken("counted_otherwise", entry=entry_id, counted=total, owed=owed)
        elif state is EntryState.VALIDATED and not 0 <= total <= owed:
            yield broken("counted_too_much", entry=entry_id, counted=total, owed=owed)


def _single() -> Iterator[str]:
    per_entry = select(LedgerLine.entry_id, func.count()).where(_live).group_by(LedgerLine.entry_id)
    for entry_id, n in _rows(per_entry.having(func.count() > 1)):
        yield broken("counted_lines", entry=entry_id, times=n)
    key = (
        LedgerLine.lot_id,
        LedgerLine.participant_id,
        LedgerLine.month,
        LedgerLine.employer_id,
        LedgerLine.modality,
    )
    for *where, n in _rows(select(*key, func.count()).where(_live).group_by(*key).having(func.count() > 1)):
        yield broken("counted_person", lot=where[0], person=where[1], month=where[2], times=n)
    for first, second in hours_doubles.both_counted():
        yield broken("counted_double", entry=first, other=second)


def _reversals() -> Iterator[str]:
    source = aliased(LedgerLine)
    same = ("entry_id", "lot_id", "participant_id", "employer_id", "modality", "month")
    different = or_(
        LedgerLine.hours != -source.hours,
        source.kind != LedgerKind.VALIDATION,
        *(getattr(LedgerLine, name) != getattr(source, name) for name in same),
    )
    for (line_id,) in _rows(
        select(LedgerLine.id).join(source, source.id == LedgerLine.reverses_id).where(different)
    ):
        yield broken("reversal_other", line=line_id)
    twice = (
        select(LedgerLine.reverses_id)
        .where(LedgerLine.reverses_id.is_not(None))
        .group_by(LedgerLine.reverses_id)
    )
    for (line_id,) in _rows(twice.having(func.count() > 1)):
        yield broken("reversed_twice", line=line_id)
    alone = or_(
        and_(LedgerLine.hours < 0, LedgerLine.reverses_id.is_(None)),
        and_(LedgerLine.kind == LedgerKind.REVERSAL, LedgerLine.reverses_id.is_(None)),
    )
    for (line_id,) in _rows(select(LedgerLine.id).where(alone)):
        yield broken("negative_alone", line=line_id)


def _audit() -> Iterator[str]:
    chain = audit.verify()
    if chain.broken is not None:
        yield broken("chain", line=chain.broken)
    acts = aliased(AuditEvent)
    told = select(acts.seq).where(
        acts.object_type == "MonthlyReport",
        acts.object_id == MonthlyReport.id,
        acts.action.in_(_COUNTING_ACTS),
    )
    for (report_id,) in _rows(
        select(MonthlyReport.id).where(MonthlyReport.state.in_(DECIDED), ~exists(told))
    ):
        yield broken("decided_untold", report=report_id)
    written = {
        (object_id, at)
        for object_id, at in _rows(
            select(AuditEvent.object_id, AuditEvent.at).where(
                AuditEvent.object_type == "MonthlyReport",
                AuditEvent.action.in_((*_COUNTING_ACTS, "report:reopen", "report:carry")),
            )
        )
    }
    lines = select(HoursEntry.report_id, LedgerLine.recorded_at, func.min(LedgerLine.id)).join(
        HoursEntry, HoursEntry.id == LedgerLine.entry_id
    )
    for report_id, at, line_id in _rows(lines.group_by(HoursEntry.report_id, LedgerLine.recorded_at)):
        if (report_id, at) not in written:
            yield broken("line_untold", line=line_id)


def _range() -> Iterator[str]:
    months = select(LedgerLine.lot_id, LedgerLine.month, func.max(func.abs(LedgerLine.hours)))
    periods = {
        lot.id: lot_period(lot)
        for lot in db.session.scalars(
            select(Lot).where(Lot.targets.any()).options(selectinload(Lot.targets), joinedload(Lot.award))
        ).unique()
    }
    for lot_id, month, most in _rows(months.group_by(LedgerLine.lot_id, LedgerLine.month)):
        if most > 2400 * last_day(month).day:
            yield broken("month_overfull", lot=lot_id, month=month, hours=most)
        period = periods.get(lot_id)
        if period is None or not period[0] <= month <= period[1]:
            yield broken("outside_lot", lot=lot_id, month=month)


def _ceiling() -> Iterator[str]:
    """Nobody beyond the legal ceiling of an AI without a waiver (R7), replaying the months in their order."""
    rows = _rows(
        select(
            LedgerLine.participant_id, LedgerLine.month, LedgerLine.lot_id, LedgerLine.employer_id,
            func.sum(LedgerLine.hours), HoursEntry.worked,
        )
        .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
        .where(LedgerLine.modality == Modality.AI_PLACEMENT)
        .group_by(
            LedgerLine.participant_id, LedgerLine.month, LedgerLine.lot_id, LedgerLine.employer_id,
            LedgerLine.entry_id, HoursEntry.worked,
        )
        .order_by(LedgerLine.month)
    )  # fmt: skip
    rows = [(*row[:4], hours_counters.placed(row[4], row[5])) for row in rows]
    per_person: dict[int, int] = defaultdict(int)
    for participant_id, _, _, _, hours in rows:
        per_person[participant_id] += hours
    lowest = (
        min(rule.max_hours for rule in (rulebook.ceiling(month) for month in {r[1] for r in rows}))
        if rows
        else 0
    )
    watched = {participant_id for participant_id, hours in per_person.items() if hours > lowest}
    users = hours_counters.user_kinds({lot_id for p, _, lot_id, _, _ in rows if p in watched})
    waivers = list(db.session.scalars(select(PrefectWaiver))) if watched else []
    done: dict[int, list[Placement]] = defaultdict(list)
    for participant_id, month, lot_id, employer_id, hours in rows:
        if participant_id not in watched or hours <= 0:
            continue
        if hours_counters.exempt(users.get(lot_id), month):
            continue
        waived = any(
            w.organization_id == employer_id and w.starts_on <= last_day(month) and w.ends_on >= month
            for w in waivers
        )
        try:
            if not waived:
                refuse_if_over_ceiling(done[participant_id], month, hours, rulebook.ceiling(last_day(month)))
        except Refused:
            yield broken("ceiling", person=participant_id, month=month)
        done[participant_id].append(Placement(month, hours))


def _states() -> Iterator[str]:
    sent = (ReportState.SUBMITTED, ReportState.NIL, *DECIDED)
    undated = or_(
        and_(MonthlyReport.state.in_(sent), MonthlyReport.submitted_on.is_(None)),
        and_(MonthlyReport.state.in_(DECIDED), MonthlyReport.decided_on.is_(None)),
    )
    for (report_id,) in _rows(select(MonthlyReport.id).where(undated)):
        yield broken("state_undated", report=report_id)
    undecided = select(MonthlyReport.id).join(HoursEntry, HoursEntry.report_id == MonthlyReport.id)
    for (report_id,) in _rows(
        undecided.where(MonthlyReport.state.in_(DECIDED), HoursEntry.state == EntryState.DRAFT).distinct()
    ):
        yield broken("entry_undecided", report=report_id)
    relays = and_(Relay.state == RelayState.DONE, or_(Relay.done_on.is_(None), Relay.to_id.is_(None)))
    for (relay_id,) in _rows(select(Relay.id).where(relays)):
        yield broken("relay_undated", relay=relay_id)


def _work() -> Iterator[str]:
    """By the clock of the database: nothing else here looks at the time."""
    now = db.session.scalar(select(func.current_timestamp()))
    read = now if isinstance(now, datetime) else datetime.fromisoformat(str(now))
    at = read if read.tzinfo else read.replace(tzinfo=UTC)
    for (job_id,) in _rows(
        select(BackgroundJob.id).where(
            BackgroundJob.state == JobState.RUNNING, BackgroundJob.lease_until < at - LEASE_GRACE
        )
    ):
        yield broken("job_stuck", job=job_id)


def _mail() -> Iterator[str]:
    key = (EmailMessage.event_key, EmailMessage.recipient_id)
    for event_key, recipient_id, n in _rows(
        select(*key, func.count()).group_by(*key).having(func.count() > 1)
    ):
        yield broken("mail_twice", event=event_key, person=recipient_id, times=n)
