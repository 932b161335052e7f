"""What do hours, validations and messages never change? It is read once: lots that owe, their terms, proofs that wait.

While a page is worked out to be kept, the marks of its places are known, read before all the rest, and those of the
tables. What is read from tables of which every change marks everything stands as long as that mark: it is kept in the
memory of the process, under it. What is read of other tables stands as long as their marks do, wherever they are written.
What is read of some lots stands as long as the marks of these lots, or of their territory. Outside such a page there is
no mark, and all is read.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TypeVar, cast

from cachetools import LRUCache
from sqlalchemy import Engine, event

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.extensions import Base
from clauses.queries import stamps

Read = TypeVar("Read")
Lots = tuple[int, ...]

LEDGER, SUMS = "ledger_line", frozenset({"lot_month_sum", "lot_person_sum"})
# What may be kept lot by lot: these are told with their lot. The suite looks.
OF_LOTS = frozenset({
    "monthly_report", "hours_entry", LEDGER, "evidence", "evidence_cover", "lot_message",
}) | SUMS  # fmt: skip
HANDFUL = 32  # lots whose sums are read, and kept, together

MOST = 12_000  # what a lot with its market weighs, some 1.7 kB: three readers of a whole region, 20 MB


@dataclass(slots=True)
class Page:
    """The page that is worked out: the marks read before it, and whether something came from the memory."""

    marks: Mapping[str, int]
    # Those of what hours, hirings and plans leave as it is: everything else, and which lots the reader reaches.
    lasting: tuple[int, ...] = ()
    used: bool = False
    lots: dict[int, int | None] = field(default_factory=dict)  # the marks of lots, as they are asked for


_page: ContextVar[Page | None] = ContextVar("the page that is worked out", default=None)
# The tables read so far by what is to be kept by itself; None while nothing is.
_noted: ContextVar[set[str] | None] = ContextVar("tables read", default=None)
reading_lots: ContextVar[bool] = ContextVar("reading what is kept lot by lot", default=False)

_lock = Lock()
_kept: LRUCache[tuple[object, ...], tuple[object, float]] = LRUCache(MOST, getsizeof=lambda one: one[1])


@contextmanager
def under(marks: stamps.Marks | None, tables: stamps.Marks = ()) -> Iterator[Page]:
    """What is read inside may be kept under these marks, which were read first; without any, nothing is."""
    lasts = (mark for place, mark in marks or () if place == stamps.EVERYTHING or stamps.is_reach(place))
    page = Page(dict((*(marks or ()), *tables)), tuple(lasts))
    token = _page.set(page if marks else None)
    try:
        yield page
    finally:
        _page.reset(token)


def kept(
    name: tuple[object, ...],
    read: Callable[[], Read],
    weight: Callable[[Read], float],
    *,
    own_party: bool = False,
) -> Read:
    """What `read` finds, from the memory while nothing has changed but in tables that it does not read. It is shared:
    nobody may change it. `weight` is told in lots.

    The tables are noted as they are read: as long as none of them has another mark, the same ones would be read again.
    `own_party`: of the parties to lots, it asks which are those of the reader's own organization alone, whose mark tells
    them apart.
    """
    page = _page.get()
    if page is None:
        return read()
    key = (*page.lasting, *name)
    with _lock:
        found = cast("_Alone | None", _kept.get(key, (None, 0))[0])
    if found is not None and all(page.marks.get(stamps.table(one)) == mark for one, mark in found.tables):
        page.used = True
        _note(one for one, _ in found.tables)
        return cast(Read, found.what)
    tables: set[str] = set()
    token = _noted.set(tables)
    try:
        fresh = read()
    finally:
        _noted.reset(token)
    if own_party:
        tables.discard("lot_party")
    _note(tables)
    of = tuple((one, page.marks.get(stamps.table(one))) for one in sorted(tables))
    _keep(key, _Alone(of, fresh), weight(fresh))
    return fresh


@dataclass(frozen=True, slots=True)
class _Alone:
    """What is kept by itself, and the marks that the tables it was read from had then."""

    tables: tuple[tuple[str, int | None], ...]
    what: object


def _note(tables: Iterable[str]) -> None:
    """Whatever is kept of what is being read depends on these tables, too."""
    outer = _noted.get()
    if outer is not None:
        outer.update(tables)


@event.listens_for(Engine, "before_cursor_execute")
def _note_statement(
    connection: object, cursor: object, statement: str, values: object, context: object, many: bool
) -> None:
    outer = _noted.get()
    if outer is not None:
        outer |= _tables(statement)


@lru_cache(maxsize=2048)
def _tables(statement: str) -> frozenset[str]:
    """The tables that a statement names. The sums are written as the ledger takes a line, and told as it is."""
    named = Base.metadata.tables.keys() & set(re.findall(r"\b[a-z_]+\b", statement))
    return frozenset(LEDGER if one in SUMS else one for one in named)


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
    _note(OF_LOTS)
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


def kept_by_lots(
    name: tuple[object, ...],
    parts: Iterable[Lots],
    read: Callable[[list[Lots]], Mapping[Lots, Read]],
    weight: Callable[[Read], float],
) -> dict[Lots, Read]:
    """What `read` finds of some lots, asked only for the parts of which a lot has changed, all at once.

    A part is some lots that are read together: one, or a handful. `read` asks what is of these lots alone, in the tables
    that are told lot by lot and in those of which every change marks everything. What is found is shared by all who ask
    the same: nobody may change it, and it says nothing of who asks. One statement more, for the marks of the lots.
    """
    page, wanted = _page.get(), list(parts)
    if page is None or not wanted:
        return dict(read(wanted)) if wanted else {}
    _mark_lots(page, wanted)
    _note(OF_LOTS)
    key = (page.marks[stamps.EVERYTHING], "by lots", *name)
    with _lock:
        held = cast("_Held | None", _kept.get(key, (None, 0))[0]) or _Held({}, 0)
    found, lacking, marks = {}, [], page.lots
    for part in wanted:
        one = held.parts.get(part)
        if one is not None and one[0] == (
            (marks[part[0]],) if len(part) == 1 else tuple([marks[lot] for lot in part])
        ):
            found[part] = cast(Read, one[1])
        else:
            lacking.append(part)
    page.used = page.used or bool(found)
    if lacking:
        token = reading_lots.set(True)
        try:
            fresh = read(lacking)
        finally:
            reading_lots.reset(token)
        now = {
            part: (tuple([marks[lot] for lot in part]), fresh[part], weight(fresh[part]) + 0.1)
            for part in lacking
        }
        gone = sum(held.parts[part][2] for part in lacking if part in held.parts)
        whole = _Held({**held.parts, **now}, held.weight - gone + sum(one[2] for one in now.values()))
        _keep(key, whole, whole.weight)
        found.update(fresh)
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept of some lots for one question: the marks of each part, what was found, its weight; and all of it."""

    parts: Mapping[Lots, tuple[tuple[int | None, ...], object, float]]
    weight: float


def _mark_lots(page: Page, parts: Iterable[Lots]) -> None:
    """The marks of these lots, before anything is read of them."""
    lacking = {lot for part in parts for lot in part if lot not in page.lots}
    if lacking:
        known = stamps.marks_of_lots(lacking)
        page.lots.update((lot, known.get(lot)) for lot in lacking)


def handfuls(lots: Iterable[tuple[int | None, int]]) -> dict[tuple[int | None, int], Lots]:
    """Lots with their territory, by territory and by what their number makes divided by `HANDFUL`, as a sum may be."""
    found: dict[tuple[int | None, int], list[int]] = {}
    for territory, number in lots:
        found.setdefault((territory, number // HANDFUL), []).append(number)
    return {key: tuple(sorted(numbers)) for key, numbers in found.items()}


def _keep(key: tuple[object, ...], what: object, weight: float) -> None:
    if weight + 0.2 <= MOST:
        with _lock:
            _kept[key] = (what, weight + 0.2)
