"""How is a letter made? By a job, with its asker's rights, as a tagged PDF kept with its checksum."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from clauses.access import gate
from clauses.actions import letters as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.events_decisions import LetterAsked, LetterSent
from clauses.domain.kinds import JobState
from clauses.domain.kinds_letters import LetterModel
from clauses.extensions import db
from clauses.jobs.letters import About, Post, link, members, send
from clauses.jobs.run import Run
from clauses.models.journal import BackgroundJob
from clauses.models.letters import Letter
from clauses.models.people import Membership
from clauses.queries import decisions, people
from clauses.queries import letters as queries
from clauses.reference import rulebook
from clauses.reports.letters import Sender, document_of, facts_of, figures_of, file_name
from clauses.reports.pdf import pdf_of
from clauses.wording import letters as words
from clauses.wording.labels import label


class NoLongerAllowed(RuntimeError):
    """The person who asked may no longer write on this lot: nothing is made."""


def letter_asked(fact: LetterAsked, *, event_key: str, now: datetime) -> None:
    """Leave the work to be done; asked again, the same work stands."""
    queue(actions.LETTER_JOB, fact.letter_id)


def queue(kind: str, subject_id: int) -> None:
    known = select(BackgroundJob.id).where(BackgroundJob.kind == kind, BackgroundJob.subject_id == subject_id)
    if db.session.scalar(known) is None:
        at = clock.real()
        db.session.add(
            BackgroundJob(
                kind=kind, subject_id=subject_id, state=JobState.QUEUED, not_before=at, created_at=at
            )
        )


def produce_letter(run: Run) -> None:
    """Make the PDF of a letter. Safe to run twice: what was made first is kept, or nothing is."""
    letter = queries.letter_told(run.subject_id)
    membership = db.session.get_one(Membership, letter.membership_id)
    actor = gate.actor_of(membership, clock.today())
    if actor is None or actor.role is not letter.role:
        raise NoLongerAllowed(f"letter {letter.id}")
    queries.letter(actor, letter.id)
    on = letter.dated_on
    said = queries.said_of(letter.lot_id, on)
    if said is None:
        raise Refused("decision_nothing_owed")
    follower = people.follower_of(letter.lot.territory_id, on)
    sender = Sender(follower, actor.name, actor.organization_name)
    code = actions.new_code() if letter.model is LetterModel.CERTIFICATE else None
    facts = facts_of(
        letter, said, sender, on=on, code=code, verify=link("compliance.verify"), state=_state(letter.lot_id),
        minimum=rulebook.small_cell(on).minimum,
    )  # fmt: skip
    data = pdf_of(document_of(letter, facts, sender))
    name, figures = file_name(letter), figures_of(said, letter, facts)
    letter_id = letter.id
    actions.publish_letter(
        run, letter_id, file_name=name, content=data, sha256=hashlib.sha256(data).hexdigest(), code=code,
        figures=figures, now=clock.now(),
    )  # fmt: skip


def _state(lot_id: int) -> str:
    """The final state of a closed lot; of another one, that it goes on: how far it is late is not for everybody."""
    last = [one for one in decisions.closings_of(lot_id) if one.reopened_on is None]
    if last:
        return label(last[-1].status)
    return words.RUNNING


def on_failure(letter_id: int) -> Iterable[Any]:
    """After the last attempt: the letter says so."""
    db.session.execute(update(Letter).where(Letter.id == letter_id).values(state=JobState.FAILED))
    return []


def letter_sent(fact: LetterSent, *, event_key: str, now: datetime) -> None:
    """M76: the organization that the letter is for."""
    one, post = queries.letter_told(fact.letter_id), Post(event_key, now)
    lot = one.lot
    buyer = lot.market.buyer_id == one.recipient_id
    send(
        "M76", [members("buyer" if buyer else "company", one.recipient)], post, territory=lot.territory,
        about=About(one.id), url=link("compliance.letter", letter_id=one.id), lot=lot, market=lot.market,
        title=label(one.model), sender=one.asked_by.name,
    )  # fmt: skip
