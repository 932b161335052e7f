"""Two lines may be the same hours: who says so, which line is kept, and how is an hour never counted twice? (R5-3, R13)

Each side is asked when the month is sent. Two answers that agree settle the pair by themselves; where they do not, or
where one side stays silent, whoever follows the lot decides: silence never does.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal
from clauses.actions.hours.held import OPEN, entry_of, existing_report, held_lot, lock_people
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import EntryState, ReportState, ReturnReason
from clauses.domain.kinds_validation import MatchAnswer, MatchState
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.validation import HoursMatch
from clauses.queries import hours_doubles

UNDECIDED = (*OPEN, ReportState.SUBMITTED)


def ask_both(actor: Actor, report: MonthlyReport, now: datetime) -> None:
    """Within an act: ask the two sides of every pair of a report that was just sent."""
    for double in hours_doubles.open_doubles([report])[report.id]:
        if double.elsewhere is None:
            _asked(actor, report, double.pair, double.match, now)


def _asked(
    actor: Actor, report: MonthlyReport, pair: tuple[int, int], match: HoursMatch | None, now: datetime
) -> HoursMatch:
    if match is None:
        match = HoursMatch(lot_id=report.lot_id, first_id=pair[0], second_id=pair[1])
        db.session.add(match)
    match.state, match.asked_on, match.asked_by_id = MatchState.ASKED, civil_day(now), actor.user_id
    match.first_answer = match.second_answer = match.first_by_id = match.second_by_id = None
    match.kept_id = match.settled_on = match.settled_by_id = match.reason = None
    db.session.flush()
    journal(actor, "hours:match_ask", match, now=now, lot_id=report.lot_id, month=report.month)
    return match


@action
def answer_match(actor: Actor, match_id: int, answer: MatchAnswer, *, now: datetime) -> HoursMatch:
    """One side says whether the hours are its own, those of the other, or two different works.

    Refuses who employs neither, the same person for both sides, and hours already decided.
    """
    lot_id = db.session.scalar(select(HoursMatch.lot_id).where(HoursMatch.id == match_id))
    if lot_id is None:
        raise OutOfReach
    load(actor, Permission.HOURS_ENTER, HoursMatch, match_id)
    lot = held_lot(actor, Permission.HOURS_ENTER, lot_id)
    match = load(actor, Permission.HOURS_ENTER, HoursMatch, match_id)
    report = existing_report(lot, match.first.report.month)
    if report.state not in UNDECIDED or match.state in (MatchState.SETTLED, MatchState.DISTINCT):
        raise IllegalMove("match_settled")
    first, second = entry_of(report, match.first_id), entry_of(report, match.second_id)
    sides = (first.employer_id == actor.organization_id, second.employer_id == actor.organization_id)
    if sides[0] is sides[1]:
        raise Refused("match_not_yours", field="match_answer")
    others_by = match.second_by_id if sides[0] else match.first_by_id
    if others_by == actor.user_id:
        raise Refused("match_same_person", field="match_answer")
    if sides[0]:
        match.first_answer, match.first_by_id = answer, actor.user_id
    else:
        match.second_answer, match.second_by_id = answer, actor.user_id
    lock_people({first.participant_id})
    _agree(match, first, second, civil_day(now))
    report.version += 1
    db.session.flush()
    journal(
        actor, "hours:match_answer", match, now=now, lot_id=lot.id, month=report.month, verdict=answer, after=match.state
    )  # fmt: skip
    return match


def _agree(match: HoursMatch, first: HoursEntry, second: HoursEntry, on: date) -> None:
    """Two answers that agree settle the pair; two that do not leave it to whoever follows the lot."""
    said = (match.first_answer, match.second_answer)
    if None in said:
        match.state = MatchState.ASKED
    elif said == (MatchAnswer.MINE, MatchAnswer.OTHERS):
        _keep(match, first, second, on, None)
    elif said == (MatchAnswer.OTHERS, MatchAnswer.MINE):
        _keep(match, second, first, on, None)
    elif said == (MatchAnswer.DISTINCT, MatchAnswer.DISTINCT):
        match.state, match.settled_on = MatchState.DISTINCT, on
    else:
        match.state = MatchState.DISPUTED


def _keep(match: HoursMatch, kept: HoursEntry, lost: HoursEntry, on: date, by_id: int | None) -> None:
    """One line stays, the other is refused as a double: it keeps its hours, which count nowhere."""
    match.state, match.kept_id = MatchState.SETTLED, kept.id
    match.settled_on, match.settled_by_id = on, by_id
    lost.state, lost.refusal_reason = EntryState.REFUSED, ReturnReason.DUPLICATE


@action
def settle_match(
    actor: Actor, lot_id: int, month: date, one_id: int, other_id: int, *, kept_id: int | None, reason: str | None,
    now: datetime,
) -> HoursMatch:  # fmt: skip
    """Whoever follows the lot keeps one line of a pair, or says why they are two different works (`kept_id` None).

    The line that goes must be in this report, which must be sent and not decided yet.
    """
    lot = held_lot(actor, Permission.HOURS_VALIDATE, lot_id)
    report = existing_report(lot, month)
    if report.state is not ReportState.SUBMITTED:
        raise IllegalMove("report_settled" if report.decided_on else "report_not_sent", state=report.state)
    double = next(
        (d for d in hours_doubles.open_doubles([report])[report.id]
         if d.pair == hours_doubles.pair_of(one_id, other_id)), None,
    )  # fmt: skip
    if double is None:
        raise IllegalMove("match_settled")
    lines = {double.one.id: double.one, double.other.id: double.other}
    if kept_id is None and not reason:
        raise Refused("match_reason", field="match_reason")
    if kept_id is not None and (kept_id not in lines or (double.elsewhere and kept_id == double.one.id)):
        raise Refused("match_keep", field="match_kept")
    lock_people({double.one.participant_id})
    match = double.match or _asked(actor, report, double.pair, None, now)
    if kept_id is None:
        match.state, match.settled_on, match.settled_by_id = (
            MatchState.DISTINCT,
            civil_day(now),
            actor.user_id,
        )
        match.kept_id = None
    else:
        lost = next(line for number, line in lines.items() if number != kept_id)
        _keep(match, lines[kept_id], lost, civil_day(now), actor.user_id)
    match.reason = reason
    report.version += 1
    db.session.flush()
    journal(
        actor, "hours:match_settle", match, now=now, lot_id=lot.id, month=month, after=match.state, hours=double.one.worked
    )  # fmt: skip
    return match


def settle_with_decision(
    actor: Actor, report: MonthlyReport, entries: Iterable[HoursEntry], now: datetime
) -> None:
    """Within a decision: a pair of which one line was refused as a double is settled by it."""
    lines = {entry.id: entry for entry in entries}
    for (first_id, second_id), match in hours_doubles.matches(lines).items():
        if match.state not in (MatchState.ASKED, MatchState.DISPUTED):
            continue
        first, second = lines.get(first_id), lines.get(second_id)
        if first is None or second is None:
            continue
        for kept, lost in ((first, second), (second, first)):
            doubled = lost.state is EntryState.REFUSED and lost.refusal_reason is ReturnReason.DUPLICATE
            if doubled and kept.state is not EntryState.REFUSED:
                _keep(match, kept, lost, civil_day(now), actor.user_id)
                journal(actor, "hours:match_settle", match, now=now, lot_id=report.lot_id, month=report.month,
                        after=match.state, hours=lost.worked)  # fmt: skip
