"""What is typed to prove a second factor, or to set one up?"""

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from clauses.domain.second_factor import ResetReason
from clauses.web.fields import Form, Required

_CODE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class CodeForm(Form):
    """The second step of a sign-in."""

    otp_code = StringField(
        "Code de vérification",
        [Required("Saisissez le code affiché par votre application, ou un code de secours.")],
        description="Les 6 chiffres de votre application, ou un de vos codes de secours (ABCD-EFGH-JKMN-PQRS).",
        render_kw={**_CODE, "maxlength": "40"},
    )
    next_url = HiddenField()


class SetUpForm(Form):
    """The first code of an application that is being set up."""

    otp_code = StringField(
        "Code à 6 chiffres",
        [Required("Saisissez les 6 chiffres affichés par votre application.")],
        description="L'application en affiche un nouveau toutes les 30 secondes.",
        render_kw={**_CODE, "inputmode": "numeric", "maxlength": "20"},
    )


class PasskeyForm(Form):
    """A new passkey: the browser adds its answer, the person says which device it is."""

    key_name = StringField(
        "Nom de la clé",
        [Required("Donnez un nom à cette clé, par exemple Ordinateur du bureau.")],
        description="Pour la reconnaître plus tard, par exemple « Ordinateur du bureau ».",
        render_kw={"maxlength": "60"},
    )


class ResetForm(Form):
    """Why the factors of somebody are taken away, and how it was made sure that they ask for it."""

    reset_reason = RadioField(
        "Motif",
        [Required("Indiquez le motif de la réinitialisation.")],
        choices=[
            SelectChoice(ResetReason.LOST, "Téléphone ou clé perdus, codes de secours aussi"),
            SelectChoice(ResetReason.STOLEN, "Téléphone ou clé volés"),
            SelectChoice(ResetReason.BROKEN, "Appareil remplacé ou en panne"),
        ],
        validate_choice=True,
    )
    reset_checked = BooleanField(
        "J'ai vérifié, de vive voix, que cette personne le demande.", render_kw={"aria-required": "true"}
    )

    def validate_reset_checked(self, box: BooleanField) -> None:
        if not box.data:
            raise ValidationError("Vérifiez de vive voix que la personne le demande, puis cochez cette case.")
