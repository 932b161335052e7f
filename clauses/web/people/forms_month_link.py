"""What is answered for a month from the link of a letter?"""

from wtforms import BooleanField, HiddenField

from clauses.web.fields import Form, TextField


class MonthLinkForm(Form):
    """« Rien à signaler », or « aucune heure » and why."""

    answer = HiddenField()
    r_honour = BooleanField("Je certifie l'exactitude de ces heures.")
    nil_comment = TextField(
        "Pourquoi aucune heure ce mois-ci ?",
        description="Par exemple : chantier pas commencé, arrêt de chantier.",
    )
