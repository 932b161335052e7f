"""What is typed about a request on personal data, its answer, a dispute?"""

from wtforms import EmailField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from clauses.domain.kinds_personal_data import DataRequestKind, IdentityCheck, RefusalGround
from clauses.web.contacts import Email
from clauses.web.fields import DayField, Form, Length, Required, TextField, WholeField, choices_of


class AskForm(Form):
    """Anybody, from the public page."""

    d_kind = RadioField(
        "Votre demande", [Required("Choisissez votre demande.")], choices=choices_of(DataRequestKind)
    )
    d_name = TextField("Prénom et nom", [Required("Indiquez votre prénom et votre nom."), Length(160)])
    d_email = EmailField(
        "Adresse e-mail", [Required("Indiquez votre adresse e-mail."), Length(254), Email()],
        description="Pour vous répondre. Elle ne sert à rien d'autre.",
    )  # fmt: skip
    d_message = TextAreaField(
        "Votre message", [Required("Écrivez votre demande en quelques mots."), Length(2000)],
        description="Dites qui vous emploie ou vous a employé. N'écrivez ni numéro de sécurité sociale, ni information "
        "de santé.",
    )  # fmt: skip


class RecordForm(AskForm):
    """A request that came by another way."""

    d_email = EmailField("Adresse e-mail", [Optional(), Length(254), Email()])
    d_message = TextAreaField("Ce que la personne demande", [Required("Résumez la demande."), Length(2000)])
    received_on = DayField(
        "Reçue le", [Required("Indiquez le jour où la demande a été reçue.")],
        description="Le délai d'un mois court à partir de ce jour.",
    )  # fmt: skip


class IdentifyForm(Form):
    """Who asks: a participant by names and birth, or an account by its address."""

    i_last_name = TextField("Nom", [Length(80)])
    i_first_name = TextField("Prénom", [Length(80)])
    i_birth = DayField("Date de naissance", [Optional()])
    i_email = EmailField("Ou l'adresse de son compte", [Optional(), Length(254)])
    i_check = RadioField(
        "Comment l'identité a été vérifiée", [Required("Dites comment vous avez vérifié l'identité.")],
        choices=choices_of(IdentityCheck),
    )  # fmt: skip


class AnswerForm(Form):
    """What is answered."""

    a_text = TextAreaField("Réponse à la personne", [Length(2000)])
    a_ground = SelectField(
        "Motif d'un refus", [Optional()], choices=choices_of(RefusalGround, empty="Pas de refus")
    )


class HoldForm(Form):
    """A dispute on a lot or about a person."""

    l_reference = TextField("Référence du marché", [Length(60)])
    l_lot = WholeField("Numéro du lot", [Optional()])
    l_person = WholeField("Ou numéro de la personne", [Optional()])
    l_reason = TextField("Motif", [Required("Indiquez le motif du litige."), Length(300)])
