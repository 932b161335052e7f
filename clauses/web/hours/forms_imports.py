"""What is said of a file of hours: what each column holds, how hours are written, and which month it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, FileField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from clauses.domain.hours_files import Meaning, Writing
from clauses.domain.values import add_months, month_of
from clauses.queries.hours_files.reading import Columns
from clauses.queries.sheets.columns import Column
from clauses.web.fields import Expected, Form
from clauses.web.hours.door import written
from clauses.wording import formats, sentences
from clauses.wording import hours_files as words

_MONTHS_BACK = 18


class HoursFileForm(Form):
    hours_file = FileField(
        "Fichier des heures",
        [Expected()],
        description="Classeur Excel (.xlsx) ou CSV, 10 Mo et 5 000 lignes au plus.",
    )


class CheckForm(Form):
    """What is confirmed of a file that was read."""

    leave_out = BooleanField("Laisser de côté les lignes que le portail ne rattache à personne")
    really_worked = BooleanField("Les 151,67 h de ces lignes ont bien été travaillées, absences déduites")


def _known(form: Any, field: Any) -> None:
    if field.data not in {choice.value for choice in field.choices}:
        raise ValidationError(sentences.refusal("choose"))


def _written(form: Any, field: Any) -> None:
    if field.data not in {one.value for one in Writing}:
        raise ValidationError(sentences.refusal("hours_file_writing"))


def columns_form(
    columns: tuple[Column, ...],
    kept: Mapping[int, Meaning],
    writing: Writing | None,
    on: date,
    typed: Any = None,
) -> Form:
    """One choice a column, named `meaning-<its rank>`, then how hours are written and the month of the file."""
    choices = [SelectChoice(one.value, said) for one, said in words.MEANINGS.items()]
    fields: dict[str, Any] = {
        f"meaning-{column.index}": SelectField(
            column.heading, [Expected(), _known], choices=choices, validate_choice=False
        )
        for column in columns
    }
    fields["writing"] = RadioField(
        "Comment les heures sont-elles écrites ?", [Expected(), _written], validate_choice=False,
        choices=[SelectChoice(one.value, said) for one, said in words.WRITINGS.items()],
    )  # fmt: skip
    last = [add_months(month_of(on), -back) for back in range(_MONTHS_BACK)]
    fields["file_month"] = SelectField(
        "Mois des heures", [Optional()], validate_choice=False,
        choices=[SelectChoice("", "Le fichier le dit"), *(SelectChoice(written(m), formats.month_long(m)) for m in last)],
        description="Seulement si aucune colonne ne le dit.",
    )  # fmt: skip
    data = {f"meaning-{index}": meaning.value for index, meaning in kept.items()}
    form = cast(type[Form], type("ColumnsForm", (Form,), fields))
    return form(typed, data={**data, "writing": writing.value if writing else None, "file_month": ""})


def meanings_of(form: Form) -> dict[int, Meaning]:
    return {
        int(name.rpartition("-")[2]): Meaning(form[name].data)
        for name in form._fields
        if name.startswith("meaning-")
    }


def columns_of(form: Form) -> Columns:
    """What the form says, once it is valid."""
    month = form["file_month"].data
    return Columns(
        meanings_of(form), Writing(form["writing"].data), date.fromisoformat(f"{month}-01") if month else None
    )
