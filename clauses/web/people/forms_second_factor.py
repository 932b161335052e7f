"""What is typed to prove a second factor, or to set one up?"""

from wtforms import HiddenField, StringField

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
