"""How is a letter asked for, made once, and sent; and how is a certificate issued under its code?"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, next_number, record
from clauses.domain import events_decisions
from clauses.domain.certificates import SIGNS, code_of
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds import JobState, PartyCapacity
from clauses.domain.kinds_letters import LetterModel
from clauses.extensions import db
from clauses.models.letters import CaseFile, Certificate, Letter
from clauses.models.markets import Lot, LotParty
from clauses.models.people import Organization
from clauses.queries.hours_counters import counted_on
from clauses.queries.people import members_of
from clauses.reference import letter_models

LETTER_JOB, CASE_JOB = "letter", "case_file"
# 20 signs of 32: a hundred bits, without those that are read one for another.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Turn(Protocol):
    """The attempt that publishes; it refuses when another one has taken over."""

    def finish(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LetterFields:
    """A letter as it is asked for; the particulars are those of its model alone."""

    model: LetterModel | None
    lot_id: int | None
    recipient_id: int | None = None  # the holder unless another party of the lot is chosen
    meeting_day: date | None = None
    meeting_place: str | None = None
    delay: int | None = None


@action
def ask_letter(actor: Actor, fields: LetterFields, *, now: datetime) -> Letter:
    """Ask for a letter of a lot; a job makes its PDF. Refuses a recipient who is not a party to the lot."""
    refusals: list[DomainError] = []
    if fields.model is None:
        refusals.append(Refused("letter_model", field="letter_model"))
    if fields.lot_id is None:
        refusals.append(Refused("choose", field="letter_lot"))
        raise Several(refusals)
    lot = load(actor, Permission.LETTER_MAKE, Lot, fields.lot_id)
    holder = lot.award.awardee_id if lot.award else None
    recipient = fields.recipient_id or holder
    if recipient is None or recipient not in {*_parties(lot.id), holder}:
        refusals.append(Refused("letter_recipient", field="letter_recipient"))
    if fields.model is LetterModel.MEETING and not (fields.meeting_day and fields.meeting_place):
        refusals.append(Refused("letter_meeting", field="meeting_day"))
    if fields.model is LetterModel.CERTIFICATE and counted_on(lot.id) <= 0:
        refusals.append(Refused("certificate_nothing", field="letter_model"))
    if refusals or fields.model is None:
        raise Several(refusals)
    particulars: dict[str, Any] = {}
    if fields.model is LetterModel.MEETING and fields.meeting_day:
        particulars = {"meeting_day": fields.meeting_day.isoformat(), "meeting_place": fields.meeting_place}
    if fields.model is LetterModel.NOTICE_DRAFT:
        particulars = {"delay": fields.delay or 15}
    made = Letter(
        lot_id=lot.id, recipient_id=recipient, model=fields.model,
        model_version=letter_models.model(fields.model).version, particulars=particulars, asked_at=now,
        asked_by_id=actor.user_id, membership_id=actor.membership_id, role=actor.role, dated_on=civil_day(now),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "letter:ask", made, now=now, lot_id=lot.id, kind=made.model)
    record(events_decisions.LetterAsked(made.id), now=now)
    return made


def _parties(lot_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(LotParty.organization_id).where(
                LotParty.lot_id == lot_id, LotParty.capacity != PartyCapacity.STRUCTURE
            )
        )
    )


def new_code() -> str:
    """A code that nobody guesses: « ABCDE-FGHJK-LMNPQ-RSTUV »."""
    return code_of("".join(secrets.choice(_SIGNS) for _ in range(SIGNS)))


@action
def publish_letter(
    turn: Turn, letter_id: int, *, file_name: str, content: bytes, sha256: str, code: str | None,
    figures: dict[str, Any], now: datetime,
) -> None:  # fmt: skip
    """Keep the letter as it was made and end the job, in one commit; a certificate replaces the one before it."""
    turn.finish()
    letter = db.session.get_one(Letter, letter_id)
    letter.content, letter.sha256, letter.file_name = content, sha256, file_name
    letter.state, letter.produced_at = JobState.DONE, now
    if code is not None:
        _issue(letter, code, figures, civil_day(now))
    journal(None, "letter:publish", letter, now=now, lot_id=letter.lot_id, sha256=sha256)


def _issue(letter: Letter, code: str, figures: dict[str, Any], on: date) -> None:
    former = db.session.scalars(
        select(Certificate)
        .join(Letter, Letter.id == Certificate.letter_id)
        .where(
            Certificate.lot_id == letter.lot_id, Letter.recipient_id == letter.recipient_id,
            Certificate.replaced_by_id.is_(None),
        )
    ).all()  # fmt: skip
    made = Certificate(letter_id=letter.id, lot_id=letter.lot_id, code=code, figures=figures, issued_on=on)
    db.session.add(made)
    db.session.flush()
    for one in former:
        one.replaced_by_id, one.replaced_on = made.id, on


@action
def send_letter(actor: Actor, letter_id: int, *, now: datetime) -> Letter:
    """Send a letter: its recipient is told by e-mail and reads it in the portal, from then on. Once."""
    letter = load(actor, Permission.LETTER_MAKE, Letter, letter_id)
    if letter.sha256 is None:
        raise Refused("letter_not_ready")
    if letter.sent_on is not None:
        raise Refused("letter_sent", day=letter.sent_on)
    recipient = db.session.get_one(Organization, letter.recipient_id)
    if not members_of(recipient.id):
        raise Refused("letter_nobody", name=recipient.name)
    letter.sent_on, letter.sent_by_id = civil_day(now), actor.user_id
    journal(actor, "letter:send", letter, now=now, lot_id=letter.lot_id)
    record(events_decisions.LetterSent(letter.id), now=now)
    return letter


@action
def ask_case_file(actor: Actor, market_id: int, number: int, *, now: datetime) -> CaseFile:
    """Ask for the case file of a lot, in one click; the one that is being made is not asked twice."""
    lot_id = db.session.scalar(select(Lot.id).where(Lot.market_id == market_id, Lot.number == number))
    lot = load(actor, Permission.CASE_FILE_MAKE, Lot, lot_id or 0)
    under_way = db.session.scalar(
        select(CaseFile).where(
            CaseFile.lot_id == lot.id, CaseFile.state.in_((JobState.QUEUED, JobState.RUNNING))
        )
    )
    if under_way is not None:
        return under_way
    made = CaseFile(
        lot_id=lot.id, number=next_number(CaseFile.number, CaseFile.lot_id == lot.id), asked_at=now,
        asked_by_id=actor.user_id, membership_id=actor.membership_id, role=actor.role,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(actor, "case_file:ask", made, now=now, lot_id=lot.id)
    record(events_decisions.CaseFileAsked(made.id), now=now)
    return made


@action
def publish_case_file(
    turn: Turn, case_file_id: int, *, file_name: str, content: bytes, sha256: str, now: datetime
) -> None:
    """Keep the archive as it was made and end the job, in one commit."""
    turn.finish()
    found = db.session.get_one(CaseFile, case_file_id)
    found.content, found.sha256, found.file_name = content, sha256, file_name
    found.state, found.produced_at = JobState.DONE, now
    journal(None, "case_file:publish", found, now=now, lot_id=found.lot_id, sha256=sha256)
