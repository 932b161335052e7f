"""What does the resource person of an associated territory type?"""

from wtforms import TextAreaField

from clauses.web.fields import Form
from clauses.web.markets.rows import Expected


class CommentForm(Form):
    comment = TextAreaField(
        "Votre commentaire", [Expected()],
        description="Lu par l'acheteur et par la personne ressource qui rend l'avis. 1 000 caractères au plus.",
    )  # fmt: skip
