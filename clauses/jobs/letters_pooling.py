"""Who is told of lots that may share the hours of one person: whose agreement is asked, who answered, what opened or ended?"""

from datetime import datetime

from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.events import PoolActivated, PoolAnswered, PoolEnded, PoolProposed
from clauses.domain.kinds_pooling import AgreementSide, AgreementState, PoolState
from clauses.extensions import db
from clauses.jobs.letters import About, Post, Side, follower, follower_name, link, members, quoted, send
from clauses.models.markets import Lot
from clauses.models.pooling import HoursPool, PoolAgreement, PoolLot, PoolPerson
from clauses.queries import hours_pools
from clauses.queries.hours_pool_sheets import organization_of
from clauses.wording import pooling as words

ROLES = {AgreementSide.HOLDER: "company", AgreementSide.BUYER: "buyer"}
SHOWN = 4


def pool_proposed(fact: PoolProposed, *, event_key: str, now: datetime) -> None:
    """M80: each holder and each buyer whose agreement is asked, with its own lots; one message for each."""
    pool = _pool(fact.pool_id)
    for one in pool.agreements:
        if one.state is not AgreementState.ASKED:
            continue
        post = Post(f"{event_key}-a{one.id}", now)
        mine = [row.lot for row in pool.lots if organization_of(row, one.side) == one.organization_id]
        send(
            "M80", [members(ROLES[one.side], one.organization)], post, territory=pool.territory, about=About(one.id),
            url=link("hours.pool", pool_id=pool.id), pool=pool, period=words.period(pool.starts_on, pool.ends_on),
            lots=mine[:SHOWN], others=len(pool.lots) - len(mine), message=quoted(pool.message),
            adviser=follower_name(pool.territory, post.on),
        )  # fmt: skip


def pool_answered(fact: PoolAnswered, *, event_key: str, now: datetime) -> None:
    """M81: the person who follows the lots, when an agreement is declined, or given while others are awaited."""
    agreement = db.session.get_one(PoolAgreement, fact.agreement_id)
    pool = _pool(agreement.pool_id)
    declined = agreement.state is AgreementState.DECLINED
    if pool.state is PoolState.ACTIVE and not declined:
        return  # M82 says that it has opened
    post = Post(event_key, now)
    send(
        "M81", [follower(pool.territory, post.on)], post, territory=pool.territory, about=About(pool.id),
        url=link("hours.pool", pool_id=pool.id), pool=pool, who=agreement.organization, declined=declined,
        reason=quoted(agreement.reason), left=words.left(len(hours_pools.missing(pool))),
    )  # fmt: skip


def pool_activated(fact: PoolActivated, *, event_key: str, now: datetime) -> None:
    """M82: everybody concerned; the structures are told to type the hours once."""
    pool, post = _pool(fact.pool_id), Post(event_key, now)
    send(
        "M82", _everybody(pool, post), post, territory=pool.territory, about=About(pool.id),
        url=link("hours.pool", pool_id=pool.id), pool=pool, count=len(pool.lots),
        period=words.period(pool.effective_on or pool.starts_on, pool.ends_on),
    )  # fmt: skip


def pool_ended(fact: PoolEnded, *, event_key: str, now: datetime) -> None:
    """M83: the same people, when it ends or is taken back."""
    pool, post = _pool(fact.pool_id), Post(event_key, now)
    send(
        "M83", _everybody(pool, post), post, territory=pool.territory, about=About(pool.id),
        url=link("hours.pool", pool_id=pool.id), pool=pool, count=len(pool.lots),
        withdrawn=pool.state is PoolState.WITHDRAWN, reason=quoted(pool.end_reason),
    )  # fmt: skip


def _everybody(pool: HoursPool, post: Post) -> list[Side]:
    sides = [members(ROLES[one.side], one.organization) for one in pool.agreements]
    known = {one.organization_id for one in pool.agreements}
    employers = {one.employer_id: one.employer for one in pool.people if one.employer_id not in known}
    return [
        *sides,
        *(members("structure", one) for one in employers.values()),
        follower(pool.territory, post.on),
    ]


def _pool(pool_id: int) -> HoursPool:
    return db.session.get_one(
        HoursPool, pool_id,
        options=[
            selectinload(HoursPool.lots).joinedload(PoolLot.lot).options(joinedload(Lot.market), joinedload(Lot.award)),
            selectinload(HoursPool.agreements).joinedload(PoolAgreement.organization),
            selectinload(HoursPool.people).joinedload(PoolPerson.employer), joinedload(HoursPool.territory),
        ],
    )  # fmt: skip
