"""What is typed to record a new value of the calculation?"""

from datetime import date
from typing import Any

from wtforms.fields.core import Field

from clauses.domain.references import NewValue, ReferenceKind
from clauses.web.fields import DayField, EurosField, Form, Length, PercentField, Required, TextField


class ReferenceForm(Form):
    """A value, the day it takes effect and why; the value is a share or a cost."""

    ref_value: Field
    ref_from = DayField(
        "Applicable à partir du", [Required("Indiquez la date à partir de laquelle la valeur s'applique.")],
        description="Aujourd'hui ou plus tard, sous la forme jj/mm/aaaa",
    )  # fmt: skip
    ref_reason = TextField(
        "Motif", [Required("Indiquez le motif : il est montré avec la valeur."), Length(500, 5)],
        description="D'où vient cette valeur : bilan, enquête, décision de la coordination…",
    )  # fmt: skip

    def new_value(self) -> NewValue:
        day = self.ref_from.data
        assert day is not None  # the field is required
        return NewValue(self.ref_value.data, day, self.ref_reason.data or "")


class ShareForm(ReferenceForm):
    ref_value = PercentField("Valeur", [Required("Indiquez la valeur.")], description="En % du montant")


class CostForm(ReferenceForm):
    ref_value = EurosField(
        "Valeur", [Required("Indiquez la valeur.")], description="En euros par heure, charges comprises"
    )


FORMS: dict[ReferenceKind, type[ReferenceForm]] = {
    ReferenceKind.LABOUR_SHARE: ShareForm,
    ReferenceKind.HOURLY_COST: CostForm,
}


def form_of(kind: ReferenceKind, typed: Any = None, *, on: date | None = None) -> ReferenceForm:
    """The form of a value, empty from today on."""
    return FORMS[kind](typed) if typed is not None else FORMS[kind](ref_from=on)
