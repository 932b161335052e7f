"""What is asked of the directory? A work, a place, a distance and kinds of structures; nothing is compulsory."""

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from clauses.domain.kinds import EmployerKind
from clauses.web.fields import Between, CommuneField, Form, Length, TextField, WholeField
from clauses.wording.labels import expanded, label


class DirectoryForm(Form):
    search_trade = TextField(
        "Métier ou activité", [Length(max=80)], render_kw={"list": "metiers", "autocomplete": "off"}
    )
    search_city = CommuneField("Autour de la commune")
    search_km = WholeField("Rayon en km", [Between(0, 150)], default=30)
    search_kinds = SelectMultipleField(
        "Types de structure",
        choices=[
            SelectChoice(
                kind.value,
                expanded(kind) if expanded(kind) == label(kind) else f"{expanded(kind)} ({label(kind)})",
            )
            for kind in EmployerKind
        ],
        validate_choice=False,  # a kind that the list does not hold is let go: an old link still answers
    )

    @property
    def kinds(self) -> list[EmployerKind]:
        known = {kind.value for kind in EmployerKind}
        return [EmployerKind(value) for value in self.search_kinds.data or [] if value in known]
