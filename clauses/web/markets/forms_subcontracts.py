"""What is typed of a subcontractor, of the answer to its declaration and of its end?"""

from wtforms import HiddenField, TextAreaField

from clauses.actions.markets import Named, SubcontractFields
from clauses.web.fields import (
    CommuneField,
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    SiretField,
    TextField,
)
from clauses.web.markets.rows import Expected, Positive, RowForm


class SubcontractForm(Form):
    sub_siret = SiretField(
        "SIRET du sous-traitant", [Expected()], description="14 chiffres, avec ou sans espaces"
    )
    sub_name = TextField(
        "Nom", [Length(200)], description="Seulement si le portail ne connaît pas encore ce SIRET."
    )
    sub_city = CommuneField("Commune", description="Nom, code postal ou code INSEE")
    sub_part = TextField(
        "Prestations sous-traitées", [Expected(), Length(300)],
        description="Par exemple : peinture des logements du bâtiment B",
    )  # fmt: skip
    sub_amount = EurosField(
        "Montant sous-traité HT", [Expected(), Positive("euros_format")], description="Celui de l'acte de sous-traitance (DC4)"
    )  # fmt: skip
    sub_hours = HoursField(
        "Heures d'insertion prévues", [Positive("hours_positive")],
        description="Si le sous-traitant réalise une partie des heures d'insertion",
    )  # fmt: skip
    sub_date = DayField(
        "Accepté le", [Expected()], description="Date de votre signature sur l'acte de sous-traitance"
    )

    def fields(self) -> SubcontractFields:
        return SubcontractFields(
            named=Named(self.sub_siret.data, self.sub_name.data, self.sub_city.data), part=self.sub_part.data,
            amount=self.sub_amount.data, hours=self.sub_hours.data, accepted_on=self.sub_date.data,
        )  # fmt: skip


class SubcontractAnswer(RowForm):
    """The answer to one declaration, or its end; its line is the number of the subcontract."""

    sub_date = DayField("Date", [Expected()])
    sub_reason = TextAreaField(
        "Motif", [Length(500)], filters=[lambda text: (text or "").strip() or None],
        description="Lu par le titulaire et le sous-traitant. Nécessaire pour refuser.",
    )  # fmt: skip
    sub_version = HiddenField()
