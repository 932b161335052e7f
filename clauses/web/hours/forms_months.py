"""What is typed in a month? One set of fields per person: h_worked-12, h_training-12, h_comment-12 (12: the contract)."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from clauses.actions.hours.beyond import Typed
from clauses.domain.errors import DomainError, Several
from clauses.domain.hours_files import unclear
from clauses.queries.hours_lines import Line
from clauses.web.fields import Form, HoursField, Length, TextField, whole_number
from clauses.web.hours.forms_people import Asked
from clauses.wording import hours as words
from clauses.wording import sentences
from clauses.wording.parsing import NotUnderstood

Lines = Iterable[Line]
_TWO_DECIMALS = re.compile(r"([0-9]{1,3})[.,]([0-5][0-9])")  # with the unit, 7,30 h, it reads one way


def _positive(form: Any, field: Field) -> None:
    if field.data == 0:
        raise ValidationError(sentences.refusal("hours_none"))


def _of_a_month(text: str) -> int:
    try:
        return HoursField.read(text)
    except NotUnderstood as refused:  # below zero: the page knows how a month without hours is told
        raise NotUnderstood("hours_none") if refused.code == "hours_positive" else refused from None


class WorkedField(HoursField):
    """Hours worked by one person in a month; held in hundredths."""

    read = staticmethod(_of_a_month)


class ReadsOneWay:
    """7.30 is 7 h 18 or 7 h 30: it is asked, never guessed; what stands there already is not asked again."""

    def __init__(self, kept: int | None) -> None:
        self.kept = kept

    def __call__(self, form: Any, field: Field) -> None:
        typed = str(field.raw_data[0]).strip() if field.raw_data else ""
        written = _TWO_DECIMALS.fullmatch(typed)
        if written is None or field.data in (None, self.kept) or unclear([Fraction(field.data, 100)]) is None:
            return
        hours, minutes = written[1], written[2]
        raise ValidationError(sentences.refusal("hours_two_ways", typed=typed, hours=hours, minutes=minutes))


class _MonthForm(Form):
    """Knows whether what was typed passes the legal ceiling: then the page offers to have it decided."""

    beyond_ceiling = False

    def refuse(self, refusal: DomainError) -> None:
        refusals = refusal.refusals if isinstance(refusal, Several) else [refusal]
        self.beyond_ceiling = any(one.code == "over_legal" for one in refusals)
        super().refuse(refusal)


def month_form(
    lines: Lines, typed: MultiDict[str, str] | None = None, *, training: bool, sending: bool,
    staff: Mapping[int, int] | None = None,
) -> Form:  # fmt: skip
    """The form of a month for these people, filled with what was typed, or else with what is kept.

    `staff`: by lot, the hours of the permanent staff of a structure that works there with its own team.
    """
    rows = list(lines)
    fields: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for line in rows:
        if line.contestable and line.entry_id is not None:
            fields[f"contest-{line.entry_id}"] = TextField(
                f"Ce qui ne va pas pour {line.full_name}", [Length(300)], description="La structure et la personne "
                "ressource liront ces mots.",
            )  # fmt: skip
        if line.answerable and line.entry_id is not None:
            fields[f"answer-{line.entry_id}"] = TextField(
                f"Pourquoi vous maintenez les heures de {line.full_name}", [Length(300)],
                description="Pour corriger : changez les heures de la ligne, puis enregistrez.",
            )  # fmt: skip
        if line.key is None:
            continue
        fields[f"h_worked-{line.key}"] = WorkedField(
            f"Heures travaillées, {line.full_name}", [_positive, ReadsOneWay(line.worked)]
        )
        fields[f"h_comment-{line.key}"] = TextField(f"Commentaire pour {line.full_name}", [Length(500)])
        kept[f"h_worked-{line.key}"] = line.worked or None
        kept[f"h_comment-{line.key}"] = line.comment
        if training:
            fields[f"h_training-{line.key}"] = HoursField(
                f"Heures de formation, {line.full_name}", [ReadsOneWay(line.training)]
            )
            kept[f"h_training-{line.key}"] = line.training or None
    for lot_id, hours in (staff or {}).items():
        fields[f"staff-{lot_id}"] = HoursField(words.STAFF, description=words.STAFF_WHY)
        kept[f"staff-{lot_id}"] = hours or None
    if sending:
        fields["nil_report"] = BooleanField("Aucune heure ce mois-ci")
        fields["nil_comment"] = TextField(
            "Pourquoi, si la case est cochée",
            [Asked(), Length(300)],
            description="Précisez en un mot : arrêt de chantier, intempéries…",
        )
        fields["r_honour"] = BooleanField("J'atteste l'exactitude de ces heures")
    kind = cast(type[Form], type("MonthForm", (_MonthForm,), {**fields, "about_people": True}))
    return kind(typed, data=kept)


def rows_of(form: Form) -> list[Typed]:
    """What was typed, contract by contract."""
    keys = [int(name.rsplit("-", 1)[1]) for name in form._fields if name.startswith("h_worked-")]
    return [
        Typed(
            contract_id=key,
            worked=form[f"h_worked-{key}"].data,
            training=form[f"h_training-{key}"].data if f"h_training-{key}" in form else None,
            comment=form[f"h_comment-{key}"].data,
        )
        for key in keys
    ]


def hand_made(typed: MultiDict[str, str], form: Form) -> list[Typed]:
    """Rows sent for lines that the page does not offer: they are asked of the action, which refuses them."""
    sent = {whole_number(n[9:]) for n in typed if n.startswith("h_worked-") and n not in form._fields}
    return [Typed(key, 1) for key in sorted(key for key in sent if key is not None)[:50]]


class ConfirmForm(Form):
    """« Confirmer les relevés complets »."""

    r_honour = BooleanField("J'atteste l'exactitude de ces heures")
