"""How does an associated territory say what it knows of a lot that another territory follows? (R20)"""

from datetime import datetime

from clauses.access.gate import load_by, may
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, journal, record
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.events import CommentWritten
from clauses.extensions import db
from clauses.models.awards import OpinionComment
from clauses.models.markets import Lot
from clauses.queries.markets.comments import COMMENTED

LONGEST_COMMENT = 1000


@action
def comment_opinion(
    actor: Actor, market_id: int, number: int, text: str | None, *, now: datetime
) -> OpinionComment:
    """Write beside the opinion, for the buyer and for who follows the lot; the one who follows it gives an opinion."""
    lot = load_by(actor, Permission.OPINION_COMMENT, Lot, Lot.market_id == market_id, Lot.number == number)
    if lot.market.state not in COMMENTED or not lot.has_clause:
        raise IllegalMove(state=lot.market.state)
    if may(actor, Permission.OPINION_GIVE, Lot, lot.id):
        raise Refused("comment_lead", field="comment")
    written = (text or "").strip()
    if not written:
        raise Refused("comment_empty", field="comment")
    if len(written) > LONGEST_COMMENT:
        raise Refused("text_long", field="comment", max=LONGEST_COMMENT, n=len(written))
    made = OpinionComment(
        lot_id=lot.id,
        author_id=actor.user_id,
        organization_id=actor.organization_id,
        text=written,
        written_at=now,
    )
    db.session.add(made)
    db.session.flush()
    record(CommentWritten(made.id), now=now)
    journal(actor, "opinion:comment", lot, now=now, lot_id=lot.id, length=len(written))
    return made
