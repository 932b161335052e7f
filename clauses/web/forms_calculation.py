"""What is typed, or sent by a program, to size the hours of a lot?"""

from datetime import date
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from clauses.reference import trades
from clauses.web.fields import (
    Between,
    CommuneField,
    EurosField,
    Expected,
    Form,
    PercentField,
    Positive,
    Told,
    WholeField,
)
from clauses.wording import formats

MOST_EUROS = 10**12  # 10^10 euros, in cents: beyond, it is a slip of the keyboard


class CalculatorForm(Form):
    """The public calculation; nothing is kept."""

    lot_amount = EurosField(
        "Montant du lot HT", [Expected(), Positive("euros_format")], description="En euros, hors taxes"
    )
    trade = SelectField("Corps d'état ou activité", choices=[], validate_choice=False,
                        description="Propose une part de main-d'œuvre")  # fmt: skip
    labour_share = PercentField(
        "Part de main-d'œuvre", [Expected(), Between(100, 10000, formats.rate)],
        description="En % du montant. Proposée selon le corps d'état.",
    )  # fmt: skip
    hourly_cost = EurosField(
        "Coût horaire moyen chargé", [Expected(), Between(1500, 12000, formats.euros)], description="En euros"
    )
    integration_rate = PercentField(
        "Part réservée à l'insertion", [Expected(), Between(50, 10000, formats.rate)],
        description="En % des heures travaillées. Repères : 5 % (ANRU), 5 à 10 % le plus souvent.",
    )  # fmt: skip
    exec_months = WholeField("Durée en mois", [Between(1, 96)], description="Hors période de garantie")
    search_city = CommuneField(
        "Commune d'exécution",
        description="Pour comparer ce volume, avec la durée, aux heures que les structures du territoire annoncent",
    )

    def __init__(self, formdata: Any, on: date) -> None:
        super().__init__(formdata)
        offered = [SelectChoice(one.code, one.label, optgroup=one.group) for one in trades.trades(on)]
        self.trade.choices = [SelectChoice("", "Choisissez"), *offered]
        self.on = on

    def validate_lot_amount(self, field: EurosField) -> None:
        if field.data is not None and field.data > MOST_EUROS:
            raise ValidationError(Told("number_range", min=formats.euros(1), max=formats.euros(MOST_EUROS)))

    def validate_trade(self, field: SelectField) -> None:
        if field.data and trades.trade(field.data, self.on) is None:
            raise ValidationError(Told("trade_unknown"))
