"""How is the joint annual review of a territory opened, written and signed? One text, one signature a structure (G04, S7)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access import gate
from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record, take_turn
from clauses.actions.cooperation.texts import nobody_named
from clauses.domain import events
from clauses.domain.cooperation import review_due
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.extensions import db
from clauses.models.cooperation import JointAnnualReview, ReviewSignature
from clauses.models.territory import Territory
from clauses.queries import cooperation as queries


@action
def open_review(territory_id: int, year: int, *, now: datetime) -> JointAnnualReview | None:
    """Open the campaign of a territory: the structures of that day are those that sign. None where it is open already, or
    where there is no structure to sign."""
    take_turn(f"review {territory_id}")
    on = civil_day(now)
    structures = queries.active_structures(territory_id, on)
    if queries.review(territory_id, year) is not None or not structures:
        return None
    made = JointAnnualReview(
        territory_id=territory_id, year=year, opened_on=on, due_on=review_due(year), success="", failure="", change="",
        signatures=[ReviewSignature(organization_id=one.id) for one in structures],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(None, "review:open", made, now=now, year=year, lines=len(structures))
    record(events.ReviewOpened(made.id), now=now)
    return made


@action
def write_review(
    actor: Actor, territory_id: int, year: int, *, success: str, failure: str, change: str, version: int | None,
    now: datetime,
) -> JointAnnualReview:  # fmt: skip
    """Write the common text. A text that changes takes back the signatures given to the other one; frozen, it stays."""
    load(actor, Permission.COOPERATION_NOTE, Territory, territory_id)
    found = _held(territory_id, year)
    check_version(found, version)
    _refuse_frozen(found)
    on = civil_day(now)
    refusals = nobody_named(territory_id, on, rev_success=success, rev_failure=failure, rev_change=change)
    if refusals:
        raise Several(list(refusals))
    taken_back = 0
    before, typed = (found.success, found.failure, found.change), (success, failure, change)
    if [as_lines(one) for one in before] != [as_lines(one) for one in typed]:
        found.success, found.failure, found.change = success, failure, change
        for one in found.signatures:
            taken_back += one.signed_on is not None
            one.signed_on = one.signed_by_id = None
    journal(actor, "review:write", found, now=now, year=year, lines=taken_back)
    return found


@action
def sign_review(
    actor: Actor, territory_id: int, year: int, *, success: str, failure: str, change: str, version: int | None,
    now: datetime,
) -> JointAnnualReview:  # fmt: skip
    """Sign for one's structure the text that was read, as the page showed it; the last signature freezes it.

    Refuses a text without its three answers, one that changed since it was read, one that was typed over and not
    recorded, and a structure that is not to sign.
    """
    load(actor, Permission.REVIEW_SIGN, Territory, territory_id)
    found = _held(territory_id, year)
    check_version(found, version)
    _refuse_frozen(found)
    mine = next((one for one in found.signatures if one.organization_id == actor.organization_id), None)
    if mine is None:
        raise Refused("review_not_asked")
    shown = {"success": success, "failure": failure, "change": change}
    unsaved: list[DomainError] = [
        Refused("review_unsaved", field=f"rev_{name}")
        for name, text in shown.items()
        if as_lines(text) != as_lines(getattr(found, name))
    ]
    missing: list[DomainError] = [
        Refused("review_answers", field=f"rev_{name}") for name, text in shown.items() if not as_lines(text)
    ]
    if unsaved or missing:
        raise Several(unsaved or missing)
    on = civil_day(now)
    if mine.signed_on is None:
        mine.signed_on, mine.signed_by_id = on, actor.user_id
    if all(one.signed_on is not None for one in found.signatures):
        found.frozen_on = on
    journal(actor, "review:sign", found, now=now, year=year)
    return found


def as_lines(text: str) -> str:
    """A text whatever the ends of its lines: a browser writes its own, which change no word."""
    return "\n".join(text.splitlines()).strip()


def _held(territory_id: int, year: int) -> JointAnnualReview:
    """The review, locked: texts and signatures of two structures pass one after the other."""
    found = db.session.scalars(
        select(JointAnnualReview)
        .where(JointAnnualReview.territory_id == territory_id, JointAnnualReview.year == year)
        .options(selectinload(JointAnnualReview.signatures))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise gate.OutOfReach
    return found


def _refuse_frozen(found: JointAnnualReview) -> None:
    if found.frozen_on is not None:
        raise IllegalMove("review_frozen", day=found.frozen_on)
