"""Is this person already known, whoever employs them? Asked of a human, never merged in silence (traps 26 and 27).

No number of the State is asked nor kept: a person is found again by names, accents, case and hyphens apart, and by
date of birth. A namesake born on another day is told to nobody here: the likely doubles of that kind are shown to the
resource person alone.
"""

from datetime import date

from sqlalchemy import select

from clauses.access.gate import OutOfReach
from clauses.actions.base import take_turn
from clauses.domain.errors import Refused
from clauses.extensions import db
from clauses.models.hours import Participant
from clauses.queries import hours_people

NAMESAKE = "new"  # the answer « Non, c'est un homonyme »


def known_as(last_name: str, first_name: str, birth: date) -> list[Participant]:
    """Who answers to these names, in either order, and this birth; the oldest fiche first. Takes the turn of the name."""
    folds = {hours_people.fold_names(last_name, first_name), hours_people.fold_names(first_name, last_name)}
    take_turn(f"participant {birth} {min(folds)}")
    found = db.session.scalars(
        select(Participant)
        .where(Participant.birth == birth, Participant.fold.in_(folds))
        .order_by(Participant.id)
    )
    return list(dict.fromkeys(standing(one) for one in found))


def standing(one: Participant) -> Participant:
    """The fiche itself, or the one it was put into: another spelling leads to the same person."""
    while one.merged_into_id is not None:
        one = db.session.get_one(Participant, one.merged_into_id)
    return one


def refuse_known(last_name: str, first_name: str, birth: date, answer: str) -> None:
    """Asks whether it is the same person, unless that was answered."""
    known = known_as(last_name, first_name, birth)
    if not known or answer == NAMESAKE or answer in {str(one.id) for one in known}:
        return
    raise asked_about(known[0])


def asked_about(one: Participant) -> Refused:
    """The question of scenario S18, about a fiche."""
    return Refused(
        "p_duplicate", field="p_duplicate", name=f"{one.first_name} {one.last_name.upper()}", birth=one.birth,
        participant_id=one.id,
    )  # fmt: skip


def same_one(known: list[Participant], same_as: int) -> Participant:
    """The fiche that was said to be the same, among those that were shown."""
    found = next((one for one in known if one.id == same_as), None)
    if found is None:
        raise OutOfReach
    return found
