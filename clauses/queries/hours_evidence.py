"""Which documents go with the hours of a lot, which are here, and which hours wait for one?

The checklist is computed from the lines of a month at each reading. Hours wait where a document that holds them is
missing: the deed of a subcontractor (DC4, trap 48). What is only missing otherwise is told, line by line.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.errors import IllegalMove
from clauses.domain.evidence import HERE, Cover, Expected, Filed, Worker, checklist, missing_kinds
from clauses.domain.kinds import EntryState, MarketState, ReportState, Role
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceState
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.files import StoredFile
from clauses.models.hours import EmploymentContract, HoursEntry, MonthlyReport
from clauses.models.markets import Award, Lot, Market
from clauses.queries.hours_facts import covers, declared, holds_lot
from clauses.reference.evidence import evidence as rule_on

Place = tuple[
    EvidenceKind, int, int | None
]  # a document: its nature, of which employer, of whom or of the team
_COVERS = selectinload(Evidence.covers).options(
    joinedload(EvidenceCover.employer), joinedload(EvidenceCover.participant)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of the checklist, with the names that its page prints."""

    expected: Expected
    employer: str
    person: str | None


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A document that was put, and what this person may do with it."""

    evidence: Evidence
    may_open: bool
    may_withdraw: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class CoverChoice:
    """What may be ticked as covered: a person, or a whole team."""

    employer_id: int
    participant_id: int | None
    employer: str
    person: str | None


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """The documents of one lot and one month, for one person (D10). `held`: hours that wait for one (hundredths)."""

    lot: Lot
    month: date
    report: MonthlyReport | None
    wanted: tuple[Wanted, ...]
    pieces: tuple[PieceRow, ...]
    withdrawn: tuple[Evidence, ...]
    choices: tuple[CoverChoice, ...]
    held: int
    may_put: bool

    @property
    def missing(self) -> list[EvidenceKind]:
        return missing_kinds(one.expected for one in self.wanted)


def filed_on(lot_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """By lot, every document that was put and not withdrawn, the oldest first."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one in db.session.scalars(
        select(Evidence)
        .where(Evidence.lot_id.in_(set(lot_ids)), Evidence.withdrawn_at.is_(None))
        .options(selectinload(Evidence.covers))
        .order_by(Evidence.id)
    ):
        found[one.lot_id].append(one)
    return found


def as_filed(pieces: Iterable[Evidence], month: date) -> list[Filed]:
    """What stands for a month: the documents of that month, and those that last."""
    return [
        Filed(
            one.id, one.kind, one.state,
            frozenset((c.employer_id, c.participant_id) for c in one.covers), one.reason,
        )
        for one in pieces
        if one.month in (None, month)
    ]  # fmt: skip


def of_reports(reports: Sequence[MonthlyReport]) -> dict[int, list[Expected]]:
    """By report, what its lines ask for and where each document stands; entries are loaded already."""
    pieces = filed_on({report.lot_id for report in reports})
    return {
        report.id: checklist(
            workers(report.entries), as_filed(pieces[report.lot_id], report.month), rule_on(last_day(report.month))
        )
        for report in reports
    }  # fmt: skip


def workers(entries: Iterable[HoursEntry]) -> list[Worker]:
    """The lines of a report that hold hours."""
    return [
        Worker(entry.employer_id, entry.participant_id, entry.modality)
        for entry in entries
        if entry.worked or entry.training
    ]


def of_entry(entry: HoursEntry, found: Iterable[Expected]) -> list[Expected]:
    """What one line asks for: of its person, and of its whole team."""
    return [
        one for one in found
        if one.employer_id == entry.employer_id and one.modality is entry.modality
        and one.participant_id in (None, entry.participant_id)
    ]  # fmt: skip


