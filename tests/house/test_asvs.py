"""Is every requirement of the chapters on accounts, sessions, rights, tokens and the log held by a test that exists?

The table is that of OWASP ASVS 5.0, levels 1 and 2, chapters 6, 7, 8, 9, 10 and 16, as chosen for this portal. A
promise is in our words; what is not wholly covered says so in its note, with a date and an owner.
Kinds: T test, S static check, B browser, D document, O operation.
"""

import ast
import csv
import re
from functools import cache

import pytest

from clauses.config import ROOT

COLUMNS = ["id", "level", "kind", "promise", "test", "note"]
REQUIRED = {
    "V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5, "V6.6": (2, 3), "V6.8": (1, 2, 4),
    "V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2,
    "V8.1": 2, "V8.2": 3, "V8.3": 1, "V8.4": 1, "V9.1": 3, "V9.2": 3,
    "V10.1": 2, "V10.2": 2, "V10.5": 4,
    "V16.1": 1, "V16.2": 5, "V16.3": 4, "V16.4": 3, "V16.5": 3,
}  # fmt: skip
FIRST_LEVEL = 27
OPEN = re.compile(r"^(Open|Accepted) since 20\d\d-\d\d-\d\d, owner [^:]+: \w")

with (ROOT / "tests" / "house" / "asvs.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


def required() -> list[str]:
    return [
        f"{section}.{number}"
        for section, numbers in REQUIRED.items()
        for number in (range(1, numbers + 1) if isinstance(numbers, int) else numbers)
    ]


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of a file, read without running it."""
    path = ROOT / file
    assert path.is_file(), f"{file} does not exist"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")
    )


def test_every_requirement_is_there_once() -> None:
    assert [row["id"] for row in ROWS] == required()
    assert len(ROWS) == 88
    assert all(list(row) == COLUMNS and None not in row.values() for row in ROWS)


def test_levels_and_kinds_are_known() -> None:
    assert {row["level"] for row in ROWS} == {"1", "2"}
    assert sum(row["level"] == "1" for row in ROWS) == FIRST_LEVEL
    assert {row["kind"] for row in ROWS} <= set("TSBDO")


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_requirement_names_tests_that_exist(row: dict[str, str]) -> None:
    assert row["promise"]
    named = row["test"].split()
    assert named, "a promise that nothing tests is a wish"
    assert len(set(named)) == len(named)
    for one in named:
        file, name = one.split("::")
        assert file.startswith("tests/") and name in names_in(file), one


def test_what_is_open_or_accepted_says_since_when_and_whose_it_is() -> None:
    for row in ROWS:
        if re.search(r"\bopen\b|accept|not covered|\bno(t|body)? .* yet\b", row["note"], re.IGNORECASE):
            assert OPEN.match(row["note"]), row["id"]
