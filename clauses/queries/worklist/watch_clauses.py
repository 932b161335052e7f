"""Which clauses of a buyer has nobody weighed: of a market published without an opinion, of an amendment that left the
hours as they were? (ux/5.3)"""

from collections import defaultdict
from datetime import date

from sqlalchemy import or_, select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain import changes
from clauses.domain.bases import OPEN_BASES
from clauses.domain.kinds import MarketState
from clauses.extensions import db
from clauses.models.markets import ContractChange, Market
from clauses.queries.compliance import LotFigures
from clauses.queries.decisions import ended_on
from clauses.queries.worklist.found import Found, of_lot, short


def without_opinion(actor: Actor, on: date) -> list[Found]:
    """Markets in consultation that no opinion came before: they may still be rectified, until their offers are due."""
    if reach_of(actor, Permission.MARKET_FILE) is None:
        return []
    rows = db.session.execute(
        select(Market.id, Market.reference, Market.title, Market.published_on, Market.offers_deadline)
        .where(
            within_reach(actor, Permission.MARKET_FILE, Market), Market.state == MarketState.PUBLISHED,
            Market.published_without_opinion.is_(True),
            or_(Market.offers_deadline.is_(None), Market.offers_deadline >= on),
        )
        .order_by(Market.id)
    )  # fmt: skip
    return [
        Found("unread_market", {"ref": ref, "title": short(title)}, "markets.market", {"market_id": id}, since, due)
        for id, ref, title, since, due in rows
    ]  # fmt: skip


def unweighed(actor: Actor, running: list[LotFigures], on: date) -> list[Found]:
    """Lots whose amount grew by a tenth or more while their volume stayed, and whose time is not over; not those whose
    volume follows what is ordered or worked by itself."""
    moved = {
        one.lot.id: one for one in running
        if one.target is not None and ended_on(one.target) >= on
        and not (one.terms and one.terms.basis in OPEN_BASES)
    }  # fmt: skip
    if not moved or reach_of(actor, Permission.AWARD_DECLARE) is None:
        return []
    steps: dict[int, list[ContractChange]] = defaultdict(list)
    for change in db.session.scalars(
        select(ContractChange)
        .where(ContractChange.lot_id.in_(moved))
        .order_by(ContractChange.lot_id, ContractChange.number)
    ):
        steps[change.lot_id].append(change)
    found = []
    for lot_id, made in steps.items():
        told = changes.unweighed(
            [
                changes.Step(one.amount_before, one.amount_after, one.hours_before, one.hours_after)
                for one in made
            ]
        )
        if told is None:
            continue
        number, before, after = told
        one, first = moved[lot_id], made[number]
        facts = of_lot(one.lot, what=first.label, before=before, after=after, owed=one.owed)
        at = {"market_id": one.lot.market_id, "number": one.lot.number}
        found.append(Found("unweighed_change", facts, "markets.change_new", at, first.recorded_on))
    return found