def holds_back(entry: HoursEntry, found: Iterable[Expected], *, checked: bool = False) -> bool:
    """Does a document that these hours wait for fail? `checked`: it must have been accepted, and not only put."""
    wanted = frozenset({EvidenceState.ACCEPTED}) if checked else HERE
    return any(one.holds and one.state not in wanted for one in of_entry(entry, found))


def owed(report: MonthlyReport, found: Iterable[Expected]) -> dict[int, dict[Place, EvidenceKind]]:
    """By organization, the documents of a report that are its to put and that nobody has put.

    All of them while the report waits for its decision; what hours wait for, once it is decided: the rest was judged. A
    document is its who typed the line's; a deed, or what hours wait for, the holder's too.
    """
    kept, wanted = list(found), dict[int, dict[Place, EvidenceKind]]()
    lot, undecided = report.lot, report.state is ReportState.SUBMITTED
    for entry in report.entries:
        held = entry.state is EntryState.PENDING_EVIDENCE
        if not held and not undecided:
            continue
        for one in of_entry(entry, kept):
            if one.missing and (undecided or one.holds or entry.refusal_reason):
                whose = {entry.entered_by_id}
                if lot.award is not None and (held or one.kind is EvidenceKind.SUBCONTRACTING_DEED):
                    whose.add(lot.award.awardee_id)
                for organization_id in whose:
                    wanted.setdefault(organization_id, {})[one.kind, one.employer_id, one.participant_id] = (
                        one.kind
                    )
    return wanted


def asked_of(entry: HoursEntry, documents: Iterable[Place]) -> bool:
    """Does a line ask for one of these documents?"""
    return any(
        employer_id == entry.employer_id and person in (None, entry.participant_id)
        for _, employer_id, person in documents
    )


def beside(actor: Actor, report: MonthlyReport) -> dict[int, list[Evidence]]:
    """By entry of a report, the documents that cover it and that this person reads, the latest first."""
    pieces = db.session.scalars(
        select(Evidence)
        .where(
            within_reach(actor, Permission.EVIDENCE_VIEW, Evidence),
            Evidence.lot_id == report.lot_id, Evidence.withdrawn_at.is_(None),
            or_(Evidence.month.is_(None), Evidence.month == report.month),
        )
        .options(selectinload(Evidence.covers), joinedload(Evidence.file))
        .order_by(Evidence.id.desc())
    ).all()  # fmt: skip
    return {entry.id: [one for one in pieces if _is_about(one, entry)] for entry in report.entries}


def _is_about(one: Evidence, entry: HoursEntry) -> bool:
    return any(
        cover.employer_id == entry.employer_id and cover.participant_id in (None, entry.participant_id)
        for cover in one.covers
    )


def covering(one: Evidence, entries: Iterable[HoursEntry]) -> list[HoursEntry]:
    """The lines that a document covers, in its month or, for one that lasts, in any."""
    return [entry for entry in entries if _is_about(one, entry)]


def waiting_hours(lot_id: int, month: date | None = None) -> int:
    """Hours of a lot, or of one of its months, that wait for a document (hundredths)."""
    question = (
        select(HoursEntry)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(MonthlyReport.lot_id == lot_id, HoursEntry.state == EntryState.PENDING_EVIDENCE)
        .options(joinedload(HoursEntry.report).joinedload(MonthlyReport.lot).joinedload(Lot.clause))
    )
    if month is not None:
        question = question.where(MonthlyReport.month == month)
    return sum(declared(entry, entry.report.lot) for entry in db.session.scalars(question))


