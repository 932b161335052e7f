"""What is typed about oneself: contact details, a password, a new address?"""

from wtforms import BooleanField, EmailField, HiddenField, PasswordField

from clauses.domain import passwords
from clauses.domain.errors import Refused
from clauses.reference import common_passwords
from clauses.web.contacts import Email, Phone
from clauses.web.fields import Form, Length, Required, TextField

NEW_PASSWORD = "12 caractères au moins. Une phrase de quelques mots convient très bien."
NEW_PASSWORD_ADMINISTRATOR = "16 caractères au moins. Une phrase de quelques mots convient très bien."


class NewPasswordForm(Form):
    """The base of every form where a password is chosen."""

    password = PasswordField(
        "Nouveau mot de passe",
        [Required("Choisissez un mot de passe d'au moins 12 caractères.")],
        description=NEW_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )

    def expect(self, administrator: bool) -> None:
        """Say how long the password of this person must be."""
        if administrator:
            self.password.description = NEW_PASSWORD_ADMINISTRATOR

    def judge(self, *context: str, administrator: bool = False) -> bool:
        """Whether the form is right and the password good enough for this person."""
        self.expect(administrator)
        if not self.validate():
            return False
        try:
            passwords.check(
                self.password.data or "", least=passwords.minimum(administrator), context=context,
                is_common=common_passwords.is_common,
            )  # fmt: skip
        except Refused as refusal:
            self.refuse(refusal)
            return False
        return True


class CurrentPasswordForm(Form):
    current_password = PasswordField(
        "Mot de passe actuel",
        [Required("Saisissez votre mot de passe actuel.")],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(CurrentPasswordForm, NewPasswordForm):
    """The present password, then the new one."""


class ConfirmForm(CurrentPasswordForm):
    next_url = HiddenField()


class EmailForm(Form):
    email = EmailField(
        "Adresse e-mail professionnelle",
        [Required("Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr."), Email()],
        description="Exemple : prenom.nom@beauvais.fr",
        render_kw={"autocomplete": "email", "maxlength": 254},
    )


class IdentityFields:
    first_name = TextField(
        "Prénom", [Required("Indiquez votre prénom."), Length(80)], render_kw={"autocomplete": "given-name"}
    )
    last_name = TextField(
        "Nom", [Required("Indiquez votre nom."), Length(80)], render_kw={"autocomplete": "family-name"}
    )
    job_title = TextField(
        "Fonction",
        [Length(120)],
        description="Exemple : responsable de la commande publique",
        render_kw={"autocomplete": "organization-title"},
    )
    phone = TextField(
        "Téléphone",
        [Phone()],
        description="10 chiffres, par exemple 03 44 12 34 56",
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


class KeyboardForm(Form):
    shortcuts = BooleanField(
        "Utiliser les raccourcis clavier",
        description="Une lettre suffit alors, sur les pages qui le proposent : validation des relevés, files d'attente.",
    )


class IdentityForm(IdentityFields, Form):
    pass
