"""What is typed about a PASS IAE, and about two fiches of one person?"""

from datetime import date

from wtforms import BooleanField, SelectField

from clauses.actions.hours.merging import Together
from clauses.domain.kinds_eligibility import PassChange
from clauses.web.fields import DayField, Form, Length, Required, TextField, choices_of


class PassForm(Form):
    pass_number = TextField(
        "Numéro du PASS IAE", [Required("Indiquez le numéro du PASS IAE."), Length(20)],
        description="12 chiffres, tels que sur les emplois de l'inclusion.",
    )  # fmt: skip
    pass_start = DayField("Premier jour", [Required("Indiquez le premier jour du PASS IAE.")])

    @property
    def started(self) -> date:
        assert self.pass_start.data  # required, and validated
        return self.pass_start.data


class PassChangeForm(Form):
    change_kind = SelectField(
        "De quoi s'agit-il ?", [Required("Choisissez.")], choices=choices_of(PassChange, empty="Choisir…")
    )
    change_start = DayField("Premier jour", [Required("Indiquez le premier jour.")])
    change_end = DayField("Dernier jour", [Required("Indiquez le dernier jour.")])

    @property
    def days(self) -> tuple[date, date]:
        assert self.change_start.data and self.change_end.data  # required, and validated
        return self.change_start.data, self.change_end.data


class MergeForm(Form):
    about_people = True

    merge_reason = TextField(
        "Comment savez-vous que c'est la même personne ?", [Required("Indiquez comment vous le savez."), Length(300)],
        description="Pièce d'identité vue, confirmation de l'employeur…",
    )  # fmt: skip
    merge_shared = BooleanField("C'est bien la même personne, qui a travaillé aux deux endroits ces mois-là")

    def together(self) -> Together:
        return Together(self.merge_reason.data or "", bool(self.merge_shared.data))
