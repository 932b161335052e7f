"""Does every screen say the same on both databases, word for word, in the same order, with work in it?

Tests of pages are played on one of the two (`tests/split.py`): here each screen of each role, in the middle of its work,
is opened on both, and what is read on the one is compared with what is read on the other. What sorts, compares,
rounds or groups otherwise on one of them shows here.
"""

import re
from collections.abc import Callable

from tests.browser.staged import filled
from tests.browser.test_every_screen import ACCOUNTS, FILLED
from tests.conftest import Store, opened
from tests.portal import Portal

# What the hour, chance and the machine make of a page; and the numbers of rows, for what PostgreSQL gave to a row that was
# taken back is never given again.
BY_CHANCE = re.compile(
    r"\b\d\d:\d\d\b|\b[0-9a-f]{12,64}…?|\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b|Disque libre [^o]*o libres sur [\d,]+ [GT]o"
)
NUMBER = re.compile(r"(?<=[/=_-])\d+(?=$|[/?&#_-])")


def read(portal: Portal) -> dict[tuple[str, str], list[str]]:
    """What each role reads on each of its screens: its words, then where its links and forms lead."""
    known, found = filled(portal), {}
    for role, account in ACCOUNTS.items():
        browser = portal.sign_in(*account) if account else portal.visitor()
        for path in FILLED[role]:
            page = browser.get(path.format(**known), follow_redirects=True)
            leads = [
                *page.links(),
                *(form.get("action", "") for form in page.find_all(lambda e: e.tag == "form")),
            ]
            found[role, path] = [
                BY_CHANCE.sub("…", one) for one in (page.text, *(NUMBER.sub("n", one) for one in leads))
            ]
    return found


def test_every_screen_filled_says_the_same_on_both_databases(store_of: Callable[[str], Store]) -> None:
    with opened(store_of("sqlite")) as portal:
        wanted = read(portal)
    with opened(store_of("postgresql")) as portal:
        told = read(portal)
    assert len(wanted) > 150, "the screens of the work have shrunk"
    other = [f"{role} {path}: {a!r} / {b!r}" for (role, path), one in wanted.items()
             for a, b in [first_difference(one, told[role, path])] if a != b]  # fmt: skip
    assert not other, "\n".join(other)


def first_difference(one: list[str], other: list[str]) -> tuple[str, str]:
    """Where two readings part, with some words around; two empty words where they do not."""
    for a, b in zip(one, other, strict=False):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            around = slice(max(0, at - 40), at + 60)
            return a[around], b[around]
    return ("", "") if len(one) == len(other) else (f"{len(one)} links", f"{len(other)} links")