def sheet(actor: Actor, lot_id: int, month: date) -> EvidenceSheet:
    """What D10 shows of a lot and a month; a structure that does not hold the lot sees its own team alone."""
    lot = load(
        actor, Permission.EVIDENCE_VIEW, Lot, lot_id,
        joinedload(Lot.market), joinedload(Lot.clause), joinedload(Lot.award).joinedload(Award.awardee),
    )  # fmt: skip
    report = db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.lot_id == lot_id, MonthlyReport.month == month)
        .options(selectinload(MonthlyReport.entries).options(
            joinedload(HoursEntry.participant), joinedload(HoursEntry.employer)))
    ).one_or_none()  # fmt: skip
    own_only = actor.role is Role.SIAE and not holds_lot(actor, lot)
    contracts = [
        one for one in _contracts(lot_id)
        if covers(one, month) and (not own_only or one.employer_id == actor.organization_id)
    ]  # fmt: skip
    typed = [
        one for one in (report.entries if report else [])
        if (one.worked or one.training) and (not own_only or one.employer_id == actor.organization_id)
    ]  # fmt: skip
    lines: list[HoursEntry | EmploymentContract] = list(typed) or list(contracts)
    known: list[HoursEntry | EmploymentContract] = [*contracts, *typed]
    names = {(one.employer_id, one.participant_id): one for one in known}
    employers = {one.employer_id: one.employer.name for one in names.values()}
    found = checklist(
        [Worker(one.employer_id, one.participant_id, one.modality) for one in lines],
        as_filed(filed_on([lot_id])[lot_id], month), rule_on(last_day(month)),
    )  # fmt: skip
    pieces = _pieces(actor, lot_id, month)
    open_ = lot.market.state not in (MarketState.CLOSED, MarketState.CANCELLED)
    return EvidenceSheet(
        lot=lot, month=month, report=report,
        wanted=tuple(
            Wanted(
                one, employers[one.employer_id],
                names[one.employer_id, one.participant_id].participant.short if one.participant_id else None,
            )
            for one in found
        ),
        pieces=tuple(row for row in pieces if row.evidence.withdrawn_at is None),
        withdrawn=tuple(row.evidence for row in pieces if row.evidence.withdrawn_at is not None),
        choices=_choices(names, employers),
        held=sum(declared(one, lot) for one in typed if one.state is EntryState.PENDING_EVIDENCE),
        may_put=open_ and bool(names) and may(actor, Permission.EVIDENCE_PUT, Lot, lot_id),
    )  # fmt: skip


def choices_for(actor: Actor, lot: Lot, month: date) -> set[Cover]:
    """Whom a document of this month may cover, for whoever puts it."""
    report = db.session.scalars(
        select(MonthlyReport)
        .where(MonthlyReport.lot_id == lot.id, MonthlyReport.month == month)
        .options(selectinload(MonthlyReport.entries))
    ).one_or_none()
    people = {(one.employer_id, one.participant_id) for one in _contracts(lot.id) if covers(one, month)}
    people |= {(one.employer_id, one.participant_id) for one in (report.entries if report else [])}
    if actor.role is Role.SIAE and not holds_lot(actor, lot):
        people = {one for one in people if one[0] == actor.organization_id}
    return {*people, *((employer_id, None) for employer_id, _ in people)}


def modalities_of(lot_id: int, ticked: Iterable[Cover], month: date) -> set:  # type: ignore[type-arg]
    """The modalities by which these people, or the people of these teams, work on the lot in a month."""
    teams = {employer_id for employer_id, person in ticked if person is None}
    people = {one for one in ticked if one[1] is not None}
    return {
        one.modality
        for one in _contracts(lot_id)
        if covers(one, month)
        and (one.employer_id in teams or (one.employer_id, one.participant_id) in people)
    }


def evidence_of(actor: Actor, evidence_id: int) -> Evidence:
    """A document that this person reads."""
    return load(actor, Permission.EVIDENCE_VIEW, Evidence, evidence_id)


def evidence_file(actor: Actor, evidence_id: int) -> tuple[Evidence, StoredFile]:
    """A document that this person reads, with its file; refused once it is withdrawn."""
    one = load(actor, Permission.EVIDENCE_VIEW, Evidence, evidence_id)
    if one.withdrawn_at is not None:
        raise IllegalMove("document_withdrawn")
    return one, db.session.get_one(StoredFile, one.file_id)


