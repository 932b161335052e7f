"""What is typed about a relay: the proposal, the answers, the hand-over?"""

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from clauses.actions.hours.earlier import Earlier
from clauses.domain.kinds import DeclineReason, OverrideReason
from clauses.domain.kinds_relays import PlacedWith
from clauses.web.fields import DayField, Form, HoursField, Length, Required, TextField, choices_of
from clauses.web.hours.forms_people import Asked
from clauses.wording import sentences


class RelayForm(Form):
    """Which ETTI takes over, and when."""

    about_people = True

    relay_to = SelectField(
        "ETTI qui prendra le relais", [Required(sentences.refusal("relay_to"))], validate_choice=False,
        description="De la plus proche à la plus éloignée.",
    )  # fmt: skip
    relay_date = DayField("Premier jour prévu en ETTI", [Required(sentences.refusal("relay_date"))])


class DeclineForm(Form):
    """Why the ETTI does not take the person."""

    relay_decline = SelectField(
        "Pourquoi ce relais n'est-il pas possible ?", [Required(sentences.refusal("relay_decline"))],
        choices=choices_of(DeclineReason, empty="Choisir…"),
    )  # fmt: skip


class ConsentForm(Form):
    """The person says yes."""

    relay_agreed = BooleanField("La personne est d'accord", [Required(sentences.refusal("relay_agreed"))])
    relay_agreed_on = DayField(
        "Jour de son accord", [Optional()], description="Aujourd'hui si vous laissez vide."
    )


class CancelForm(Form):
    """Why a proposal is taken back."""

    about_people = True

    relay_cancel = TextField(
        "Pourquoi l'annuler ?", [Required(sentences.refusal("relay_cancel")), Length(300)],
        description="Lu par les deux structures. N'y écrivez rien de la vie privée de la personne.",
    )  # fmt: skip


class HandOverForm(Form):
    """The mission contract is signed."""

    relay_start = DayField("Premier jour en ETTI", [Required(sentences.refusal("relay_date"))])
    relay_end = BooleanField("Le contrat de l'association intermédiaire sur ce lot prend fin la veille")


class OverrideForm(Form):
    """Why the person stays in the AI."""

    override_reason = SelectField(
        "Motif de dérogation", [Required(sentences.refusal("relay_override"))],
        choices=choices_of(OverrideReason, empty="Choisir…"),
    )  # fmt: skip


class EarlierForm(Form):
    """Hours done in an AI before the portal, or outside its lots."""

    about_people = True

    earlier_hours = HoursField(
        "Nombre d'heures", [Required("Indiquez un nombre d'heures ; 0 si la personne n'en a fait aucune.")],
        description="Heures de mise à disposition, par exemple 120 ou 35,5. Tapez 0 si la personne n'en a fait aucune.",
    )  # fmt: skip
    earlier_association = TextField("Association intermédiaire", [Asked(), Length(160)])
    earlier_placed_with = SelectField(
        "Chez qui ?", [Optional()], choices=choices_of(PlacedWith), default=PlacedWith.COMPANY.value,
        description="Les heures chez un particulier, une association ou une collectivité sont comptées à part.",
    )  # fmt: skip
    earlier_first = DayField("Premier jour", [Asked(), Optional()])
    earlier_last = DayField("Dernier jour", [Asked(), Optional()])
    earlier_proof = TextField(
        "Document qui le prouve", [Asked(), Length(120)],
        description="Attestation, contrats, bulletins… Vous le gardez : il n'est pas déposé ici.",
    )  # fmt: skip
    earlier_proof_on = DayField("Date de ce document", [Asked(), Optional()])
    earlier_apart = BooleanField("Ces heures ne sont pas déjà saisies sur un lot du portail")

    def earlier(self) -> Earlier:
        return Earlier(
            hours=self.earlier_hours.data or 0, association=self.earlier_association.data,
            placed_with=PlacedWith(self.earlier_placed_with.data or PlacedWith.COMPANY),
            first_day=self.earlier_first.data, last_day=self.earlier_last.data, proof_label=self.earlier_proof.data,
            proof_on=self.earlier_proof_on.data, apart=self.earlier_apart.data,
        )  # fmt: skip


class WithdrawForm(Form):
    """Why a declaration counts no more."""

    about_people = True

    earlier_reason = TextField(
        "Pourquoi retirer cette déclaration ?", [Required("Indiquez pourquoi cette déclaration est retirée."), Length(300)]
    )  # fmt: skip


class HeldForm(Form):
    """Why hours beyond the legal ceiling do not count."""

    about_people = True

    held_reason = TextField("Motif, si elles ne comptent pas", [Asked(), Length(300)])
