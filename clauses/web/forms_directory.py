"""What is asked of the directory? A work, a place, kinds and ways of working; nothing is compulsory.

What is not understood is said at its field, and the rest still answers: a shared link never breaks.
"""

import re
from datetime import date
from functools import cache

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_partners import WorkMode
from clauses.domain.values import add_months, month_of
from clauses.queries.partners.asked import WIDEST_KM
from clauses.reference import geography
from clauses.reference.geography import Commune
from clauses.web.fields import (
    Between,
    CommuneField,
    Form,
    HoursField,
    Length,
    MonthField,
    TextField,
    WholeField,
)
from clauses.wording import parsing
from clauses.wording.labels import expanded, label

DEFAULT_KM = 30
DEFAULT_MONTHS = 3
DEPARTMENTS = {"60": "Oise, en entier"}


def _place(text: str) -> str:
    """A commune; a postcode that several share stands for the largest of them."""
    found = geography.find(text) or _largest(text.strip())
    if found is None:
        raise parsing.NotUnderstood("commune_unknown", typed=text.strip()[:60])
    return found.code


def _largest(code: str) -> Commune | None:
    shared = geography.by_postcode(code) if re.fullmatch(r"[0-9]{5}", code) else []
    return shared[0] if shared else None


@cache
def _epcis() -> list[SelectChoice]:
    """The EPCI of the départements that the portal knows, by name."""
    found = [one for code in geography.DEPARTMENTS for one in geography.epcis(code)]
    return [SelectChoice(one.code, one.name) for one in sorted(found, key=lambda e: geography.folded(e.name))]


class PlaceField(CommuneField):
    """A commune by its name, its INSEE code or its postcode, even one that several communes share."""

    read = staticmethod(_place)

    @property
    def also_meant(self) -> list[str]:
        """The other communes that the code typed may mean: « Bonneuil-sur-l'Oise (60088) »."""
        code = (self.raw_text or "").strip()
        if not self.data or not re.fullmatch(r"[0-9][0-9AaBb][0-9]{3}", code):
            return []
        own = geography.commune(code.upper())
        others = [*([own] if own else []), *geography.by_postcode(code)]
        return [f"{one.name} ({one.code})" for one in others if one.code != self.data]


class DirectoryForm(Form):
    search_trade = TextField(
        "Métier ou activité", [Length(max=80)], render_kw={"list": "metiers", "autocomplete": "off"}
    )
    search_city = PlaceField("Commune, code postal ou code INSEE")
    search_km = WholeField("Rayon en km", [Between(0, WIDEST_KM)], default=DEFAULT_KM)
    search_moves = BooleanField(
        "Ajouter les structures plus éloignées qui interviennent dans cette commune",
        false_values=("", "0", "non"),
    )
    search_zone = SelectField("Installées dans", validate_choice=False)
    search_kinds = SelectMultipleField(
        "Types de structure",
        choices=[
            SelectChoice(
                kind.value,
                expanded(kind) if expanded(kind) == label(kind) else f"{expanded(kind)} ({label(kind)})",
            )
            for kind in EmployerKind
        ],
        validate_choice=False,  # a kind that the list does not hold is let go: an old link still answers
    )
    search_mode = SelectMultipleField(
        "Façons de travailler",
        choices=[SelectChoice(mode.value, label(mode)) for mode in WorkMode],
        validate_choice=False,
    )
    search_hours = HoursField("Heures disponibles, au moins")
    search_from = MonthField("À partir du mois")
    search_months = WholeField("Pendant, en mois", [Between(1, 24)], default=DEFAULT_MONTHS)

    def offer(self, territories: list[tuple[str, str]]) -> "DirectoryForm":
        """The zones to choose from: territories, whole départements, then the EPCI of the Oise."""
        self.search_zone.choices = {
            "": [SelectChoice("", "Peu importe")],
            "Département": [SelectChoice(code, name) for code, name in DEPARTMENTS.items()],
            "Territoires": [SelectChoice(code, f"{code} - {name}") for code, name in territories],
            "Intercommunalités": _epcis(),
        }
        return self

    @property
    def kinds(self) -> list[EmployerKind]:
        known = {kind.value for kind in EmployerKind}
        return [EmployerKind(value) for value in self.search_kinds.data or [] if value in known]

    @property
    def modes(self) -> list[WorkMode]:
        known = {mode.value for mode in WorkMode}
        return [WorkMode(value) for value in self.search_mode.data or [] if value in known]

    def months(self, on: date) -> tuple[date, ...]:
        """The months whose hours are asked, from the next one on unless another is typed."""
        first = self.search_from.data or add_months(month_of(on), 1)
        typed: int | None = None if self.search_months.errors else self.search_months.data
        return tuple(add_months(first, n) for n in range(typed or DEFAULT_MONTHS))

    @property
    def zone_name(self) -> str:
        groups: dict[str, list[SelectChoice]] = self.search_zone.choices
        return next(
            (one.label for group in groups.values() for one in group if one.value == self.search_zone.data),
            "",
        )

    @property
    def more_wrong(self) -> bool:
        """Something is to correct among the criteria that are folded."""
        return any(field.errors for field in (self.search_hours, self.search_from, self.search_months))
