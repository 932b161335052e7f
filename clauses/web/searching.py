"""How is an address of the directory read, and how is the same search written again with something changed?"""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from clauses.config import clock
from clauses.queries.partners import zones
from clauses.queries.partners.asked import Asked
from clauses.queries.partners.widening import Wider
from clauses.reference import geography, trade_search
from clauses.reference.geography import Commune
from clauses.reference.trades import Trade
from clauses.web.forms_directory import DEFAULT_KM, DirectoryForm
from clauses.wording import formats
from clauses.wording import partners as words
from clauses.wording.labels import label

SEARCHED = (
    "search_trade",
    "search_city",
    "search_km",
    "search_moves",
    "search_zone",
    "search_kinds",
    "search_mode",
    "search_hours",
    "search_from",
    "search_months",
)
# What is let go of when one thing less is asked.
LET_GO = {
    "trades": "search_trade", "kinds": "search_kinds", "modes": "search_mode", "hours": "search_hours",
    "zone": "search_zone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A search as it was understood; `meant` None when no trade was typed, empty when the words mean none."""

    form: DirectoryForm
    asked: Asked
    city: Commune | None
    km: int
    meant: list[Trade] | None

    @property
    def more(self) -> list[str]:
        """What is asked beside the trade and the circle, in a few words: « AI, GEIQ », « au moins 100 h »."""
        found = [label(kind) for kind in self.form.kinds] + [label(mode) for mode in self.form.modes]
        if self.asked.hours:
            found.append(words.AT_LEAST.format(hours=formats.hours(self.asked.hours)))
        if self.asked.communes is not None:
            found.append(self.form.zone_name)
        return found + ([words.MOVES] if self.asked.moves else [])


def question(args: MultiDict[str, str]) -> Question:
    """The search of an address. At most one statement, for the communes of a territory."""
    form = DirectoryForm(args)
    form.validate()
    on = clock.today()
    words_typed, code, zone = form.search_trade.data, form.search_city.data, form.search_zone.data
    city = geography.commune(code) if code else None
    km = DEFAULT_KM if form.search_km.data is None or form.search_km.errors else form.search_km.data
    meant = trade_search.meant(words_typed, on) if words_typed and not form.search_trade.errors else None
    asked = Asked(
        on=on,
        trades=None if meant is None else frozenset(one.code for one in meant),
        city=city,
        km=km,
        moves=bool(city and form.search_moves.data),
        communes=zones.communes_of(zone, on) if zone else None,
        kinds=frozenset(form.kinds),
        modes=frozenset(form.modes),
        hours=form.search_hours.data or None,
        months=form.months(on),
    )
    return Question(form, asked, city, km, meant)


def again(endpoint: str = "partners.directory", **changes: Any) -> str:
    """The same search with something changed; only its own fields are read back from the address."""
    kept: dict[str, Any] = {name: values for name in SEARCHED if any(values := request.args.getlist(name))}
    return url_for(endpoint, **{**kept, **changes})


def wider_link(one: Wider) -> tuple[str, str]:
    """(what is asked less and what it gives, its address)."""
    if one.criterion == "km":
        changes: dict[str, Any] = {"search_km": one.km}
    elif one.criterion == "moves":
        changes = {"search_moves": "1"}
    else:
        changes = {LET_GO[one.criterion]: None}
    return words.wider(one.criterion, one.total, one.km), again(**changes)
