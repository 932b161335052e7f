"""What is looked for in the journal?"""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from clauses.queries.people.journal import Asked
from clauses.web.fields import DayField, Form, Length, TextField, WholeField
from clauses.wording import journal as words


def choices(every: str, known: dict[str, str]) -> list[SelectChoice]:
    return [
        SelectChoice("", every),
        *(SelectChoice(*one) for one in sorted(known.items(), key=lambda pair: pair[1])),
    ]


class JournalForm(Form):
    who = TextField("Personne", [Length(80)], description="Nom ou adresse e-mail")
    organization = TextField("Organisation", [Length(80)], description="Nom ou SIRET")
    act = SelectField("Action", choices=choices("Toutes", words.ACTS), default="")
    kind = SelectField("Objet", choices=choices("Tous", words.OBJECTS), default="")  # fmt: skip
    number = WholeField("Numéro de l'objet", description="Celui de l'adresse de sa page")
    start = DayField("Du", description="Sous la forme jj/mm/aaaa")
    end = DayField("Au", description="Sous la forme jj/mm/aaaa")

    def asked(self) -> Asked:
        return Asked(
            (self.who.data or "").strip(), (self.organization.data or "").strip(), self.act.data or "",
            self.kind.data or "", self.number.data, self.start.data, self.end.data,
        )  # fmt: skip
