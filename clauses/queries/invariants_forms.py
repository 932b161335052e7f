"""Is every form that a client was told is kept there, once, and did somebody send every one that is there?

The client keeps its journal outside the portal: the key of each form before it leaves, and again once the answer came.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from clauses.extensions import db
from clauses.models.journal import ReceivedForm
from clauses.wording.invariants import broken

SENT, KEPT = "sent", "kept"
_AT_ONCE = 400  # keys asked of the database in one question


@dataclass(frozen=True, slots=True)
class ClientJournal:
    """The keys that left, and those whose answer said that they are kept."""

    sent: frozenset[str]
    kept: frozenset[str]


def read_journal(lines: Iterable[str]) -> ClientJournal:
    """One line an event, « sent KEY » or « kept KEY »; a last line cut short by an accident is left out."""
    found: dict[str, set[str]] = {SENT: set(), KEPT: set()}
    for line in lines:
        word, _, key = line.partition(" ")
        if word in found and line.endswith("\n"):
            found[word].add(key.strip())
    return ClientJournal(frozenset(found[SENT]), frozenset(found[KEPT]))


def kept_once(client: ClientJournal | None) -> Iterator[str]:
    """Each key is there once; those whose answer came are all there."""
    twice = select(ReceivedForm.key, func.count()).group_by(ReceivedForm.key).having(func.count() > 1)
    for key, times in db.session.execute(twice):
        yield broken("form_twice", key=key, times=times)
    if client is not None:
        there = {key for key, _, _ in _stored(client.kept)}
        for key in sorted(client.kept - there):
            yield broken("form_lost", key=key)


def sent_by(client: ClientJournal) -> Iterator[str]:
    """From its first form on, all that the accounts of this client did, it sent; nothing is confirmed but what left."""
    for key in sorted(client.kept - client.sent):
        yield broken("form_kept_unsent", key=key)
    stored = _stored(client.sent)
    if not stored:
        return
    since = min(at for _, _, at in stored)
    users = {user_id for _, user_id, _ in stored}
    rows = db.session.scalars(
        select(ReceivedForm.key).where(ReceivedForm.user_id.in_(users), ReceivedForm.at >= since)
    )
    for key in sorted(set(rows) - client.sent):
        yield broken("form_unsent", key=key)


def _stored(keys: Iterable[str]) -> list[tuple[str, int | None, datetime]]:
    wanted = sorted(keys)
    found: list[tuple[str, int | None, datetime]] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        question = select(ReceivedForm.key, ReceivedForm.user_id, ReceivedForm.at)
        found += [(*row,) for row in db.session.execute(question.where(ReceivedForm.key.in_(some)))]
    return found
