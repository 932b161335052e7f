"""How do the holder of a lot and the structure that typed a line speak about hours they do not agree on? (D09)

The holder never changes a line of its partner: it contests it with a reason. The structure corrects its hours, which
answers by itself, or maintains them and says why; the holder may then be content with the answer. Both sides are told,
and the resource person reads the exchange beside the line.
"""

from collections.abc import Sequence
from datetime import date, datetime

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, journal, record
from clauses.actions.hours.beyond import Typed
from clauses.actions.hours.held import OPEN, entry_of, existing_report, held_lot
from clauses.actions.hours.writing import write_rows
from clauses.domain import events
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import ReportState
from clauses.domain.kinds_months import ContestState
from clauses.extensions import db
from clauses.models.contests import LineContest
from clauses.models.hours import HoursEntry
from clauses.queries import hours_contests


@action
def contest_entry(
    actor: Actor, lot_id: int, month: date, entry_id: int, text: str, *, rows: Sequence[Typed] = (), now: datetime
) -> LineContest:  # fmt: skip
    """The holder of the lot says what is wrong with a line of its partner, without touching it.

    `rows`: what stands typed on the same page is kept with it. Refuses a report already sent, a line of one's own,
    a contest without a reason, and a second one while the first waits for its answer.
    """
    lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
    report = existing_report(lot, month)
    entry = entry_of(report, entry_id)
    if report.state not in OPEN:
        raise IllegalMove("report_sent")
    if entry.entered_by_id == actor.organization_id:
        raise Refused("contest_own")
    if not text:
        raise Refused("contest_empty", field=f"contest-{entry_id}")
    before = hours_contests.latest([entry_id]).get(entry_id)
    if before is not None and before.state is ContestState.OPEN:
        raise IllegalMove("contest_waits")
    write_rows(actor, lot, report, rows, now, asked=False)
    if before is not None and before.state is ContestState.KEPT:
        before.state = ContestState.SETTLED  # its answer is read; what is said now is another contest
    made = LineContest(
        entry_id=entry.id, reason=text, raised_by_id=actor.organization_id, raised_at=now,
        hours_before=entry.worked + entry.training,
    )  # fmt: skip
    db.session.add(made)
    report.version += 1
    journal(
        actor, "hours:contest", report, now=now, lot_id=lot.id, month=month, entry=entry.id, hours=made.hours_before
    )  # fmt: skip
    record(events.LineContested(made.id), now=now)
    return made


@action
def maintain_entry(
    actor: Actor, lot_id: int, month: date, entry_id: int, text: str, *, now: datetime
) -> LineContest:
    """The structure maintains its hours and says why. Refuses anybody else than the employer, a line that nobody
    contests, an answer without words, and a report already decided."""
    lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
    report = existing_report(lot, month)
    entry = load(actor, Permission.HOURS_ENTER, HoursEntry, entry_of(report, entry_id).id)
    if entry.employer_id != actor.organization_id:
        raise Forbidden
    if report.state not in OPEN and report.state is not ReportState.SUBMITTED:
        raise IllegalMove("report_settled", state=report.state)
    one = hours_contests.latest([entry_id]).get(entry_id)
    if one is None or one.state is not ContestState.OPEN:
        raise IllegalMove("contest_answered")
    if not text:
        raise Refused("contest_answer", field=f"answer-{entry_id}")
    one.state, one.answer, one.answered_at = ContestState.KEPT, text, now
    one.hours_after = entry.worked + entry.training
    report.version += 1
    journal(
        actor, "hours:contest_kept", report, now=now, lot_id=lot.id, month=month, entry=entry.id,
        hours=one.hours_after,
    )  # fmt: skip
    record(events.LineContestAnswered(one.id), now=now)
    return one


@action
def settle_contest(actor: Actor, lot_id: int, month: date, entry_id: int, *, now: datetime) -> LineContest:
    """The holder is content with the answer: the line is no longer contested."""
    lot = held_lot(actor, Permission.MONTH_SUBMIT, lot_id)
    report = existing_report(lot, month)
    entry = entry_of(report, entry_id)
    if report.state not in OPEN and report.state is not ReportState.SUBMITTED:
        raise IllegalMove("report_settled", state=report.state)
    one = hours_contests.latest([entry.id]).get(entry.id)
    if one is None or one.state is not ContestState.KEPT:
        raise IllegalMove("contest_not_kept")
    one.state = ContestState.SETTLED
    report.version += 1
    journal(actor, "hours:contest_settled", report, now=now, lot_id=lot.id, month=month, entry=entry.id)
    return one
