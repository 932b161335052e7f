"""What was written of one person by those who declare, check or accompany? Word for word, the oldest first."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from clauses.config import PARIS
from clauses.extensions import db
from clauses.models.follow_up import Difficulty
from clauses.models.hours import HoursEntry
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch
from clauses.wording import personal_data as words


def on_participant(participant_id: int) -> list[list[Any]]:
    """(day, what it is about, what was written, what was answered) of each sentence."""
    lines = select(HoursEntry.id).where(HoursEntry.participant_id == participant_id)
    found: list[tuple[date, str, str | None, str | None]] = [
        (one.asked_on, words.CLAIM, one.motive, one.answer)
        for one in _rows(HoursClaim, HoursClaim.entry_id.in_(lines))
    ]
    found += [
        (one.settled_on or one.asked_on, words.MATCH, one.reason, None)
        for one in _rows(HoursMatch, or_(HoursMatch.first_id.in_(lines), HoursMatch.second_id.in_(lines)))
    ]
    found += [
        (one.checked_on, words.CHECK, one.note, None)
        for one in _rows(ControlPick, ControlPick.entry_id.in_(lines))
        if one.checked_on
    ]
    found += [
        (one.signalled_at.astimezone(PARIS).date(), words.DIFFICULTY, one.text, one.answer)
        for one in _rows(Difficulty, Difficulty.participant_id == participant_id)
    ]
    return [list(one) for one in sorted(found, key=lambda one: one[0]) if one[2] or one[3]]


def _rows(model: Any, where: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(where).order_by(model.id)))
