"""Where does each lot of a reach stand today, and since when is it in alert? Asked again where hours have moved alone.

For a page of the coordination that is worked out to be kept, what is known of a territory stands until something changes
on its lots (`clauses.queries.lasting`); for anybody else, and anywhere else, all is read.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from clauses.access.policy import Actor
from clauses.domain.as_of import as_known
from clauses.domain.bases import Terms
from clauses.domain.kinds import ComplianceStatus
from clauses.domain.values import add_months, month_of
from clauses.models.markets import Lot
from clauses.queries import compliance, lasting, lot_sums
from clauses.queries.compliance import LotFigures
from clauses.queries.volumes import terms_of

One = TypeVar("One")


def terms(lots: Sequence[Lot]) -> Mapping[int, Terms]:
    """The terms of each lot with a clause: no hours change them."""
    return lasting.kept(
        ("terms", *(lot.id for lot in lots)), lambda: terms_of(lots), lambda rows: len(rows) / 3
    )


def today(actor: Actor, lots: Sequence[Lot], on: date) -> list[LotFigures]:
    """The figures of these lots on this day, in their order, without their people. One statement at most besides terms."""
    by_territory, known = _by_territory(lots, lambda lot: lot), terms(lots)

    def read(asked: Collection[int | None]) -> dict[int | None, list[LotFigures]]:
        done = lot_sums.validated_on(lot.id for number in asked for lot in by_territory[number])
        return {
            number: compliance.figures_of(by_territory[number], on=on, validated=done, terms=known)
            for number in asked
        }

    names = {number: ("standing", on, *(lot.id for lot in mine)) for number, mine in by_territory.items()}
    found = lasting.kept_by_territory(actor, names, read, lambda figures: len(figures) / 3)
    of = {one.lot.id: one for figures in found.values() for one in figures}
    return [of[lot.id] for lot in lots]


def in_alert(found: Sequence[LotFigures]) -> list[LotFigures]:
    return [one for one in found if one.standing and one.standing.status is ComplianceStatus.ALERT]


def spells(actor: Actor, alerted: Sequence[LotFigures], on: date, months_back: int) -> dict[int, date]:
    """By lot in alert today, the end of the first of the months in a row at whose end it was in alert too, as it is known
    today; a lot that was not at the end of the last month is absent. One statement at most."""
    by_territory = _by_territory(alerted, lambda one: one.lot)

    def read(asked: Collection[int | None]) -> dict[int | None, dict[int, date]]:
        since = _spells([one for number in asked for one in by_territory[number]], on, months_back)
        return {
            number: {one.lot.id: since[one.lot.id] for one in by_territory[number] if one.lot.id in since}
            for number in asked
        }

    names = {
        number: ("spells", on, months_back, *(one.lot.id for one in mine))
        for number, mine in by_territory.items()
    }
    found = lasting.kept_by_territory(actor, names, read, lambda since: len(since) / 20)
    return {lot_id: day for since in found.values() for lot_id, day in since.items()}


def _spells(alerted: Sequence[LotFigures], on: date, months_back: int) -> dict[int, date]:
    known = {one.lot.id: one.terms for one in alerted if one.terms is not None}
    standing = [one.lot for one in alerted]
    by_month = lot_sums.by_month(lot.id for lot in standing)
    since: dict[int, date] = {}
    for back in range(1, months_back + 1):
        cut = as_known(add_months(month_of(on), -back), on)
        then = lot_sums.until(by_month, cut.last_month)
        found = compliance.figures_of(standing, on=cut.as_of, cut=cut, validated=then, terms=known)
        standing = [one.lot for one in in_alert(found)]
        if not standing:
            break
        since.update({lot.id: cut.as_of for lot in standing})
    return since


def _by_territory(found: Sequence[One], lot_of: Callable[[One], Lot]) -> dict[int | None, list[One]]:
    by_territory: dict[int | None, list[One]] = defaultdict(list)
    for one in found:
        by_territory[lot_of(one).territory_id].append(one)
    return by_territory
