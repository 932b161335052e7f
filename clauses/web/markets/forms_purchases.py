"""What does a buyer say of what it spends in a year?"""

from clauses.web.fields import Between, EurosField, Form, Positive, Required, WholeField
from clauses.web.markets.rows import MOST_EUROS
from clauses.wording import formats, sentences


class PurchasesForm(Form):
    purchases_year = WholeField("Année", [Required(), Between(2000, 2100)])
    purchases_amount = EurosField(
        "Total de vos achats de l'année, HT",
        [Required(sentences.refusal("euros_format")), Positive("euros_format"),
         Between(100, MOST_EUROS, formats.euros)],
        description="Tous achats soumis au code de la commande publique, par exemple 62 M€",
    )  # fmt: skip
