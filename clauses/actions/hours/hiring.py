"""What was typed so far of a person to add? Kept from one step to the next, by whoever types it, and for one lot (D11)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.policy import Actor, Permission
from clauses.actions import files as files_kept
from clauses.actions.base import action, civil_day
from clauses.actions.hours.held import held_lot
from clauses.actions.hours.identity import refuse_known
from clauses.config import FilesPlace
from clauses.domain.files import CheckedFile
from clauses.extensions import db
from clauses.models.files import StoredFile
from clauses.models.participants import HiringDraft

Typed = Mapping[str, Sequence[str]]


@action
def keep_step(
    actor: Actor, lot_id: int, typed: Typed, *, named: tuple[str, str, date] | None, answer: str,
    proof: CheckedFile | None, files: FilesPlace, now: datetime,
) -> None:  # fmt: skip
    """Keep the fields of one step over those of before.

    `named`: last name, first name and birth, when the step tells who the person is; refuses somebody already known as
    long as the question was not answered.
    """
    lot = held_lot(actor, Permission.PARTICIPANT_ADD, lot_id)
    if named is not None:
        refuse_known(*named, answer)
    draft = find(actor, lot.id, lock=True)
    if draft is None:
        draft = HiringDraft(
            lot_id=lot.id, user_id=actor.user_id, organization_id=actor.organization_id, typed={}
        )
        db.session.add(draft)
    draft.typed = {**draft.typed, **{name: list(values) for name, values in typed.items()}}
    draft.saved_on = civil_day(now)
    if proof is not None:
        _erase_proof(draft, now)
        draft.proof_file_id = files_kept.keep(proof, files, actor.organization_id, "p_proof", now).id


@action
def drop_draft(actor: Actor, lot_id: int, *, now: datetime) -> None:
    """Begin again: nothing of what was typed is kept."""
    lot = held_lot(actor, Permission.PARTICIPANT_ADD, lot_id)
    draft = find(actor, lot.id, lock=True)
    if draft is not None:
        _erase_proof(draft, now)
        db.session.delete(draft)


def take_over(actor: Actor, lot_id: int) -> StoredFile | None:
    """The document put with the steps, whose draft goes: the act that calls this says what becomes of it."""
    draft = find(actor, lot_id, lock=True)
    if draft is None:
        return None
    stored = db.session.get(StoredFile, draft.proof_file_id) if draft.proof_file_id else None
    db.session.delete(draft)
    return stored if stored is not None and stored.erased_at is None else None


def find(actor: Actor, lot_id: int, *, lock: bool = False) -> HiringDraft | None:
    """What this person began on this lot, for the organization they act for."""
    question = select(HiringDraft).where(
        HiringDraft.lot_id == lot_id, HiringDraft.user_id == actor.user_id,
        HiringDraft.organization_id == actor.organization_id,
    )  # fmt: skip
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(question).first()


def _erase_proof(draft: HiringDraft, now: datetime) -> None:
    stored = db.session.get(StoredFile, draft.proof_file_id) if draft.proof_file_id else None
    if stored is not None and stored.erased_at is None:
        files_kept.erase(stored, now)
    draft.proof_file_id = None
