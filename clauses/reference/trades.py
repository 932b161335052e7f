"""Which trades can a lot or a structure have, and what share of a price is labour in each?"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from clauses.domain.rules import Dated, rule_in_force

# The groups of the list whose lots are works; the others are services.
WORKS = frozenset({"Gros œuvre", "Second œuvre", "Lots techniques", "Travaux publics"})


@dataclass(frozen=True)
class Trade:
    """A trade on a day; the labour share is proposed, in basis points (45 % = 4500), never imposed (R1)."""

    code: str
    label: str
    group: str
    labour_share_bp: int
    source: str
    effective_from: date

    @property
    def is_works(self) -> bool:
        return self.group in WORKS


@dataclass(frozen=True)
class _TradeVersion(Dated):
    trade: Trade


@cache
def _versions() -> dict[str, list[_TradeVersion]]:
    """Versions by code, in the order of the file; a version ends when the next one of its trade begins."""
    text = (files("clauses.reference") / "data" / "trades.csv").read_text("utf-8")
    found: dict[str, list[_TradeVersion]] = {}
    for row in csv.DictReader(text.splitlines()):
        starts = date.fromisoformat(row["effective_from"])
        trade = Trade(
            row["code"], row["label"], row["group"], int(row["labour_share_bp"]), row["source"], starts
        )
        ends = date.fromisoformat(row["effective_to"]) if row["effective_to"] else None
        found.setdefault(trade.code, []).append(_TradeVersion(starts, ends, trade.source, trade))
    return found


def trades(on: date) -> list[Trade]:
    """The trades in force on a day, group by group, in the order people read them."""
    return [
        version.trade for versions in _versions().values() for version in versions if version.in_force(on)
    ]


def trade(code: str, on: date) -> Trade | None:
    """One trade as it stood on a day, or None when the list has none by this code."""
    versions = [version for version in _versions().get(code, ()) if version.in_force(on)]
    return rule_in_force(versions, on).trade if versions else None


def grouped(on: date) -> dict[str, list[Trade]]:
    """The trades in force on a day, by sector group, for a list of choices."""
    groups: dict[str, list[Trade]] = {}
    for one in trades(on):
        groups.setdefault(one.group, []).append(one)
    return groups
