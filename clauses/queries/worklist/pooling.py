"""Which agreements to lots that share hours wait for an act?"""

from datetime import date

from clauses.access.policy import Actor
from clauses.models.markets import Lot
from clauses.queries import hours_pools
from clauses.queries.worklist.found import Found


def asked(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The agreements that the actor's own organization has to give or decline."""
    return [
        Found(
            "answer_pool", {"lots": len(one.pool.lots)}, "hours.pool", {"pool_id": one.pool_id}, one.pool.proposed_on
        )
        for one in hours_pools.agreements_asked(actor)
        if one.organization_id == actor.organization_id
    ]  # fmt: skip


def awaited(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The pools that wait for somebody's agreement: one act for each, for whoever follows them."""
    waiting: dict[int, list[str]] = {}
    pools = {}
    for one in hours_pools.agreements_asked(actor):
        waiting.setdefault(one.pool_id, []).append(one.organization.name)
        pools[one.pool_id] = one.pool
    return [
        Found(
            "follow_pool", {"lots": len(pools[pool_id].lots), "names": ", ".join(names)}, "hours.pool",
            {"pool_id": pool_id}, pools[pool_id].proposed_on,
        )
        for pool_id, names in waiting.items()
    ]  # fmt: skip
