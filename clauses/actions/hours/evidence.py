"""How is a document put for the hours of a month, judged by the resource person, and taken back?

A document that hours waited for makes them count once it is accepted: in their own months, recorded today.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions import files as files_kept
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.hours.held import held_lot, refuse_outside
from clauses.actions.hours.waiting import settle_pieces
from clauses.config import FilesPlace
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.evidence import LASTING, LONGEST_REASON, OF_TEAMS, Cover, covers_of, reason_needed
from clauses.domain.files import CheckedFile
from clauses.domain.kinds import EntryState
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceState, EvidenceVerdict
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.files import StoredFile
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Lot
from clauses.queries import hours_counters, hours_evidence
from clauses.reference.evidence import evidence as rule_on


@dataclass(frozen=True, slots=True)
class Piece:
    """What is typed of a document: its nature, whom it covers, and why it stands for another."""

    kind: EvidenceKind | None
    covers: Collection[Cover]
    reason: str | None = None


@action
def put_evidence(
    actor: Actor, lot_id: int, month: date, piece: Piece, sent: CheckedFile | None, *, files: FilesPlace, now: datetime
) -> Evidence:  # fmt: skip
    """Keep a checked file as a document of this month, or of the whole lot when it lasts (contract, DC4).

    Refuses: nobody covered, somebody who is not on the lot or not of one's own team, a statement in place of another
    document without its reason, the same file twice, an organization whose share is full.
    """
    lot = held_lot(actor, Permission.EVIDENCE_PUT, lot_id)
    refuse_outside(lot, month, max(month, civil_day(now)))  # a deed or a contract comes before the first day
    kind, refusals = piece.kind, list[DomainError]()
    ticked = covers_of(kind, piece.covers) if kind else frozenset(piece.covers)
    allowed = hours_evidence.choices_for(actor, lot, month)
    reason = (piece.reason or "").strip() or None
    if kind is None:
        refusals.append(Refused("e_kind", field="e_kind"))
    if sent is None:
        refusals.append(Refused("file_missing", field="e_file"))
    if not ticked or not ticked <= allowed:
        refusals.append(Refused("e_covers", field="e_covers"))
    elif kind and not reason:
        modalities = hours_evidence.modalities_of(lot.id, ticked, month)
        if reason_needed(kind, modalities, rule_on(last_day(month))):
            refusals.append(Refused("e_reason", field="e_reason"))
    if reason and len(reason) > LONGEST_REASON:
        refusals.append(Refused("text_long", field="e_reason", max=LONGEST_REASON, n=len(reason)))
    if refusals:
        raise Several(refusals)
    assert kind is not None and sent is not None
    of = None if kind in LASTING else month
    _refuse_known(lot, of, sent)
    stored = files_kept.keep(sent, files, actor.organization_id, "e_file", now)
    put = Evidence(
        lot_id=lot.id, month=of, kind=kind, file_id=stored.id, organization_id=actor.organization_id,
        put_by_id=actor.user_id, put_at=now, reason=reason if kind is EvidenceKind.HOURS_STATEMENT else None,
        state=EvidenceState.RECEIVED,
        covers=[EvidenceCover(employer_id=employer, participant_id=person) for employer, person in _ordered(ticked)],
    )  # fmt: skip
    db.session.add(put)
    db.session.flush()
    journal(actor, "evidence:put", put, now=now, lot_id=lot.id, month=month, kind=kind, size=stored.size)
    return put


@action
def decide_evidence(
    actor: Actor, evidence_id: int, verdict: EvidenceVerdict | None, message: str | None, *,
    version: int | None = None, now: datetime,
) -> tuple[Evidence, int]:  # fmt: skip
    """Accept a document, or say that it cannot be read or does not do, with the reason. Returns it, and the hours
    that count from now on (hundredths). Refuses to turn down a document on which hours already count."""
    lot, one = _held(actor, Permission.EVIDENCE_DECIDE, evidence_id)
    check_version(one, version)
    said = (message or "").strip() or None
    if verdict is None:
        raise Refused("e_verdict", field="e_verdict")
    if verdict is not EvidenceVerdict.ACCEPT:
        if not said:
            raise Refused("e_message", field="e_message")
        if len(said) > LONGEST_REASON:
            raise Refused("text_long", field="e_message", max=LONGEST_REASON, n=len(said))
        _refuse_leaned_on(one)
    before = one.state
    accept(actor, one, now) if verdict is EvidenceVerdict.ACCEPT else _turn_down(
        actor, one, verdict, said, now
    )
    hours = settle_pieces(actor, lot, one, now) if verdict is EvidenceVerdict.ACCEPT else 0
    journal(
        actor, "evidence:decide", one, now=now, lot_id=lot.id, kind=one.kind, before=before, after=one.state, hours=hours
    )  # fmt: skip
    if verdict is not EvidenceVerdict.ACCEPT:
        for report_id in _reports_waiting(one):
            record(events.ReportReturned(report_id), now=now)
    return one, hours


@action
def withdraw_evidence(actor: Actor, evidence_id: int, reason: str | None, *, now: datetime) -> Evidence:
    """Take a document back, with a reason that stays; its file leaves the store once its time is over.

    For whoever put it and for whoever follows the lot; never once it was accepted, for hours count on it.
    """
    lot, one = _held(actor, Permission.EVIDENCE_WITHDRAW, evidence_id)
    if one.state is EvidenceState.ACCEPTED:
        raise IllegalMove("evidence_accepted")
    written = (reason or "").strip()
    if not written:
        raise Refused("withdraw_reason", field="withdraw_reason")
    if len(written) > LONGEST_REASON:
        raise Refused("text_long", field="withdraw_reason", max=LONGEST_REASON, n=len(written))
    one.withdrawn_at, one.withdrawn_by_id, one.withdrawn_reason = now, actor.user_id, written
    one.version += 1
    journal(actor, "evidence:withdraw", one, now=now, lot_id=lot.id, kind=one.kind)
    return one


def accept(actor: Actor, one: Evidence, now: datetime) -> None:
    """Within an act: the document was looked at and does."""
    one.state, one.message = EvidenceState.ACCEPTED, None
    one.decided_at, one.decided_by_id = now, actor.user_id
    one.version += 1
    db.session.flush()


def accept_what_was_leaned_on(
    actor: Actor, report: MonthlyReport, entries: Collection[HoursEntry], now: datetime
) -> None:
    """Within a validation: the documents that the counted lines waited for, seen beside them, are accepted with it."""
    expected = hours_evidence.of_reports([report])[report.id]
    ids = {
        number for entry in entries for one in hours_evidence.of_entry(entry, expected)
        if one.holds and one.state is EvidenceState.RECEIVED for number in one.filed
    }  # fmt: skip
    for one in db.session.scalars(
        select(Evidence).where(Evidence.id.in_(ids or {0})).order_by(Evidence.id).with_for_update()
    ):
        accept(actor, one, now)
        journal(actor, "evidence:decide", one, now=now, lot_id=one.lot_id, kind=one.kind,
                before=EvidenceState.RECEIVED, after=one.state)  # fmt: skip


def _turn_down(
    actor: Actor, one: Evidence, verdict: EvidenceVerdict, message: str | None, now: datetime
) -> None:
    one.state, one.message = EvidenceState(verdict.value), message
    one.decided_at, one.decided_by_id = now, actor.user_id
    one.version += 1


def _held(actor: Actor, permission: Permission, evidence_id: int) -> tuple[Lot, Evidence]:
    """The lot, then the document, locked in that order; refused once it is withdrawn."""
    lot_id = db.session.scalar(select(Evidence.lot_id).where(Evidence.id == evidence_id)) or 0
    lot = held_lot(actor, Permission.EVIDENCE_VIEW, lot_id)
    one = load(actor, permission, Evidence, evidence_id, selectinload(Evidence.covers))
    if one.withdrawn_at is not None:
        raise IllegalMove("document_withdrawn")
    return lot, one


def _refuse_known(lot: Lot, month: date | None, sent: CheckedFile) -> None:
    known = select(Evidence.id).join(StoredFile, StoredFile.id == Evidence.file_id).where(
        Evidence.lot_id == lot.id, Evidence.withdrawn_at.is_(None), StoredFile.sha256 == sent.sha256,
        Evidence.month.is_(None) if month is None else Evidence.month == month,
    )  # fmt: skip
    if db.session.scalar(known):
        raise Refused("evidence_known", field="e_file")


def _refuse_leaned_on(one: Evidence) -> None:
    """Hours count on a deed: its report is reopened first, so that nothing counts without its document."""
    if one.kind not in OF_TEAMS or one.state is not EvidenceState.ACCEPTED:
        return
    employers = {cover.employer_id for cover in one.covers}
    lines = db.session.scalars(
        select(LedgerLine.entry_id)
        .where(LedgerLine.lot_id == one.lot_id, LedgerLine.employer_id.in_(employers))
        .distinct()
    ).all()
    if any(hours_counters.counted_by_entry(list(lines)).values()):
        raise IllegalMove("evidence_leaned_on")


def _reports_waiting(one: Evidence) -> list[int]:
    employers = {cover.employer_id for cover in one.covers}
    return list(
        db.session.scalars(
            select(MonthlyReport.id)
            .where(
                MonthlyReport.lot_id == one.lot_id,
                MonthlyReport.entries.any(
                    (HoursEntry.state == EntryState.PENDING_EVIDENCE) & HoursEntry.employer_id.in_(employers)
                ),
            )
            .order_by(MonthlyReport.month)
        )
    )


def _ordered(covers: Collection[Cover]) -> list[Cover]:
    return sorted(covers, key=lambda one: (one[0], one[1] or 0))
