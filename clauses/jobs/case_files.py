"""How is a case file made? By a job, with its asker's rights, in one snapshot, whole or not at all."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions import letters as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.events_decisions import CaseFileAsked
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.jobs.letters_made import NoLongerAllowed, queue
from clauses.jobs.run import Run
from clauses.models.letters import CaseFile
from clauses.models.people import Membership
from clauses.queries import compliance
from clauses.queries.case_file import facts_of_case
from clauses.reports.case_file import archive
from clauses.wording import case_file as words


def case_file_asked(fact: CaseFileAsked, *, event_key: str, now: datetime) -> None:
    """Leave the work to be done; asked again, the same work stands."""
    queue(actions.CASE_JOB, fact.case_file_id)


def produce_case_file(run: Run) -> None:
    """Make the archive of a lot. Safe to run twice."""
    compliance.begin_snapshot()
    asked = db.session.get_one(CaseFile, run.subject_id)
    membership = db.session.get_one(Membership, asked.membership_id)
    actor = gate.actor_of(membership, clock.today())
    if actor is None or actor.role is not asked.role:
        raise NoLongerAllowed(f"case file {asked.id}")
    gate.load(actor, Permission.CASE_FILE_MAKE, CaseFile, asked.id)
    found = facts_of_case(asked.lot_id, clock.today())
    if found is None:
        raise Refused("decision_nothing_owed")
    data = archive(found, asked.number, clock.today())
    name = words.NAME.format(lot_id=asked.lot_id, number=asked.number)
    case_file_id = asked.id
    actions.publish_case_file(
        run, case_file_id, file_name=name, content=data, sha256=hashlib.sha256(data).hexdigest(), now=clock.now()
    )  # fmt: skip


def on_failure(case_file_id: int) -> Iterable[Any]:
    """After the last attempt: the request says so, and may be asked again."""
    db.session.execute(update(CaseFile).where(CaseFile.id == case_file_id).values(state=JobState.FAILED))
    return []
