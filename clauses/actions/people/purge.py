"""What is taken away when its time is over, and what proves it? Small transactions, each with its own proof.

A purge may be stopped at any moment and begun again: what a transaction took is marked and proven together, and the
next one asks again what is due. Hours, and the ledger that counts them, are never touched.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, update

from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.actions.files import erase
from clauses.actions.people.administration import end_everything
from clauses.actions.people.purge_words import forget_portfolios, forget_what_was_said
from clauses.domain.errors import Refused
from clauses.domain.kinds_personal_data import PurgeKind
from clauses.domain.retention import digest
from clauses.extensions import db
from clauses.models.accounts import CountedTry, SignUp
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.files import StoredFile
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, MonthlyReport, Participant
from clauses.models.journal import EmailMessage, OutboxEvent, ReceivedForm
from clauses.models.participants import HiringDraft, Immersion, ParticipantMerge, PassIae
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.models.people import SignInFailure, User, WebSession
from clauses.models.personal_data import DataRequest, PurgeOrder, PurgeProof
from clauses.models.relays import EarlierHours, HeldHours
from clauses.models.second_factor import PasskeyChallenge
from clauses.queries.people import retention
from clauses.reference import geography, rulebook

BATCH = 50
TURN = "retention"  # a dispute is noted, or a purge is done: one after the other


@action
def erase_documents(on: date, *, order_id: int | None, until: date, now: datetime) -> int:
    """Mark proofs of eligibility whose time is over; their files then leave the disk. Returns how many."""
    take_turn(TURN)
    due = set(retention.documents_due(until)) & set(retention.documents_due(on))
    files = _locked(StoredFile, sorted(due)[:BATCH])
    for stored in files:
        erase(stored, now)
    months = rulebook.retention(on).document_months
    prove(PurgeKind.DOCUMENTS, "stored_file", files, on, now, months, order_id=order_id)
    return len(files)


@action
def pseudonymise_people(on: date, *, order_id: int | None, until: date, now: datetime) -> int:
    """Put a number in the place of people whose time is over. Returns how many."""
    take_turn(TURN)
    due = set(retention.identities_due(until)) & set(retention.identities_due(on))
    found = _locked(Participant, sorted(due)[:BATCH])
    files = [stored for person in found for stored in pseudonymise(person, now)]
    months = rulebook.retention(on).identity_months
    prove(PurgeKind.IDENTITIES, "participant", found, on, now, months, order_id=order_id)
    prove(PurgeKind.DOCUMENTS, "stored_file", files, on, now, months, order_id=order_id)
    return len(found)


@action
def close_sleeping_accounts(on: date, *, now: datetime, at: datetime) -> int:
    """Close the accounts that nobody opens; an administrator may open them again."""
    users = _locked(User, retention.accounts_due(on)[:BATCH])
    for user in users:
        user.active = False
        end_everything(user, at)
        journal(None, "account:sleep", user, now=now)
    prove(PurgeKind.ACCOUNTS, "user_account", users, on, now, rulebook.retention(on).account_months)
    return len(users)


@action
def forget_sign_ups(on: date, *, now: datetime) -> int:
    """Delete the requests for an account that came to nothing."""
    found = _locked(SignUp, retention.sign_ups_due(on)[:BATCH])
    prove(PurgeKind.SIGN_UPS, "sign_up", found, on, now, rulebook.retention(on).sign_up_months)
    for one in found:
        db.session.delete(one)
    return len(found)


@action
def forget_partner_requests(on: date, *, now: datetime) -> int:
    """Delete, with all their steps, the requests to structures that came to nothing long ago. Returns how many."""
    take_turn(TURN)
    found = _locked(PartnerRequest, retention.partner_requests_due(on)[:BATCH])
    months = rulebook.retention(on).partner_request_months
    prove(PurgeKind.PARTNER_REQUESTS, "partner_request", found, on, now, months)
    ids = [one.id for one in found]
    db.session.execute(delete(PartnerRequestStep).where(PartnerRequestStep.request_id.in_(ids)))
    db.session.execute(delete(PartnerRequest).where(PartnerRequest.id.in_(ids)))
    return len(ids)


@action
def erase_hours_files(on: date, *, now: datetime) -> int:
    """Erase the tables that hours were read from: those never taken, and those whose time is over. Returns how many."""
    files = _locked(StoredFile, retention.hours_files_due(on)[:BATCH])
    for stored in files:
        erase(stored, now)
    prove(PurgeKind.HOURS_FILES, "stored_file", files, on, now, rulebook.retention(on).document_months)
    return len(files)


@action
def forget_hiring_drafts(on: date, *, now: datetime) -> int:
    """Forget what was typed of people who were never added, with the document put beside it. Returns how many."""
    found = _locked(HiringDraft, retention.hiring_drafts_due(on)[:BATCH])
    prove(PurgeKind.HIRING_DRAFTS, "hiring_draft", found, on, now, 1)
    for one in found:
        stored = db.session.get(StoredFile, one.proof_file_id) if one.proof_file_id else None
        if stored is not None and stored.erased_at is None:
            erase(stored, now)
        db.session.delete(one)
    return len(found)


@action
def erase_evidence(on: date, *, now: datetime) -> int:
    """Erase the documents taken back, and those of months whose lot ended long ago. Returns how many."""
    take_turn(TURN)
    files = _locked(StoredFile, retention.evidence_due(on)[:BATCH])
    for stored in files:
        erase(stored, now)
    prove(PurgeKind.EVIDENCE, "stored_file", files, on, now, rulebook.retention(on).withdrawn_months)
    return len(files)


@action
def forget_requests(on: date, *, now: datetime) -> int:
    """Forget who asked what about their data, once it was answered long ago; that it was answered stays."""
    found = _locked(DataRequest, retention.requests_due(on)[:BATCH])
    for one in found:
        one.name = one.email = one.message = one.answer = None
    prove(PurgeKind.REQUESTS, "data_request", found, on, now, rulebook.retention(on).request_months)
    return len(found)


@action
def forget_traces(on: date, *, now: datetime) -> int:
    """Empty the messages sent long ago, and delete what was noted to hold the doors. Returns the messages emptied."""
    messages = _locked(EmailMessage, retention.messages_due(on)[:BATCH])
    for message in messages:
        message.body, message.address = "", message.address and ""
    months = rulebook.retention(on).trace_months
    prove(PurgeKind.TRACES, "email_message", messages, on, now, months)
    limit = retention.before(on, months)
    last = select(func.max(WebSession.id)).group_by(WebSession.user_id)  # says when an account was last open
    old = select(WebSession.id).where(WebSession.seen_at < limit, WebSession.id.not_in(last))
    db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.session_id.in_(old)))
    db.session.execute(delete(WebSession).where(WebSession.seen_at < limit, WebSession.id.not_in(last)))
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < limit))
    db.session.execute(delete(CountedTry).where(CountedTry.at < limit))
    db.session.execute(delete(ReceivedForm).where(ReceivedForm.at < limit))
    db.session.execute(delete(OutboxEvent).where(OutboxEvent.drained_at < limit))
    return len(messages)


@action
def note_gone(file_ids: Collection[int], *, now: datetime) -> None:
    """The files of these rows have left the disk."""
    db.session.execute(update(StoredFile).where(StoredFile.id.in_(file_ids)).values(gone_at=now))


@action
def order_for(on: date, *, now: datetime) -> tuple[bool, int | None, date]:
    """May the purge of people go ahead? (yes or no, the order that allows it, the day it covers).

    Few people need no order. More of them wait for two persons: what the order covers is what was due when it was
    made, and nothing that became due afterwards.
    """
    take_turn(TURN)
    order = db.session.scalars(
        select(PurgeOrder).where(PurgeOrder.done_at.is_(None)).order_by(PurgeOrder.id).with_for_update()
    ).first()
    if order is not None and order.second_by_id is not None:
        return True, order.id, order.until
    people, documents = len(retention.identities_due(on)), len(retention.documents_due(on))
    if max(people, documents) <= rulebook.retention(on).bulk_over:
        if order is not None:
            order.done_at = now  # too few are left for it to matter
        return True, None, on
    if order is None:
        order = PurgeOrder(until=on, people=people, documents=documents, proposed_at=now)
        db.session.add(order)
        db.session.flush()
        journal(None, "purge:propose", order, now=now, people=people, documents=documents, until=on)
    elif order.first_by_id is None:
        order.until, order.people, order.documents = on, people, documents
    return False, order.id, order.until


@action
def finish_order(order_id: int, *, now: datetime) -> None:
    order = db.session.get_one(PurgeOrder, order_id, with_for_update=True, populate_existing=True)
    if order.done_at is None:
        order.done_at = now
        journal(None, "purge:done", order, now=now, until=order.until)


def pseudonymise(person: Participant, now: datetime) -> list[StoredFile]:
    """Remove all that tells who somebody is and why they were eligible, wherever it was typed.

    Returns the documents that were erased with it. Hours keep their number, and nothing of the ledger changes.
    """
    if person.pseudonymised_on is not None:
        raise Refused("already_a_number")
    words = {geography.folded(part) for part in (person.first_name, person.last_name) if part}
    mine = select(HoursEntry.report_id).where(HoursEntry.participant_id == person.id)
    reports = db.session.scalars(
        select(MonthlyReport).where(
            MonthlyReport.id.in_(mine),
            or_(MonthlyReport.return_message.is_not(None), MonthlyReport.nil_comment.is_not(None)),
        )
    )
    for report in reports:  # a message may have named the person
        for column in ("return_message", "nil_comment"):
            said = geography.folded(getattr(report, column) or "")
            if any(word in said for word in words):
                setattr(report, column, None)
    erased: list[StoredFile] = []
    for proof in db.session.scalars(select(Eligibility).where(Eligibility.participant_id == person.id)):
        proof.categories, proof.proof_label, proof.message = [], None, None
        proof.residence = proof.ground = proof.basis = proof.definition = None
        stored = db.session.get(StoredFile, proof.proof_file_id) if proof.proof_file_id else None
        if stored is not None and stored.erased_at is None:
            erase(stored, now)
            erased.append(stored)
    about = select(EvidenceCover.evidence_id).where(EvidenceCover.participant_id == person.id)
    for piece in db.session.scalars(select(Evidence).where(Evidence.id.in_(about))):
        piece.reason = "" if piece.reason else None  # what was typed, and what was shown, may name the person
        piece.message = "" if piece.message else None
        piece.withdrawn_reason = "" if piece.withdrawn_reason else None
        stored = db.session.get(StoredFile, piece.file_id)
        if stored is not None and stored.erased_at is None:
            erase(stored, now)
            erased.append(stored)
    for contract in db.session.scalars(
        select(EmploymentContract).where(EmploymentContract.participant_id == person.id)
    ):
        contract.tutor = None
    for stay in db.session.scalars(select(Immersion).where(Immersion.participant_id == person.id)):
        stay.tutor = None
    for one in db.session.scalars(select(PassIae).where(PassIae.participant_id == person.id)):
        one.number = ""
    for merge in db.session.scalars(
        select(ParticipantMerge).where(
            or_(ParticipantMerge.kept_id == person.id, ParticipantMerge.absorbed_id == person.id)
        )
    ):
        merge.reason, merge.moved = "", {}  # it can no longer be undone
    db.session.execute(
        update(HoursEntry)
        .where(HoursEntry.participant_id == person.id)
        .values(comment=None)
        .execution_options(synchronize_session=False)
    )
    forget_what_was_said(person.id)
    forget_portfolios(person.id)
    for earlier in db.session.scalars(select(EarlierHours).where(EarlierHours.participant_id == person.id)):
        if earlier.withdrawn_reason:  # what was typed may have named the person
            earlier.withdrawn_reason = ""
    for over in db.session.scalars(select(HeldHours).where(HeldHours.participant_id == person.id)):
        over.reason = "" if over.reason else None
    person.last_name = person.first_name = person.fold = ""
    person.birth = person.commune_code = person.prescriber = None
    person.priority_district = False
    person.pseudonymised_on = civil_day(now)
    return erased


def _locked(model: type, ids: Collection[int]) -> list:  # type: ignore[type-arg]
    number = model.id  # type: ignore[attr-defined]
    return list(
        db.session.scalars(
            select(model).where(number.in_(ids)).order_by(number).with_for_update().execution_options(populate_existing=True)
        )
    )  # fmt: skip


def prove(
    kind: PurgeKind, table: str, rows: list, on: date, now: datetime, months: int, *,  # type: ignore[type-arg]
    order_id: int | None = None, request_id: int | None = None,
) -> None:  # fmt: skip
    """Write what was taken away, in the transaction that takes it."""
    if not rows:
        return
    ids = [row.id for row in rows]
    proof = PurgeProof(at=now, purged_on=on, kind=kind, count=len(ids), ids_hash=digest(table, ids), months=months,
                       order_id=order_id, request_id=request_id)  # fmt: skip
    db.session.add(proof)
    db.session.flush()
    journal(None, f"purge:{kind}", proof, now=now, count=len(ids))
