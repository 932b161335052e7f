"""What is typed of an exit: the steps of its preparation, then what it was?"""

from wtforms import SelectField

from clauses.domain.kinds_cooperation import ExitStep, ExitType
from clauses.web.fields import Boxes, DayField, Expected, Form, choices_of
from clauses.wording.hours import CHOOSE


class StepsForm(Form):
    exit_steps = Boxes("Étapes", choices=choices_of(ExitStep), validate_choice=False)

    @property
    def steps(self) -> list[ExitStep]:
        return [ExitStep(one) for one in self.exit_steps.data or [] if one in set(ExitStep)]


class ExitForm(Form):
    exit_type = SelectField(
        "Sortie", [Expected()], choices=choices_of(ExitType, empty=CHOOSE), validate_choice=False
    )
    exit_day = DayField("Jour de la sortie", [Expected()])

    @property
    def kind(self) -> ExitType | None:
        typed = self.exit_type.data
        return ExitType(typed) if typed in set(ExitType) else None
