"""What is typed at the door?"""

from wtforms import EmailField, HiddenField, PasswordField

from clauses.web.fields import Form, Required


class SignInForm(Form):
    email = EmailField(
        "Adresse e-mail professionnelle",
        [Required("Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr.")],
        description="Exemple : prenom.nom@beauvais.fr",
        render_kw={"autocomplete": "username", "autofocus": False},
    )
    password = PasswordField(
        "Mot de passe",
        [Required()],
        render_kw={"autocomplete": "current-password"},
    )
    next_url = HiddenField()
