"""What is typed in a commitment, a plan or an answer? Lines are numbered fields: line_modality-0, line_hours-0…"""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.actions.allocation import Line
from clauses.domain.kinds import DeclineReason, LineState, Modality, OverrideReason, RelayChoice
from clauses.queries.allocation import Structure
from clauses.reference import geography
from clauses.web.fields import (
    Expected,
    Form,
    HoursField,
    Length,
    TextField,
    WholeField,
    choices_of,
    told_apart,
    whole_number,
)
from clauses.wording import allocation as words
from clauses.wording import sentences

EMPTY_LINES = 3
MOST_LINES = 20
LINE_FIELDS = ("line_modality", "line_partner", "line_hours", "line_persons", "override_reason")


class LineForm(Form):
    """One line. A line left wholly empty is no line."""

    line_modality = SelectField("Modalité", validate_choice=True)
    line_partner = StringField("Structure")
    line_hours = HoursField("Heures")
    line_persons = WholeField("Personnes")
    override_reason = SelectField("Motif de dérogation au relais")

    def __init__(self, *args: Any, modalities: list[Modality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line_modality.choices = choices_of(Modality, without=_others(modalities), empty="Choisir…")
        self.override_reason.choices = choices_of(OverrideReason, empty="Aucune dérogation")

    @property
    def blank(self) -> bool:
        return not (self.line_modality.data or self.line_partner.data or self.line_hours.raw_text)


def _others(kept: list[Modality]) -> tuple[Modality, ...]:
    return tuple(m for m in Modality if m not in kept)


@dataclass(slots=True)
class Lines:
    """The lines of a form, read from its numbered fields; structures are named by « Nom (genre) »."""

    forms: list[LineForm]
    structures: dict[str, Structure]

    @classmethod
    def read(
        cls, typed: MultiDict[str, str], structures: list[Structure], modalities: list[Modality]
    ) -> "Lines":
        numbers = sorted(
            {n for k in typed if k.startswith("line_modality-") and (n := whole_number(k[14:])) is not None}
        )
        forms = []
        for number in numbers[:MOST_LINES]:
            own = MultiDict({name: typed.get(f"{name}-{number}", "") for name in LINE_FIELDS})
            form = LineForm(own, modalities=modalities)
            if not form.blank:
                forms.append(form)
        return cls._numbered(forms, structures, modalities)

    @classmethod
    def of(cls, lines: list[Any], structures: list[Structure], modalities: list[Modality]) -> "Lines":
        """The lines already kept: of a declaration or of a plan."""
        names = {s.id: line_name(s) for s in structures}
        forms = [
            LineForm(
                data={
                    "line_modality": line.modality.value,
                    "line_partner": names.get(line.structure_id, ""),
                    "line_hours": line.hours,
                    "line_persons": line.persons,
                    "override_reason": getattr(line, "override_reason", None) or "",
                },
                modalities=modalities,
            )
            for line in lines
        ]
        return cls._numbered(forms, structures, modalities)

    @classmethod
    def _numbered(
        cls, forms: list[LineForm], structures: list[Structure], modalities: list[Modality]
    ) -> "Lines":
        room = max(0, MOST_LINES - len(forms))
        forms = forms + [LineForm(modalities=modalities) for _ in range(min(EMPTY_LINES, room))]
        for number, form in enumerate(forms):
            for field in form:
                field.id = field.name = f"{field.short_name}-{number}"
        return cls(forms, {line_name(s): s for s in structures})

    def values(self) -> list[Line] | None:
        """The lines as the actions want them, or None when one of them cannot be read; the fields then say why."""
        found, right = [], True
        for form in self.forms:
            if form.blank:
                continue
            ok = form.validate()
            if not form.line_modality.data:
                form.line_modality.errors = [sentences.refusal("line_modality_missing")]
                ok = False
            if form.line_hours.data is None and not form.line_hours.errors:
                form.line_hours.errors = [sentences.refusal("hours_format")]
                ok = False
            structure = self.structure_named(form.line_partner.data or "")
            if form.line_partner.data and structure is None:
                form.line_partner.errors = [
                    sentences.refusal("line_partner_unknown", typed=form.line_partner.data[:60])
                ]
                ok = False
            persons = form.line_persons.data if form.line_persons.raw_text else 1
            if ok and (persons is None or persons < 1):
                form.line_persons.errors = [sentences.refusal("line_persons")]
                ok = False
            right = right and ok
            if ok:
                reason = form.override_reason.data
                found.append(
                    Line(
                        modality=Modality(form.line_modality.data),
                        structure_id=structure.id if structure else None,
                        hours=form.line_hours.data or 0,
                        persons=persons or 1,
                        override_reason=OverrideReason(reason) if reason else None,
                    )
                )
        return found if right else None

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
                (field.id, words.LINE.format(number=number), str(error))
                for number, form in enumerate(self.forms, 1)
                for field in form
                for error in field.errors
            ]
        )

    def field_named(self, name: str) -> Any:
        return next((field for form in self.forms for field in form if field.name == name), None)


