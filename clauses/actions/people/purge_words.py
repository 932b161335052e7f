"""What was typed about a person, away from the person: how is it emptied when the person becomes a number?"""

from typing import Any

from sqlalchemy import or_, select

from clauses.extensions import db
from clauses.models.contests import LineContest
from clauses.models.follow_up import Difficulty
from clauses.models.hours import HoursEntry
from clauses.models.pathways import PathwayEmployee, PathwayExit, PortfolioConsent, SkillEntry
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch


def forget_what_was_said(participant_id: int) -> None:
    """Empty the sentences typed of this person's lines and difficulties: any of them may name the person.

    That something was said, when, by whom and what came of it in hours stays.
    """
    lines = select(HoursEntry.id).where(HoursEntry.participant_id == participant_id)
    for contest in _rows(LineContest, LineContest.entry_id.in_(lines)):
        contest.reason, contest.answer = "", None
    for claim in _rows(HoursClaim, HoursClaim.entry_id.in_(lines)):
        claim.motive, claim.answer = "", _emptied(claim.answer)
    for match in _rows(HoursMatch, or_(HoursMatch.first_id.in_(lines), HoursMatch.second_id.in_(lines))):
        match.reason = _emptied(match.reason)
    for pick in _rows(ControlPick, ControlPick.entry_id.in_(lines)):
        pick.note = _emptied(pick.note)
    for difficulty in _rows(Difficulty, Difficulty.participant_id == participant_id):
        difficulty.text, difficulty.answer = "", _emptied(difficulty.answer)


def forget_portfolios(participant_id: int) -> None:
    """Delete what a person can do and the agreements to show it; that a pathway was followed, and when, stays."""
    mine = select(PathwayEmployee.id).where(PathwayEmployee.participant_id == participant_id)
    for model in (SkillEntry, PortfolioConsent):
        for row in _rows(model, model.pathway_id.in_(mine)):
            db.session.delete(row)
    for way_out in _rows(PathwayExit, PathwayExit.pathway_id.in_(mine)):
        way_out.steps = []
    for pathway in _rows(PathwayEmployee, PathwayEmployee.participant_id == participant_id):
        pathway.next_step = pathway.next_step_on = None


def _emptied(said: str | None) -> str | None:
    return None if said is None else ""


def _rows(model: Any, where: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(where)))
