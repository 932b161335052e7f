"""Is every test played on a database at least, and what leans on the database on both?"""

import threading
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

from tests import split
from tests.house.source import ROOT

CASES = ("", "a date", "a word")


def of_a_page() -> None: ...


def of_the_store(store: object) -> None: ...


def act() -> None:
    threading.Thread()


def of_two_hands() -> None:
    act()


def item(test: str, kind: str, case: str = "", function: Any = of_a_page, marked: bool = False) -> Any:
    return SimpleNamespace(
        nodeid=f"{test}[{'-'.join(filter(None, (kind, case)))}]",
        callspec=SimpleNamespace(params={"store": kind}), function=function,
        get_closest_marker=lambda name: marked and name == "both_databases",
    )  # fmt: skip


def played(*items: Any) -> dict[str, list[str]]:
    """By test and case, the databases that play it."""
    out = {one.nodeid for one in split.left_out(list(items))}
    found = defaultdict(list)
    for one in items:
        if one.nodeid not in out:
            found[split.named(one.nodeid)].append(one.callspec.params["store"])
    return found


def both(test: str, **more: Any) -> list[Any]:
    return [item(test, kind, **more) for kind in split.KINDS]


def test_a_page_is_asked_of_one_database_and_half_of_the_pages_of_each() -> None:
    tests = [f"tests/web/test_a.py::test_{number}" for number in range(200)]
    found = played(*(one for test in tests for one in both(test)))
    assert {len(kinds) for kinds in found.values()} == {1} and len(found) == 200
    assert 70 < sum(kinds == ["postgresql"] for kinds in found.values()) < 130
    assert found == played(*(one for test in reversed(tests) for one in both(test))), "the choice is for ever"


def test_the_first_case_is_that_of_postgresql_and_the_others_of_sqlite() -> None:
    cases = [one for case in CASES[1:] for one in both("tests/web/test_a.py::test_it", case=case)]
    assert played(*cases) == {
        "tests/web/test_a.py::test_it[a date]": ["postgresql"], "tests/web/test_a.py::test_it[a word]": ["sqlite"],
    }  # fmt: skip


def test_what_leans_on_the_database_is_played_on_both() -> None:
    page, elsewhere = "tests/web/test_a.py::test_it", "tests/faults/test_a.py::test_it"
    for items in (
        both(elsewhere), both(page, marked=True), both(page, function=of_the_store), both(page, function=of_two_hands),
    ):  # fmt: skip
        assert [len(kinds) for kinds in played(*items).values()] == [2]


def test_a_test_that_one_database_plays_alone_is_never_left_out() -> None:
    for kind in split.KINDS:
        assert played(item("tests/web/test_a.py::test_it", kind)) == {"tests/web/test_a.py::test_it": [kind]}


def test_the_tests_that_are_alone_in_asking_something_are_there() -> None:
    """A test that is renamed is renamed in that list too, or what it alone asks is asked of one database."""
    for name in split.alone_in_asking():
        path, _, test = name.partition("[")[0].partition("::")
        assert f"def {test}(" in (ROOT / path).read_text("utf-8"), (
            f"{name}: write its new name in {split.BOTH.name}"
        )
