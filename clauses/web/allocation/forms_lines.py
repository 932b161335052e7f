"""What is typed in the lines of a commitment or a plan? Numbered fields: line_modality-0, line_hours-0…"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from clauses.actions.allocation import Line
from clauses.domain.kinds import Modality, OverrideReason
from clauses.domain.values import add_months, months_between
from clauses.models.allocation import Commitment
from clauses.queries.allocation import Structure
from clauses.queries.hours_facts import lot_period
from clauses.queries.hours_staff import subcontract_amounts
from clauses.reference import geography
from clauses.web.allocation.door import written
from clauses.web.fields import Form, HoursField, WholeField, choices_of, told_apart, whole_number
from clauses.wording import allocation as words
from clauses.wording import formats, sentences

EMPTY_LINES = 2
MOST_LINES = 20
LINE_FIELDS = (
    "line_modality", "line_partner", "line_hours", "line_persons", "line_first", "line_last", "override_reason",
)  # fmt: skip


def modalities_of(one: Commitment, to_define: bool = False) -> list[Modality]:
    """The modalities the clause admits, in the fixed order; « à définir » in a declaration only."""
    clause = one.lot.clause
    admitted = set(clause.modalities) if clause and clause.modalities else {m.value for m in Modality}
    kept: list[Modality] = [
        m for m in Modality if m.value in admitted and m not in (Modality.TO_DEFINE, Modality.SIAE_AWARDEE)
    ]
    if one.company.employer_kind:
        kept.append(Modality.SIAE_AWARDEE)
    return [*kept, Modality.TO_DEFINE] if to_define else kept


@dataclass(frozen=True, slots=True)
class Offer:
    """What the lines of a page may choose among: modalities, structures, months of the lot."""

    structures: list[Structure]
    modalities: list[Modality]
    months: tuple[date, ...]
    company_id: int
    amounts: Mapping[int, int]  # of the subcontracts of the lot, by structure, in cents

    @classmethod
    def of(cls, one: Commitment, structures: list[Structure], *, to_define: bool) -> "Offer":
        period = lot_period(one.lot)
        months: tuple[date, ...] = ()
        if period is not None:
            months = tuple(add_months(period[0], n) for n in range(months_between(*period) + 1))
        return cls(
            structures, modalities_of(one, to_define), months, one.company_id, subcontract_amounts(one.lot_id)
        )


def month_choices(months: tuple[date, ...], whole: str) -> list[SelectChoice]:
    """The months of the lot; `whole` says what leaving the choice empty means."""
    return [SelectChoice("", whole), *(SelectChoice(written(m), formats.month_long(m)) for m in months)]


def month_typed(text: str | None, months: tuple[date, ...]) -> date | None:
    return next((month for month in months if written(month) == text), None)


class LineForm(Form):
    """One line. A line left wholly empty is no line."""

    line_modality = SelectField("Modalité", validate_choice=True)
    line_partner = StringField("Structure")
    line_hours = HoursField("Heures")
    line_persons = WholeField("Personnes")
    line_first = SelectField("De", validate_choice=False)
    line_last = SelectField("À", validate_choice=False)
    override_reason = SelectField("Motif de dérogation au relais")

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = tuple(m for m in Modality if m not in offer.modalities)
        self.line_modality.choices = choices_of(Modality, without=others, empty="Choisir…")
        self.line_first.choices = month_choices(offer.months, words.FROM_START)
        self.line_last.choices = month_choices(offer.months, words.TO_END)
        self.override_reason.choices = choices_of(OverrideReason, empty="Aucune dérogation")

    @property
    def blank(self) -> bool:
        return not (self.line_modality.data or self.line_partner.data or self.line_hours.raw_text)


@dataclass(slots=True)
class Lines:
    """The lines of a form, read from its numbered fields; structures are named by « Nom (genre) »."""

    forms: list[LineForm]
    offer: Offer
    structures: dict[str, Structure] = field(init=False)

    def __post_init__(self) -> None:
        self.structures = {line_name(s): s for s in self.offer.structures}

    @classmethod
    def read(cls, typed: MultiDict[str, str], offer: Offer) -> "Lines":
        numbers = sorted(
            {n for k in typed if k.startswith("line_modality-") and (n := whole_number(k[14:])) is not None}
        )
        forms = []
        for number in numbers[:MOST_LINES]:
            own = MultiDict({name: typed.get(f"{name}-{number}", "") for name in LINE_FIELDS})
            form = LineForm(own, offer=offer)
            if not form.blank:
                forms.append(form)
        return cls._numbered(forms, offer)

    @classmethod
    def of(cls, lines: list[Any], offer: Offer) -> "Lines":
        """The lines already kept: of a declaration or of a plan."""
        names = {s.id: line_name(s) for s in offer.structures}
        forms = [
            LineForm(
                data={
                    "line_modality": line.modality.value,
                    "line_partner": names.get(line.structure_id, ""),
                    "line_hours": line.hours,
                    "line_persons": line.persons,
                    "line_first": written(line.first_month),
                    "line_last": written(line.last_month),
                    "override_reason": getattr(line, "override_reason", None) or "",
                },
                offer=offer,
            )
            for line in lines
        ]
        return cls._numbered(forms, offer)

    @classmethod
    def _numbered(cls, forms: list[LineForm], offer: Offer) -> "Lines":
        room = max(0, MOST_LINES - len(forms))
        forms = forms + [LineForm(offer=offer) for _ in range(min(EMPTY_LINES, room))]
        for number, form in enumerate(forms):
            for one in form:
                one.id = one.name = f"{one.short_name}-{number}"
        return cls(forms, offer)

    @property
    def filled(self) -> list[LineForm]:
        """The lines whose modality and hours are readable: those that a total can count."""
        return [f for f in self.forms if f.line_modality.data and f.line_hours.data]

    def values(self) -> list[Line] | None:
        """The lines as the actions want them, or None when one of them cannot be read; the fields then say why."""
        found = [self._value(form) for form in self.forms if not form.blank]
        return None if any(one is None for one in found) else [one for one in found if one is not None]

    def _value(self, form: LineForm) -> Line | None:
        ok = form.validate()
        if not form.line_modality.data:
            form.line_modality.errors = [sentences.refusal("line_modality_missing")]
            ok = False
        if form.line_hours.data is None and not form.line_hours.errors:
            form.line_hours.errors = [sentences.refusal("hours_format")]
            ok = False
        structure = self.structure_named(form.line_partner.data or "")
        if form.line_partner.data and structure is None:
            typed = form.line_partner.data[:60]
            form.line_partner.errors = [sentences.refusal("line_partner_unknown", typed=typed)]
            ok = False
        persons = form.line_persons.data if form.line_persons.raw_text else 1
        if ok and (persons is None or persons < 1):
            form.line_persons.errors = [sentences.refusal("line_persons")]
            ok = False
        if not ok:
            return None
        reason, months = form.override_reason.data, self.offer.months
        return Line(
            modality=Modality(form.line_modality.data), structure_id=structure.id if structure else None,
            hours=form.line_hours.data or 0, persons=persons or 1,
            first_month=month_typed(form.line_first.data, months), last_month=month_typed(form.line_last.data, months),
            override_reason=OverrideReason(reason) if reason else None,
        )  # fmt: skip

    def structure_named(self, typed: str) -> Structure | None:
        """The structure of this name, with or without its kind, whatever the capitals and accents; None if several."""
        if typed.strip() in self.structures:
            return self.structures[typed.strip()]
        asked = geography.folded(typed)
        found = [
            s
            for name, s in self.structures.items()
            if asked in (geography.folded(name), geography.folded(s.name))
        ]
        return found[0] if len(found) == 1 else None

    @property
    def typed_total(self) -> int:
        return sum(f.line_hours.data or 0 for f in self.forms)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return told_apart(
            [
                (one.id, words.LINE.format(number=number), str(error))
                for number, form in enumerate(self.forms, 1)
                for one in form
                for error in one.errors
            ]
        )

    def field_named(self, name: str) -> Any:
        return next((one for form in self.forms for one in form if one.name == name), None)


def line_name(structure: Structure) -> str:
    return f"{structure.name} ({structure.kind.value})"
