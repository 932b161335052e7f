"""Which pages does this process remember, and are they still what the database would say?

A page is kept under all that it is made of: who reads it, the day in Paris, what the address asks, and the marks of
the places where a change could show (`clauses.queries.stamps`), read before everything else of the page. The marks are
asked again at each opening, so what is handed out is what would be worked out now. Nothing is written anywhere: what is
kept is in the memory of the process, packed, within a bound, and is gone with it.

`KEPT_CHECKED` in the configuration: each page that would be handed out, or was worked out with what the memory holds, is
worked out again from the database alone and compared, and a difference is a failure. The suite runs so.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from zlib import compress, decompress

from cachetools import LRUCache
from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from clauses.access.policy import Actor
from clauses.queries import lasting, stamps

MOST = 16_000_000  # bytes in each process
OVERHEAD = 2_000  # bytes of the key and of what holds a page, at most

making: ContextVar[bool] = ContextVar("making a kept page", default=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A part of a page, or the figures it is made of, as it was written, and whether it names persons."""

    text: str
    names: bool = False

    @property
    def html(self) -> Markup:
        """For the page around: only what a template wrote and escaped (`written`)."""
        return Markup(self.text)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was made, packed, and all that it was made of."""

    of: tuple[object, ...]
    packed: bytes
    names: bool

    @property
    def made(self) -> Made:
        return Made(decompress(self.packed).decode(), self.names)


class Stale(AssertionError):
    """A page was kept under marks that should have changed."""


class Memory:
    """The pages of one application in one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pages: LRUCache[tuple[object, ...], _Kept] = LRUCache(
            MOST, getsizeof=lambda one: len(one.packed) + OVERHEAD
        )

    def get(self, name: tuple[object, ...], of: tuple[object, ...]) -> Made | None:
        with self._lock:
            found = self._pages.get(name)
        return found.made if found is not None and found.of == of else None

    def keep(self, name: tuple[object, ...], of: tuple[object, ...], made: Made) -> None:
        one = _Kept(of, compress(made.text.encode(), 1), made.names)
        if len(one.packed) + OVERHEAD <= MOST:
            with self._lock:
                self._pages[name] = one


def written(template: str, names: bool, **context: Any) -> Made:
    """The part that this template writes, without the page around it."""
    return Made(render_template(template, **context), names)


def attach(app: Flask) -> None:
    app.extensions["kept"] = Memory()


def part(screen: str, actor: Actor, on: date, asked: str, make: Callable[[], Made]) -> Made:
    """What `make` writes for this reader, this day and this address, from the memory where nothing has changed."""
    memory: Memory = current_app.extensions["kept"]
    name = (screen, actor.user_id, actor.membership_id, asked)
    marks = stamps.marks(actor)
    if marks is not None:
        kept = memory.get(name, _whole(actor, on, marks))
        if kept is not None:
            if current_app.config.get("KEPT_CHECKED"):
                _check(screen, actor, marks, kept, make)
            return kept
    marks, tables = stamps.marks_before_reading(actor)
    with lasting.under(marks, tables) as read:
        made = _made(make)
    if marks is not None:
        if read.used and current_app.config.get("KEPT_CHECKED"):
            _check(screen, actor, marks, made, make)
        memory.keep(name, _whole(actor, on, marks), made)
    return made


def _whole(actor: Actor, on: date, marks: stamps.Marks) -> tuple[object, ...]:
    return actor, on, request.script_root, marks


def _made(make: Callable[[], Made]) -> Made:
    token = making.set(True)
    try:
        return make()
    finally:
        making.reset(token)


def _check(screen: str, actor: Actor, marks: stamps.Marks, kept: Made, make: Callable[[], Made]) -> None:
    """Raises `Stale` where the page would now be another one, though nothing was marked meanwhile."""
    if stamps.marks_before_reading(actor)[0] != marks:
        return
    now = _made(make)
    same = kept == now
    if same or stamps.marks_before_reading(actor)[0] != marks:
        return
    at = next((i for i, (a, b) in enumerate(zip(kept.text, now.text, strict=False)) if a != b), 0)
    around = slice(max(0, at - 80), at + 120)
    raise Stale(f"{screen}: {kept.text[around]!r} was kept, {now.text[around]!r} is what it would say now")
