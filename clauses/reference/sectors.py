"""What do the structures of a directory say they do? The sectors and networks of the national directory.

The taxonomy of « le marché de l'inclusion »: 154 sectors in 20 groups, 13 networks, known by their slugs. A sector
leads to the trades of the portal that a structure of this sector can cover, where there is one.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clauses.reference.geography import folded
from clauses.reference.trade_search import singular


@dataclass(frozen=True, slots=True)
class Sector:
    slug: str
    label: str
    group: str
    trades: tuple[str, ...]  # codes of trades.csv


@dataclass(frozen=True, slots=True)
class Network:
    """A network of structures; `short` is the name people use, the whole name where there is none."""

    slug: str
    name: str
    short: str
    website: str


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("clauses.reference") / "data" / name).read_text("utf-8").splitlines()))


@cache
def sectors() -> dict[str, Sector]:
    """The sectors by their slugs, in the order of the directory."""
    return {
        row["slug"]: Sector(row["slug"], row["label"], row["group"], tuple(row["trades"].split()))
        for row in _rows("sectors.csv")
    }


@cache
def networks() -> dict[str, Network]:
    """The networks by their slugs."""
    return {
        row["slug"]: Network(row["slug"], row["name"], row["short"] or row["name"], row["website"])
        for row in _rows("networks.csv")
    }


def grouped() -> dict[str, list[Sector]]:
    """The sectors group by group, for a list of choices."""
    found: dict[str, list[Sector]] = {}
    for one in sectors().values():
        found.setdefault(one.group, []).append(one)
    return found


def trades_of(slugs: Iterable[str]) -> set[str]:
    """The trades that structures of these sectors can cover; unknown slugs are let go."""
    return {code for slug in slugs if slug in sectors() for code in sectors()[slug].trades}


def sectors_of(codes: Iterable[str]) -> set[str]:
    """The sectors that lead to one of these trades."""
    wanted = set(codes)
    return {one.slug for one in sectors().values() if wanted & set(one.trades)}


@cache
def _spoken() -> tuple[dict[str, str], dict[str, str]]:
    """Sectors and networks by their names, folded and in the singular: a name that two would share leads nowhere."""
    named: dict[str, set[str]] = {}
    for one in sectors().values():
        named.setdefault(singular(folded(one.label)), set()).add(one.slug)
    nets: dict[str, str] = {}
    for net in networks().values():
        nets |= {singular(folded(said)): net.slug for said in (net.name, net.short)}
    return {name: slugs.pop() for name, slugs in named.items() if len(slugs) == 1}, nets


def sector_meant(text: str) -> str | None:
    """The slug of a sector written by its slug or by its name; None when it is none of them."""
    return text if text in sectors() else _spoken()[0].get(singular(folded(text)))


def network_meant(text: str) -> str | None:
    """The slug of a network written by its slug, its name or its short name; None when it is none of them."""
    return text if text in networks() else _spoken()[1].get(singular(folded(text)))
