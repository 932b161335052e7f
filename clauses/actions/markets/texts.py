"""How is the text of a clause kept with its market, so that it can be read again later?"""

from datetime import datetime

from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, next_number
from clauses.domain.errors import Refused
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.texts import ClauseText
from clauses.queries.markets.lists import followers
from clauses.queries.markets.texts import frozen, texts_of


@action
def keep_text(actor: Actor, market_id: int, *, now: datetime) -> ClauseText:
    """Keep the four pieces of each lot as they read today, under a number; the same text is kept once."""
    market = load(actor, Permission.MARKET_FILE, Market, market_id, joinedload(Market.buyer), *_LOTS)
    kept = keep(actor, market, at_publication=False, now=now)
    if kept is None:
        raise Refused("text_nothing")
    return kept


_LOTS = (
    selectinload(Market.lots).selectinload(Lot.clause),
    selectinload(Market.lots).selectinload(Lot.targets),
    selectinload(Market.lots).joinedload(Lot.territory),
)


def keep(actor: Actor, market: Market, *, at_publication: bool, now: datetime) -> ClauseText | None:
    """The row of today's text; the last one when nothing changed, None when no lot has a written clause."""
    on = civil_day(now)
    who = followers({lot.territory_id for lot in market.lots if lot.has_clause}, on)
    content, version, digest = frozen(
        texts_of(market, [(lot, who.get(lot.territory_id)) for lot in market.lots])
    )
    if not content:
        return None
    number = next_number(ClauseText.number, ClauseText.market_id == market.id)
    last = db.session.query(ClauseText).filter_by(market_id=market.id, number=number - 1).one_or_none()
    if last is not None and last.hash == digest and last.at_publication >= at_publication:
        return last
    kept = ClauseText(market_id=market.id, number=number, edition=version, pieces=content, taken_on=on,
                      taken_by_id=actor.user_id, at_publication=at_publication, hash=digest)  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    journal(actor, "market:text", market, now=now, number=number, version=version, hash=digest)
    return kept
