"""What is typed of a difficulty, of its answer and of a visit?"""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.actions.hours.follow_up import Seen, Told
from clauses.domain.kinds_follow_up import DifficultyKind, VisitKind, VisitPoint
from clauses.web.fields import Boxes, DayField, Expected, Form, Length, TextField, choices_of, whole_number
from clauses.wording.hours import CHOOSE


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _member(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


class DifficultyForm(Form):
    diff_kind = RadioField(
        "De quoi s'agit-il ?", [Expected()], choices=choices_of(DifficultyKind), validate_choice=False
    )
    diff_text = TextAreaField(
        "En quelques mots", [Expected(), Length(1000)], filters=[_trimmed],
        description="Pas d'information de santé ni de vie privée, et pas de nom.",
    )  # fmt: skip
    diff_person = SelectField("La personne concernée", [Optional()], validate_choice=False)
    diff_call = BooleanField("Je souhaite être rappelé(e)")

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.diff_person.choices = [
            SelectChoice("", "Personne en particulier"), *(SelectChoice(str(id), name) for id, name in people)
        ]  # fmt: skip

    def told(self) -> Told:
        return Told(
            _member(DifficultyKind, self.diff_kind.data), self.diff_text.data, whole_number(self.diff_person.data),
            self.diff_call.data,
        )  # fmt: skip


class AnswerDifficultyForm(Form):
    diff_answer = TextAreaField(
        "Votre réponse", [Expected(), Length(1000)], filters=[_trimmed],
        description="Ce qui a été fait ou convenu. Pas d'information de santé, et pas de nom.",
    )  # fmt: skip


class VisitForm(Form):
    visit_lot = SelectField("Lot", [Expected()], validate_choice=False)
    visit_kind = SelectField(
        "Nature", [Expected()], choices=choices_of(VisitKind, empty=CHOOSE), validate_choice=False
    )
    visit_date = DayField("Date", [Expected()])
    visit_with = TextField(
        "Personnes rencontrées", [Expected(), Length(300)],
        description="Par leur fonction : conductrice de travaux, tuteur…",
    )  # fmt: skip
    visit_points = Boxes("Points vérifiés", choices=choices_of(VisitPoint), validate_choice=False)
    visit_needs = TextAreaField(
        "Besoins de recrutement de l'entreprise", [Length(1000)], filters=[_trimmed],
        description="Pas d'information de santé.",
    )  # fmt: skip
    visit_next = TextAreaField("Suite à donner", [Length(1000)], filters=[_trimmed])

    def __init__(self, *args: Any, lots: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit_lot.choices = [
            SelectChoice("", CHOOSE), *(SelectChoice(str(id), words) for id, words in lots)
        ]  # fmt: skip

    def seen(self) -> Seen:
        points = [one for value in self.visit_points.data or [] if (one := _member(VisitPoint, value))]
        return Seen(
            whole_number(self.visit_lot.data), _member(VisitKind, self.visit_kind.data), self.visit_date.data,
            _trimmed(self.visit_with.data), points, self.visit_needs.data or None, self.visit_next.data or None,
        )  # fmt: skip
