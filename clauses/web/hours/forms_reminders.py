"""What is typed of a call that was made, and of the day until which reminders wait?"""

from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from clauses.actions.hours.reminders import LONGEST_NOTE, Call
from clauses.web.fields import DayField, Expected, Form, Length, whole_number
from clauses.wording.hours import CHOOSE


class CallForm(Form):
    call_who = SelectField("Organisation appelée", [Expected()], validate_choice=False)
    call_day = DayField("Jour de l'appel", [Expected()])
    call_note = TextAreaField(
        "Ce qui a été dit", [Expected(), Length(LONGEST_NOTE)], filters=[lambda text: (text or "").strip()],
        description="En une phrase, sans le nom d'un participant. « Pas de réponse » convient.",
    )  # fmt: skip

    def __init__(self, *args: Any, who: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [SelectChoice(str(id), name) for id, name in who]
        self.call_who.choices = choices if len(who) == 1 else [SelectChoice("", CHOOSE), *choices]

    def organization_id(self) -> int | None:
        return whole_number(self.call_who.data)

    def call(self) -> Call:
        return Call(self.call_day.data, self.call_note.data)


class PauseForm(Form):
    pause_until = DayField("Suspendre jusqu'au", [Expected()])
