"""What does the page of the public calculation show: the four values, the steps, and what the result stands for?"""

from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from clauses.queries.markets import load
from clauses.reference import geography, rulebook
from clauses.web.calculation import Calculation, calculate, plain
from clauses.web.markets.clause_cards import arithmetic, effort_of
from clauses.web.markets.measures import Measure, of_calculation, sources


def answer(args: MultiDict[str, str], on: date) -> dict[str, Any]:
    """The form as asked, and the result when the four values are there and understood."""
    one = calculate(args, on)
    fields, found = one.fields, one.found
    return {
        "form": one.form,
        "found": found,
        "lines": arithmetic(one.amount, fields.labour_share, fields.hourly_cost, fields.integration_rate, found)
        if found and one.amount and fields.labour_share and fields.hourly_cost and fields.integration_rate else (),
        "effort": effort_of(found.proposed, one.amount or 0, rulebook.fte(on).base_hours) if found else None,
        "high_rate": one.high_rate,
        "computed_plain": plain(found.computed) if found else "",
        "proposed_plain": plain(found.proposed) if found else "",
        "measure": _measure(one, on),
        "rule": one.rule,
    }  # fmt: skip


def _measure(one: Calculation, on: date) -> Measure | None:
    if one.found is None:
        return None
    city = one.form.search_city.data
    commune = geography.commune(city) if city else None
    return of_calculation(
        one.found.proposed, amount=one.amount, labour_hours=one.labour_hours, high_rate=one.high_rate,
        works=bool(one.trade and one.trade.is_works), trade=one.trade.code if one.trade else None,
        local=load.local_load(commune, on) if commune else None, exec_months=one.form.exec_months.data, on=on,
        proposed=sources(one.proposed, one.trade.code if one.trade else None),
    )  # fmt: skip
