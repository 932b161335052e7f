"""What is typed to be away for a while, or to divide the region?"""

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.validators import Regexp

from clauses.models.people import User
from clauses.web.fields import DayField, Expected, Form, Length, Required, TextField
from clauses.wording import sentences
from clauses.wording import territories as words


class AbsenceForm(Form):
    absence_from = DayField("Absence du", [Expected()])
    absence_to = DayField("Au", [Expected()], description="Dernier jour de l'absence, par exemple 15/06/2026")
    deputy = SelectField(
        "Remplacement par", [Expected()], description="Les demandes vont à la personne choisie."
    )

    def offer(self, people: Iterable[User]) -> "AbsenceForm":
        self.deputy.choices = [
            ("", "Choisir"),
            ("region", words.KEEP),
            *((str(one.id), one.name) for one in people),
        ]
        return self


class TerritoryForm(Form):
    tr_code = TextField(
        "Code",
        [
            Required("Indiquez un code court, par exemple T7."),
            Length(10),
            Regexp(r"^[0-9A-Za-z]+$", message=sentences.refusal("territory_code_letters")),
        ],
    )
    tr_name = TextField("Nom du territoire", [Required(), Length(120)])


class DivisionForm(Form):
    PAST = "Choisissez une date à venir ou aujourd'hui : un découpage ne s'applique jamais au passé."
    tr_from = DayField("Applicable à partir du", [Required(PAST)])
