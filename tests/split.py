"""Which of the two databases is a test played on, where a page or a story is asked rather than a database?

What leans on the database itself (rights, questions, actions, jobs, faults, migrations, whatever is done twice at once)
is played on both. The other tests of pages and stories are played on one of the two, chosen for ever by the name of the
test. Each screen filled is read on both all the same (`web/test_both_databases.py`), and so is nearly each statement that
a test sends: most of those that alone send one are in `both_databases.txt`, made by `statements.py`.
"""

import types
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest

OF_ONE = ("tests/web/", "tests/journeys/", "tests/wording/")
KINDS = ("sqlite", "postgresql")
BOTH = Path(__file__).with_name("both_databases.txt")  # written by `tests/statements.py`
TOGETHER = frozenset(["threading", "ThreadPoolExecutor", "cross"])  # people who act at the same time


def left_out(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests that the other database plays.

    Cases of one test differ by what was typed, not by what the database does with it: PostgreSQL plays the first one by
    its name, SQLite the others.
    """
    found = {item.nodeid for item in items}
    first: dict[str, str] = {}
    for item in items:
        test, case = _case(item)
        first[test] = min(case, first.get(test, case))
    return [
        item
        for item in items
        if item.nodeid.startswith(OF_ONE)
        and _twin(item) in found
        and not _of_both(item)
        and _kind(item) != _chosen(*_case(item), first)
    ]


def _chosen(test: str, case: str, first: dict[str, str]) -> str:
    """The one database of this case of a test."""
    if case:
        return "postgresql" if case == first[test] else "sqlite"
    return KINDS[crc32(test.encode()) % 2]


def _kind(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    kind = callspec.params.get("store") if callspec is not None else None
    return kind if kind in KINDS else ""


def _case(item: pytest.Item) -> tuple[str, str]:
    """The name of the test, and of what was typed in it, whatever the database."""
    test, _, case = named(item.nodeid).partition("[")
    return test, case


def named(nodeid: str) -> str:
    """The name of a case of a test, whatever the database."""
    test, bracket, case = nodeid.partition("[")
    parts = [part for part in case.removesuffix("]").split("-") if part not in KINDS]
    return f"{test}[{'-'.join(parts)}]" if bracket and parts else test


@cache
def alone_in_asking() -> frozenset[str]:
    """The tests that alone send some statement to a database, by their names."""
    return frozenset(BOTH.read_text("utf-8").splitlines())


def _twin(item: pytest.Item) -> str:
    """The name of the same test on the other database; "" for a test of no database."""
    kind = _kind(item)
    if not kind:
        return ""
    other = KINDS[1 - KINDS.index(kind)]
    test, bracket, case = item.nodeid.partition("[")
    return test + bracket + case.replace(kind, other, 1)


def _of_both(item: pytest.Item) -> bool:
    """Whether the database is a part of what is tested: it says so, asks for the store itself, does things at once, or is
    alone in asking something of a database."""
    function = getattr(item, "function", None)
    if (
        named(item.nodeid) in alone_in_asking()
        or item.get_closest_marker("both_databases")
        or not isinstance(function, types.FunctionType)
    ):
        return True
    asked = function.__code__.co_varnames[: function.__code__.co_argcount]
    return "store" in asked or not TOGETHER.isdisjoint(_names(function, set()))


def _names(function: types.FunctionType, seen: set[types.FunctionType]) -> Iterator[str]:
    """What a test names, and what the functions beside it that it calls name."""
    seen.add(function)
    for name in _of_code(function.__code__):
        yield name
        called = getattr(function.__globals__.get(name), "__wrapped__", function.__globals__.get(name))
        beside = isinstance(called, types.FunctionType) and called.__module__ == function.__module__
        if beside and called not in seen:
            yield from _names(called, seen)


def _of_code(code: types.CodeType) -> Iterable[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _of_code(inner)
