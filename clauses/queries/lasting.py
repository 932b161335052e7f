"""What do hours, validations and messages never change? It is read once: lots that owe, their terms, proofs that wait.

While a page is worked out to be kept, the marks of its places are known, read before all the rest. What is read from
tables of which every change marks everything stands as long as that mark: it is kept in the memory of the process, under
it. What is read of the hours of one territory stands as long as the mark of that territory, too. Outside such a page there
is no mark, and all is read.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar, cast

from cachetools import LRUCache

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.queries import stamps

Read = TypeVar("Read")

MOST = 12_000  # what a lot with its market weighs, some 1.7 kB: three readers of a whole region, 20 MB


@dataclass(slots=True)
class Page:
    """The page that is worked out: the marks read before it, and whether something came from the memory."""

    marks: Mapping[str, int]
    used: bool = False

    @property
    def lasting(self) -> tuple[int, ...]:
        """The marks of what hours, hirings and plans leave as it is: everything else, and which lots the reader reaches."""
        return tuple(
            mark
            for place, mark in sorted(self.marks.items())
            if place == stamps.EVERYTHING or stamps.is_reach(place)
        )


_page: ContextVar[Page | None] = ContextVar("the page that is worked out", default=None)
reading: ContextVar[bool] = ContextVar("reading what lasts", default=False)

_lock = Lock()
_kept: LRUCache[tuple[object, ...], tuple[object, float]] = LRUCache(MOST, getsizeof=lambda one: one[1])


@contextmanager
def under(marks: stamps.Marks | None) -> Iterator[Page]:
    """What is read inside may be kept under these marks, which were read first; without any, nothing is."""
    page = Page(dict(marks or ()))
    token = _page.set(page if marks else None)
    try:
        yield page
    finally:
        _page.reset(token)


def kept(name: tuple[object, ...], read: Callable[[], Read], weight: Callable[[Read], float]) -> Read:
    """What `read` finds, from the memory while neither markets nor what the reader reaches have changed. It is shared:
    nobody may change it. `weight` is told in lots.

    `read` asks only tables whose rows tell no place of their own (`clauses.actions.stamps.SHOWN`), and whether the
    organization of the reader is a party to a lot; the suite looks.
    """
    page = _page.get()
    if page is None:
        return read()
    key = (*page.lasting, *name)
    with _lock:
        found = _kept.get(key)
    if found is not None:
        page.used = True
        return cast(Read, found[0])
    token = reading.set(True)
    try:
        fresh = read()
    finally:
        reading.reset(token)
    _keep(key, fresh, weight(fresh))
    return fresh


def kept_by_territory(
    actor: Actor,
    names: Mapping[int | None, tuple[object, ...]],
    read: Callable[[Collection[int | None]], Mapping[int | None, Read]],
    weight: Callable[[Read], float],
) -> dict[int | None, Read]:
    """What `read` finds of the lots of each territory, asked only for those where something has changed, all at once.

    `read` asks what is of these lots alone, and is told each territory that it is asked for. The page of the
    coordination knows the marks of all of them; for anybody else, and of the lots that are of none, all is read.
    What is found is shared: nobody may change it. `weight` is told in lots.
    """
    page = _page.get()
    if not names:
        return {}
    if page is None or actor.role is not Role.REGIONAL_COORDINATOR:
        return dict(read(names.keys()))
    keys = {
        one: (*page.lasting, page.marks.get(stamps.lots_of(one)), *name)
        for one, name in names.items()
        if one is not None
    }
    with _lock:
        found: dict[int | None, Read] = {
            one: cast(Read, _kept[key][0]) for one, key in keys.items() if key in _kept
        }
    page.used = page.used or bool(found)
    lacking = [one for one in names if one not in found]
    if lacking:
        fresh = read(lacking)
        for one in lacking:
            found[one] = fresh[one]
            if one is not None:
                _keep(keys[one], fresh[one], weight(fresh[one]))
    return found


def _keep(key: tuple[object, ...], what: object, weight: float) -> None:
    if weight + 0.2 <= MOST:
        with _lock:
            _kept[key] = (what, weight + 0.2)
