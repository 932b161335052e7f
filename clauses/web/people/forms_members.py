"""What is typed to invite somebody, to accept an invitation, to sign up and to decide about a request?"""

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from clauses.domain.kinds import BuyerKind, EmployerKind, Rank, Role
from clauses.web.fields import (
    CommuneField,
    Expected,
    Form,
    Length,
    Required,
    SiretField,
    TextField,
    choices_of,
)
from clauses.web.people.forms_accounts import NEW_PASSWORD, EmailForm, IdentityFields, NewPasswordForm

PROFILES = [
    SelectChoice(Role.BUYER.value, "Acheteur public"),
    SelectChoice(Role.COMPANY.value, "Entreprise"),
    SelectChoice(Role.SIAE.value, "Structure d'insertion (SIAE) ou autre employeur"),
    SelectChoice(Role.RESOURCE_PERSON.value, "Personne ressource"),
    SelectChoice(Role.REGIONAL_COORDINATOR.value, "Coordination régionale"),
]
NO_PROFILE = "Choisissez votre profil pour continuer."


class InviteForm(EmailForm):
    rank = RadioField(
        "Ce que cette personne pourra faire",
        [Required("Choisissez un rang.")],
        choices=choices_of(Rank),
        default=Rank.MEMBER.value,
    )


class InviteAnywhereForm(InviteForm):
    organization_id = SelectField("Organisation", [Required("Choisissez une organisation.")], coerce=str)
    role = SelectField(
        "Profil", [Required("Choisissez un profil.")], choices=choices_of(Role, empty="Choisir un profil")
    )


class RankForm(Form):
    rank = SelectField("Rang", [Required("Choisissez un rang.")], choices=choices_of(Rank))


class FirstPasswordForm(NewPasswordForm):
    """A password chosen for the first time."""

    password = PasswordField(
        "Mot de passe",
        [Required("Choisissez un mot de passe d'au moins 12 caractères.")],
        description=NEW_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )


class JoinForm(FirstPasswordForm):
    """Accepting an invitation without an account yet."""

    first_name = IdentityFields.first_name
    last_name = IdentityFields.last_name


class SignUpPasswordForm(FirstPasswordForm):
    accept_terms = BooleanField(
        "J'ai lu comment mes données sont utilisées et j'accepte les conditions d'utilisation du portail.",
        [Expected()],
    )

    def validate_accept_terms(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError("Cochez cette case pour ouvrir votre compte.")


class DecideForm(Form):
    reason = TextAreaField(
        "Motif du refus",
        [Length(500)],
        description="Lu par la personne. Obligatoire pour refuser.",
    )


class ProfileForm(Form):
    """First step."""

    profile = RadioField(
        "Vous êtes", choices=PROFILES, validate_choice=False, validators=[Required(NO_PROFILE)]
    )

    def validate_profile(self, field: RadioField) -> None:
        if field.data not in {choice.value for choice in PROFILES}:
            raise ValidationError(NO_PROFILE)


class OrganizationForm(Form):
    """Second step; `org_kind` and `siae_kind` are asked of the profiles they concern."""

    profile = HiddenField()
    siret = SiretField(
        "Numéro SIRET",
        [Required("Indiquez le numéro SIRET.")],
        description="14 chiffres, avec ou sans espaces. Il figure sur vos factures.",
    )
    org_name = TextField(
        "Nom de l'organisation",
        [Required("Indiquez le nom de l'organisation."), Length(200, 2)],
        description="Tel qu'il figure sur vos documents",
    )
    org_kind = SelectField(
        "Type d'organisation", [Expected()], choices=choices_of(BuyerKind, empty="Choisir un type")
    )
    siae_kind = SelectField(
        "Type de structure", [Expected()], choices=choices_of(EmployerKind, empty="Choisir un type")
    )
    city = CommuneField(
        "Commune",
        [Required("Indiquez la commune.")],
        description="Son nom, par exemple Beauvais, ou son code postal",
    )


class PersonForm(IdentityFields, EmailForm):
    """Third step; what was answered before comes along."""

    profile = HiddenField()
    siret = HiddenField()
    org_name = HiddenField()
    org_kind = HiddenField()
    siae_kind = HiddenField()
    city = HiddenField()