def to_check(actor: Actor) -> list[tuple[Evidence, date]]:
    """Documents that hours wait for and that nobody has looked at yet, the oldest first, with the month to open.

    The documents first, few at any time: their hours are looked for then, and those of nobody else are read.
    """
    received = list(
        db.session.scalars(
            select(Evidence.id).where(
                within_reach(actor, Permission.EVIDENCE_DECIDE, Evidence),
                Evidence.state == EvidenceState.RECEIVED,
                Evidence.withdrawn_at.is_(None),
            )
        )
    )
    if not received:
        return []
    rows = db.session.execute(
        select(Evidence, func.min(MonthlyReport.month))
        .join(Lot, Lot.id == Evidence.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(EvidenceCover, EvidenceCover.evidence_id == Evidence.id)
        .join(HoursEntry, HoursEntry.employer_id == EvidenceCover.employer_id)
        .join(MonthlyReport, and_(
            MonthlyReport.id == HoursEntry.report_id, MonthlyReport.lot_id == Evidence.lot_id,
            or_(Evidence.month.is_(None), Evidence.month == MonthlyReport.month),
        ))
        .where(
            Evidence.id.in_(received), HoursEntry.state == EntryState.PENDING_EVIDENCE,
            or_(EvidenceCover.participant_id.is_(None), EvidenceCover.participant_id == HoursEntry.participant_id),
            Market.state.not_in((MarketState.CLOSED, MarketState.CANCELLED)),
        )
        .options(joinedload(Evidence.lot).joinedload(Lot.market), joinedload(Evidence.organization))
        .group_by(Evidence.id)
        .order_by(Evidence.id)
    )  # fmt: skip
    return [(one, month) for one, month in rows]


def _pieces(actor: Actor, lot_id: int, month: date) -> list[PieceRow]:
    P = Permission
    reach = {
        permission: set(
            db.session.scalars(
                select(Evidence.id).where(
                    Evidence.lot_id == lot_id, within_reach(actor, permission, Evidence)
                )
            )
        )
        for permission in (P.EVIDENCE_VIEW, P.EVIDENCE_WITHDRAW, P.EVIDENCE_DECIDE)
    }
    found = db.session.scalars(
        select(Evidence)
        .where(
            Evidence.id.in_(reach[P.EVIDENCE_VIEW]), or_(Evidence.month.is_(None), Evidence.month == month)
        )
        .options(joinedload(Evidence.file), joinedload(Evidence.organization), _COVERS)
        .order_by(Evidence.id.desc())
    ).all()
    return [
        PieceRow(
            one, one.withdrawn_at is None and not one.file.held_back and one.file.erased_at is None,
            one.id in reach[P.EVIDENCE_WITHDRAW] and one.state is not EvidenceState.ACCEPTED,
            one.id in reach[P.EVIDENCE_DECIDE],
        )
        for one in found
    ]  # fmt: skip


def _contracts(lot_id: int) -> list[EmploymentContract]:
    return list(
        db.session.scalars(
            select(EmploymentContract)
            .where(EmploymentContract.lot_id == lot_id)
            .options(joinedload(EmploymentContract.participant), joinedload(EmploymentContract.employer))
            .order_by(EmploymentContract.id)
        )
    )


def _choices(
    names: dict[tuple[int, int], HoursEntry | EmploymentContract], employers: dict[int, str]
) -> tuple[CoverChoice, ...]:
    """Team by team, then its people by name; a team of one has no choice of its own."""
    found: list[CoverChoice] = []
    for employer_id, employer in sorted(employers.items(), key=lambda one: one[1]):
        people = sorted(
            (one for one in names.values() if one.employer_id == employer_id),
            key=lambda one: (one.participant.last_name, one.participant.first_name, one.participant_id),
        )
        found.append(CoverChoice(employer_id, None, employer, None))
        found += [
            CoverChoice(employer_id, one.participant_id, employer, one.participant.name) for one in people
        ]
    return tuple(found)
