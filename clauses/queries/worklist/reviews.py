"""Which joint reviews wait for the signature of a structure, or for their first words?"""

from datetime import date

from sqlalchemy import select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.extensions import db
from clauses.models.cooperation import JointAnnualReview, ReviewSignature
from clauses.models.markets import Lot
from clauses.models.territory import Territory
from clauses.queries.worklist.found import Found

_OPEN = select(
    JointAnnualReview.year, JointAnnualReview.opened_on, JointAnnualReview.due_on, Territory.code, Territory.name
).join(Territory, Territory.id == JointAnnualReview.territory_id).where(JointAnnualReview.frozen_on.is_(None))  # fmt: skip


def to_sign(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The reviews that this structure has not signed yet (S7)."""
    if reach_of(actor, Permission.REVIEW_SIGN) is None:
        return []
    rows = db.session.execute(
        _OPEN.join(ReviewSignature, ReviewSignature.review_id == JointAnnualReview.id)
        .where(ReviewSignature.organization_id == actor.organization_id, ReviewSignature.signed_on.is_(None))
        .order_by(JointAnnualReview.year, Territory.code)
    )
    return [_found("sign_review", row) for row in rows]


def to_begin(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The reviews of the territories of this person whose common text nobody has begun: there is nothing to sign yet."""
    mine = actor.territories | actor.vacant
    if not mine or reach_of(actor, Permission.COOPERATION_NOTE) is None:
        return []
    rows = db.session.execute(
        _OPEN.where(
            JointAnnualReview.territory_id.in_(mine), JointAnnualReview.success == "",
            JointAnnualReview.failure == "", JointAnnualReview.change == "",
        ).order_by(JointAnnualReview.year, Territory.code)
    )  # fmt: skip
    return [_found("begin_review", row) for row in rows]


def _found(kind: str, row: tuple[int, date, date, str, str]) -> Found:
    year, opened_on, due_on, code, name = row
    at = {"year": year, "territoire": code}
    return Found(kind, {"year": year, "territory": name}, "cooperation.review", at, opened_on, due_on)