def line_name(structure: Structure) -> str:
    return f"{structure.name} ({structure.kind.value})"


class WithLines(Form):
    """A form whose lines take part in its refusals and in its summary."""

    lines_form: Lines

    def refuse(self, refusal: Any) -> None:
        rest = []
        for one in getattr(refusal, "refusals", [refusal]):
            field = self.lines_form.field_named(one.field or "")
            if field is None:
                rest.append(one)
            else:
                field.errors = [*field.errors, sentences.refusal(one.code, **one.facts)]
        for one in rest:
            super().refuse(one)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return super().problems + self.lines_form.problems


class DeclarationForm(WithLines):
    relay_choice = RadioField(
        "Au-delà de 240 h par personne en association intermédiaire",
        validators=[Optional()],
        choices=choices_of(RelayChoice),
    )
    company_contact = TextField(
        "Votre interlocuteur pour l'insertion",
        [Expected(), Length(200)],
        description="Nom, fonction, téléphone : cette personne recevra les rappels",
    )
    more_confirmed = BooleanField("Je confirme que nous ferons plus d'heures que l'objectif")
    signatory = BooleanField("Je suis habilité(e) à engager l'entreprise")


class PlanForm(WithLines):
    plan_reason = TextField(
        "Motif de cette version",
        [Expected(), Length(300)],
        description="Pourquoi ce plan, ou pourquoi il change. Lu par l'entreprise.",
    )
    difference_confirmed = BooleanField("Je confirme que le total diffère de l'objectif")


class AnswerForm(Form):
    answer = RadioField(
        "Réponse",
        validators=[Expected()],
        choices=[
            SelectChoice(LineState.ACCEPTED.value, "J'accepte"),
            SelectChoice(LineState.COUNTERED.value, "Je propose autre chose"),
            SelectChoice(LineState.DECLINED.value, "Je décline"),
        ],
    )
    answer_hours = HoursField(
        "Heures proposées", [Expected()], description="Si vous proposez un autre volume"
    )
    answer_reason = SelectField(
        "Motif",
        [Expected()],
        choices=choices_of(DeclineReason, empty="Choisir un motif…"),
        description="Si vous déclinez",
        validate_choice=False,
    )
    message = TextAreaField("Message", [Length(500)], description="Pas de nom de participant.")

    def validate(self, **kwargs: Any) -> bool:
        right = super().validate(**kwargs)
        if not self.answer.data:
            self.answer.errors = [sentences.refusal("answer")]
            return False
        return bool(right)

    @property
    def reason(self) -> DeclineReason | None:
        typed = self.answer_reason.data
        return DeclineReason(typed) if typed in set(DeclineReason) else None


__all__ = ["AnswerForm", "DeclarationForm", "Lines", "PlanForm", "line_name"]
