"""What is typed of a structure's hours? One set of fields per trade: m0-nettoyage, m1-nettoyage…, usual-nettoyage."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from werkzeug.datastructures import MultiDict

from clauses.actions.capacity import Stated
from clauses.queries.capacity import OwnPage
from clauses.web.fields import Form, HoursField
from clauses.wording import formats


def capacity_form(shown: OwnPage, typed: MultiDict[str, str] | None = None) -> Form:
    """The grid of the trades listed, filled with what was typed, or else with what the structure said."""
    fields: dict[str, Any] = {}
    kept: dict[str, int | None] = {}
    for row in shown.listed:
        for rank, one in enumerate(row.months):
            fields[f"m{rank}-{row.trade}"] = HoursField(f"{row.label}, {formats.month_long(one.month)}")
            kept[f"m{rank}-{row.trade}"] = one.stated
        fields[f"usual-{row.trade}"] = HoursField(f"{row.label}, chaque mois ensuite")
        kept[f"usual-{row.trade}"] = row.usual
    kind = cast(type[Form], type("CapacityForm", (Form,), fields))
    return kind(typed, data=kept)


def stated(form: Form, trades: Sequence[str], months: Sequence[date]) -> dict[str, Stated]:
    """What was typed, trade by trade."""
    return {
        trade: Stated(
            {month: form[f"m{rank}-{trade}"].data for rank, month in enumerate(months)},
            form[f"usual-{trade}"].data,
        )
        for trade in trades
    }
