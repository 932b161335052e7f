"""What is typed of an appointment?"""

from clauses.web.fields import DayField, Expected, Form, Length, TextField, TimeField


class AppointmentForm(Form):
    rdv_day = DayField("Jour", [Expected()])
    rdv_hour = TimeField("Heure", description="Par exemple 14 h 30 ; laissez vide pour la journée")
    rdv_title = TextField(
        "Objet", [Expected(), Length(120)],
        description="Vos collègues le lisent, et votre agenda s'il est abonné. Aucun nom de participant.",
    )  # fmt: skip
    rdv_place = TextField("Lieu", [Length(160)])
