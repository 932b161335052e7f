"""What is typed about an organization: a new one, a day of closing, the one it is merged with?"""

from wtforms import HiddenField, SelectField

from clauses.domain.kinds import BuyerKind, EmployerKind, OrganizationKind
from clauses.web.fields import (
    CommuneField,
    DayField,
    Form,
    Length,
    Required,
    SiretField,
    TextField,
    choices_of,
)

REASON = [Required("Indiquez le motif."), Length(500, 5)]


class NewOrganizationForm(Form):
    name = TextField("Nom", [Required(), Length(200)])
    kind = SelectField("Nature", [Required("Choisissez une nature.")], choices=choices_of(OrganizationKind, empty="Choisir une nature"))  # fmt: skip
    employer_kind = SelectField("Type de structure d'insertion", choices=choices_of(EmployerKind, empty="Aucun"), default="")  # fmt: skip
    buyer_kind = SelectField("Type d'acheteur", choices=choices_of(BuyerKind, empty="Aucun"), default="")
    siret = SiretField("SIRET", [Required()], description="14 chiffres")
    commune = CommuneField("Commune", [Required()], description="Nom ou code postal")


class CloseForm(Form):
    closed_on = DayField("Fermée à partir du", [Required("Indiquez la date de fermeture.")])
    close_reason = TextField("Motif", REASON)


class MergeForm(Form):
    survivor = TextField(
        "Organisation à conserver", [Required("Indiquez l'organisation à conserver.")],
        description="Son SIRET, ou le numéro de sa page",
    )  # fmt: skip


class ConfirmMergeForm(Form):
    survivor = HiddenField()
    merge_reason = TextField("Motif de la fusion", REASON)
