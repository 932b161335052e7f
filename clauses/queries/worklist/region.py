"""Where does the network need help?"""

from datetime import date

from sqlalchemy import func, select

from clauses.access.policy import Actor
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.territory import Mandate, Territory
from clauses.queries.worklist.found import Found
from clauses.wording import sentences
from clauses.wording.worklist import FILES


def vacancies(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """Territories without a resource person, with the lots that the coordination follows in the meantime."""
    if not actor.vacant:
        return []
    ended = (
        select(Mandate.territory_id, func.max(Mandate.ends_on).label("ended"))
        .group_by(Mandate.territory_id)
        .subquery()
    )
    files = (
        select(Lot.territory_id, func.count().label("files"))
        .join(Market)
        .where(
            Lot.has_clause.is_(True),
            Market.state.not_in((MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)),
        )
        .group_by(Lot.territory_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Territory.code, Territory.name, files.c.files, ended.c.ended)
        .outerjoin(files, files.c.territory_id == Territory.id)
        .outerjoin(ended, ended.c.territory_id == Territory.id)
        .where(Territory.id.in_(actor.vacant))
        .order_by(Territory.code)
    )
    return [
        Found("vacant_territory", {"territory": name, "files": sentences.plural(FILES, count or 0)},
              "people.territory", {"code": code}, since)
        for code, name, count, since in rows
    ]  # fmt: skip
