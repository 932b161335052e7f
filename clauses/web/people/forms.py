"""What is typed at the door, and to find who follows a commune?"""

from wtforms import EmailField, HiddenField, PasswordField

from clauses.web.fields import CommuneField, Form, Required


class SignInForm(Form):
    email = EmailField(
        "Adresse e-mail professionnelle",
        [Required("Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr.")],
        description="Exemple : prenom.nom@beauvais.fr",
        render_kw={"autocomplete": "username", "autofocus": False},
    )
    password = PasswordField(
        "Mot de passe",
        [Required("Saisissez votre mot de passe.")],
        render_kw={"autocomplete": "current-password"},
    )
    next_url = HiddenField()


class FindForm(Form):
    """The resource person of a commune; asked by GET, so that the answer has an address."""

    search_city = CommuneField(
        "Commune du marché ou du chantier", [Required("Indiquez une commune, par exemple Beauvais.")]
    )
