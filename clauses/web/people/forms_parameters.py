"""What is typed to date a value of a rule?"""

from wtforms import IntegerField

from clauses.web.fields import (
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    PercentField,
    Required,
    TextField,
)

FROM = "Demain ou plus tard, sous la forme jj/mm/aaaa"


class _ParameterForm(Form):
    param_from = DayField("Prend effet le", [Required("Indiquez la date d'effet.")], description=FROM)
    param_reason = TextField(
        "Motif", [Required("Indiquez le motif : il est montré avec la valeur."), Length(500, 5)]
    )


class HoursForm(_ParameterForm):
    param_value = HoursField("Nouvelle valeur", [Required("Indiquez la valeur.")], description="En heures")


class EurosForm(_ParameterForm):
    param_value = EurosField("Nouvelle valeur", [Required("Indiquez la valeur.")], description="En euros")


class PercentForm(_ParameterForm):
    param_value = PercentField("Nouvelle valeur", [Required("Indiquez la valeur.")], description="En %")


class NumberForm(_ParameterForm):
    param_value = IntegerField(
        "Nouvelle valeur", [Required("Indiquez la valeur.")], description="Un nombre entier"
    )


def form_of(name: str) -> type[HoursForm] | type[EurosForm] | type[PercentForm] | type[NumberForm]:
    """The form of a value, by the unit that its name carries."""
    if name.endswith("_cents"):
        return EurosForm
    if name.endswith("_bp"):
        return PercentForm
    return HoursForm if name.endswith(("hours", "_over")) else NumberForm
