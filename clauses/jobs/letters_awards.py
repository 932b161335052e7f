"""Who is invited to the meeting that opens the execution of a lot?"""

from datetime import datetime

from sqlalchemy.orm import joinedload

from clauses.domain.events import KickOffPlanned, MemberDefaulted
from clauses.extensions import db
from clauses.jobs.letters import About, Post, Side, follower, link, members, quoted, send
from clauses.models.awards import GroupMember, MemberDefault
from clauses.queries.markets.kick_offs import invitation


def kick_off_planned(fact: KickOffPlanned, *, event_key: str, now: datetime) -> None:
    """M43: the holder, the members of its group, the resource person and the buyer."""
    meeting = invitation(fact.kick_off_id)
    lot, post = meeting.lot, Post(event_key, now)
    sides: list[Side] = []
    if lot.award is not None:
        sides.append(members("company", lot.award.awardee))
        sides += [members("member", one.organization) for one in lot.award.members if not one.lead]
    sides += [follower(lot.territory, post.on), members("buyer", lot.market.buyer)]
    at = meeting.planned_at.replace(":", " h ") if meeting.planned_at else None
    send(
        "M43", sides, post, territory=lot.territory, about=About(lot.id), lot=lot, market=lot.market, title=quoted(lot.title, 15),
        meeting=meeting, at=at, place=quoted(meeting.place, 20).rstrip("."), agenda=quoted(meeting.agenda, 20).rstrip("."),
        url=link("markets.kick_off", market_id=lot.market_id, number=lot.number),
    )  # fmt: skip


def member_defaulted(fact: MemberDefaulted, *, event_key: str, now: datetime) -> None:
    """M46: the lead, the other members and the resource person; each reads its new part on the page of the lot."""
    default = db.session.get_one(
        MemberDefault,
        fact.default_id,
        options=[joinedload(MemberDefault.member).joinedload(GroupMember.award)],
    )
    award, post = default.member.award, Post(event_key, now)
    lot = award.lot
    sides = [members("company" if one.lead else "member", one.organization) for one in award.members]
    sides.append(follower(lot.territory, post.on))
    send(
        "M46", sides, post, territory=lot.territory, about=About(lot.id), lot=lot, market=lot.market,
        member=default.member.organization, since=default.since, reason=quoted(default.reason).rstrip("."),
        url=link("markets.lot", market_id=lot.market_id, number=lot.number),
    )  # fmt: skip
