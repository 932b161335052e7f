"""Where does each lot of a reach stand today, and since when is it in alert? Asked again where hours have moved alone.

For a page that is worked out to be kept, what is known of a lot stands until something changes on it
(`clauses.queries.lasting`), and for the coordination what is known of a territory; anywhere else, all is read.
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
from clauses.queries import bits, compliance, lasting, lot_sums
from clauses.queries.compliance import LotFigures
from clauses.queries.lasting import Lots
from clauses.queries.volumes import terms_of

One = TypeVar("One")

FEW = 100  # lots whose people are counted by the database


def terms(lots: Sequence[Lot]) -> Mapping[int, Terms]:
    """The terms of each lot with a clause: no hours change them."""
    return lasting.kept(
        ("terms", *(lot.id for lot in lots)), lambda: terms_of(lots), lambda rows: len(rows) / 3
    )


def today(actor: Actor, lots: Sequence[Lot], on: date) -> list[LotFigures]:
    """The figures of these lots on this day, in their order, without their people. One statement at most besides terms."""
    by_territory, known = _by_territory(lots, lambda lot: lot), terms(lots)

    def of_lots(parts: list[Lots]) -> dict[Lots, LotFigures]:
        done = lot_sums.validated_on(number for (number,) in parts)
        asked = [numbered[number] for (number,) in parts]
        return {
            (one.lot.id,): one for one in compliance.figures_of(asked, on=on, validated=done, terms=known)
        }

    def read(asked: Collection[int | None]) -> dict[int | None, list[LotFigures]]:
        parts = [(lot.id,) for number in asked for lot in by_territory[number]]
        figures = lasting.kept_by_lots(("standing", on), parts, of_lots, lambda _: 1 / 3)
        return {number: [figures[lot.id,] for lot in by_territory[number]] for number in asked}

    numbered = {lot.id: lot for lot in lots}
    names = {number: ("standing", on, *(lot.id for lot in mine)) for number, mine in by_territory.items()}
    found = lasting.kept_by_territory(actor, names, read, lambda figures: len(figures) / 100)
    of = {one.lot.id: one for figures in found.values() for one in figures}
    return [of[lot.id] for lot in lots]


def persons(actor: Actor, lots: Sequence[Lot]) -> int:
    """How many people have hours that count on these lots, each once whatever their lots and their employers.

    Of many lots, who they are is kept by handfuls, a bit a person: to count them once costs what the handfuls cost.
    """
    if len(lots) <= FEW:
        return lot_sums.persons_among(lot.id for lot in lots)
    by_territory = _by_territory(lots, lambda lot: lot)

    def read(asked: Collection[int | None]) -> dict[int | None, int]:
        parts = lasting.handfuls((number, lot.id) for number in asked for lot in by_territory[number])
        some = lasting.kept_by_lots(("persons",), parts.values(), lot_sums.people_of, bits.weight)
        return {
            number: bits.together(some[part] for (there, _), part in parts.items() if there == number)
            for number in asked
        }

    names = {number: ("persons", *(lot.id for lot in mine)) for number, mine in by_territory.items()}
    found = lasting.kept_by_territory(actor, names, read, bits.weight)
    return bits.together(found.values()).bit_count()


def in_alert(found: Sequence[LotFigures]) -> list[LotFigures]:
    return [one for one in found if one.standing and one.standing.status is ComplianceStatus.ALERT]


def spells(actor: Actor, alerted: Sequence[LotFigures], on: date, months_back: int) -> dict[int, date]:
    """By lot in alert today, the end of the first of the months in a row at whose end it was in alert too, as it is known
    today; a lot that was not at the end of the last month is absent. One statement at most."""
    by_territory = _by_territory(alerted, lambda one: one.lot)

    def of_lots(parts: list[Lots]) -> dict[Lots, date | None]:
        since = _spells([numbered[number] for (number,) in parts], on, months_back)
        return {(number,): since.get(number) for (number,) in parts}

    def read(asked: Collection[int | None]) -> dict[int | None, dict[int, date]]:
        parts = [(one.lot.id,) for number in asked for one in by_territory[number]]
        since = lasting.kept_by_lots(("spells", on, months_back), parts, of_lots, lambda _: 0.1)
        days = {number: day for (number,), day in since.items() if day is not None}
        return {
            number: {one.lot.id: days[one.lot.id] for one in by_territory[number] if one.lot.id in days}
            for number in asked
        }

    numbered = {one.lot.id: one for one in alerted}

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
