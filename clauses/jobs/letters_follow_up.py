"""Who is told of a difficulty, and of its answer?"""

from datetime import datetime

from clauses.domain.events import DifficultyAnswered, DifficultySignalled
from clauses.jobs.letters import About, Post, follower, link, members, quoted, send
from clauses.queries.hours_follow_up import told_of


def difficulty_signalled(fact: DifficultySignalled, *, event_key: str, now: datetime) -> None:
    """M35: whoever follows the lot. The person it is about is not named in a message."""
    one, post = told_of(fact.difficulty_id), Post(event_key, now)
    send(
        "M35", [follower(one.lot.territory, post.on)], post, territory=one.lot.territory, about=About(one.lot_id),
        url=link("hours.difficulty", difficulty_id=one.id), lot=one.lot, market=one.lot.market, difficulty=one,
        who=one.organization.name, text=quoted(one.text),
    )  # fmt: skip


def difficulty_answered(fact: DifficultyAnswered, *, event_key: str, now: datetime) -> None:
    """M72: the organization that signalled it."""
    one, post = told_of(fact.difficulty_id), Post(event_key, now)
    send(
        "M72", [members("company", one.organization)], post, territory=one.lot.territory, about=About(one.lot_id),
        url=link("hours.difficulty", difficulty_id=one.id), lot=one.lot, market=one.lot.market, difficulty=one,
        text=quoted(one.answer or ""),
    )  # fmt: skip
