"""How is a moment of the story reached again without playing it again?

A story of the stage begins on the demonstration. Asked a second time on the same database it is played once more and
what it left is kept: rows, documents, day. From then on it is put back. A test that has already written something, or
that gives rows to the story, plays it on its own.
"""

import copy
import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import inspect

from clauses.config import clock
from clauses.extensions import Base, db
from tests.portal import Portal

P, T = ParamSpec("P"), TypeVar("T")
AT_MOST = 12  # moments kept at once on each database, some ten megabytes each


class Shelf(Protocol):
    """A database that can be kept under a name and put back."""

    untouched: bool
    stories: "Stories"

    def keep(self, name: str) -> None: ...

    def restore(self, name: str) -> None: ...


class Stories:
    """What one database has seen played, and what it keeps: the name of the copy, the day, the answer of the story."""

    def __init__(self) -> None:
        self.seen: set[Hashable] = set()
        self.kept: OrderedDict[Hashable, tuple[str, date | None, Any]] = OrderedDict()
        self.playing = False

    def name(self) -> str:
        """A free name; the copy asked for longest ago gives its own."""
        if len(self.kept) < AT_MOST:
            return f"moment_{len(self.kept)}"
        return self.kept.popitem(last=False)[1][0]


def moment(play: Callable[Concatenate[Portal, P], T]) -> Callable[Concatenate[Portal, P], T]:
    """A story which is put back rather than played, where nothing was written before it."""

    @wraps(play)
    def reached(portal: Portal, /, *args: P.args, **kwargs: P.kwargs) -> T:
        shelf = portal.shelf
        key = (play.__module__, play.__qualname__, repr(args), repr(sorted(kwargs.items())), clock.pretended)
        if shelf is None or not shelf.untouched or not _plain((args, kwargs)):
            return play(portal, *args, **kwargs)
        stories = shelf.stories
        if key in stories.kept:
            stories.kept.move_to_end(key)
            name, day, answer = stories.kept[key]
            shelf.restore(name)
            clock.pretended = day
            found: T = _thawed(answer, portal)
            return found
        inner, stories.playing = stories.playing, True
        try:
            value = play(portal, *args, **kwargs)
        finally:
            stories.playing = inner
        if inner or key not in stories.seen:
            stories.seen.add(key)
            return value
        db.session.rollback()
        answer = _frozen(value, portal)
        name = stories.name()
        shelf.keep(name)
        stories.kept[key] = (name, clock.pretended, answer)
        again: T = _thawed(answer, portal)
        return again

    return reached


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """A row of the database, by its class and its key."""

    model: type[Base]
    key: Any


@dataclasses.dataclass(frozen=True, slots=True)
class _Made:
    """An object of the stage, by its class and what its attributes hold."""

    model: type
    held: dict[str, Any]


class _Portal:
    """The portal of the test that asks."""


def _plain(value: Any) -> bool:
    """Whether two values that read the same are the same story: no row, no object."""
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_plain, value))
    return value is None or isinstance(value, str | bytes | int | date)


def _frozen(value: Any, portal: Portal) -> Any:
    """The same answer with its rows told by their keys."""
    if isinstance(value, Base):
        return _Row(type(value), inspect(value).identity)
    if value is portal:
        return _Portal
    if isinstance(value, dict):
        return {key: _frozen(one, portal) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_frozen(one, portal) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = {field.name for field in dataclasses.fields(value)} | getattr(value, "__dict__", {}).keys()
        return _Made(type(value), {name: _frozen(getattr(value, name), portal) for name in sorted(names)})
    return copy.deepcopy(value)


def _thawed(value: Any, portal: Portal) -> Any:
    """The answer again, on the rows just put back."""
    if isinstance(value, _Row):
        return db.session.get_one(value.model, value.key)
    if value is _Portal:
        return portal
    if isinstance(value, dict):
        return {key: _thawed(one, portal) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_thawed(one, portal) for one in value)
    if isinstance(value, _Made):
        made = object.__new__(value.model)
        for name, one in value.held.items():
            object.__setattr__(made, name, _thawed(one, portal))
        return made
    return copy.deepcopy(value)
