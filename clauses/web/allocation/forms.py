"""What is typed around the lines of a commitment and of a plan, and in an answer?"""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.domain.kinds import DeclineReason, LineState, RelayChoice
from clauses.web.allocation.forms_lines import Lines
from clauses.web.fields import (
    Expected,
    Form,
    HoursField,
    Length,
    TextField,
    WholeField,
    choices_of,
)
from clauses.wording import allocation as words
from clauses.wording import sentences


class WithLines(Form):
    """A form whose lines take part in its refusals and in its summary."""

    lines_form: Lines

    def refuse(self, refusal: Any) -> None:
        rest = []
        for one in getattr(refusal, "refusals", [refusal]):
            field = self.lines_form.field_named(one.field or "")
            if field is None:
                rest.append(one)
            else:
                field.errors = [*field.errors, sentences.refusal(one.code, **one.facts)]
        for one in rest:
            super().refuse(one)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return super().problems + self.lines_form.problems


class DeclarationForm(WithLines):
    relay_choice = RadioField(
        "Au-delà de 240 h par personne en association intermédiaire",
        validators=[Optional()],
        choices=choices_of(RelayChoice),
    )
    company_contact = TextField(
        "Votre interlocuteur pour l'insertion",
        [Expected(), Length(200)],
        description="Nom, fonction, téléphone : cette personne recevra les rappels",
    )
    more_confirmed = BooleanField("Je confirme que nous ferons plus d'heures que l'objectif")
    signatory = BooleanField("Je suis habilité(e) à engager l'entreprise")


class PlanForm(WithLines):
    plan_reason = TextField(
        "Motif de cette version",
        [Expected(), Length(300)],
        description="Pourquoi ce plan, ou pourquoi il change. Lu par l'entreprise.",
    )
    difference_confirmed = BooleanField("Je confirme que le total diffère de l'objectif")

    # « Réaffecter des heures » : rewrites the lines above, which are then proposed like any others.
    move_from = SelectField("De", validate_choice=False, choices=[])
    move_to = SelectField("Vers", validate_choice=False, choices=[])
    move_hours = HoursField("Heures à réaffecter", [Expected()])


class CompletionForm(Form):
    completion = TextAreaField(
        "Ce que l'entreprise doit compléter",
        [Expected(), Length(500)],
        description="Lu par l'entreprise, avec sa déclaration. Pas de nom de participant.",
    )


class AnswerForm(Form):
    answer = RadioField(
        "Réponse",
        validators=[Expected()],
        choices=[
            SelectChoice(LineState.ACCEPTED.value, "J'accepte"),
            SelectChoice(LineState.COUNTERED.value, "Je propose d'autres chiffres"),
            SelectChoice(LineState.DECLINED.value, "Je décline"),
        ],
    )
    answer_hours = HoursField("Heures proposées", [Expected()], description=words.OTHER_FIGURES)
    answer_persons = WholeField("Personnes", [Expected()])
    answer_first = SelectField("De", validate_choice=False, choices=[])
    answer_last = SelectField("À", validate_choice=False, choices=[])
    answer_reason = SelectField(
        "Motif",
        [Expected()],
        choices=choices_of(DeclineReason, empty="Choisir un motif…"),
        description="Si vous déclinez",
        validate_choice=False,
    )
    message = TextAreaField("Message", [Length(500)], description="Pas de nom de participant.")

    def validate(self, **kwargs: Any) -> bool:
        right = super().validate(**kwargs)
        if not self.answer.data:
            self.answer.errors = [sentences.refusal("answer")]
            return False
        return bool(right)

    @property
    def reason(self) -> DeclineReason | None:
        typed = self.answer_reason.data
        return DeclineReason(typed) if typed in set(DeclineReason) else None


__all__ = ["AnswerForm", "CompletionForm", "DeclarationForm", "PlanForm"]
