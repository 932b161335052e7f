"""Who is invited to the meeting that opens the execution of a lot?"""

from datetime import datetime

from clauses.domain.events import KickOffPlanned
from clauses.jobs.letters import About, Post, Side, follower, link, members, quoted, send
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
