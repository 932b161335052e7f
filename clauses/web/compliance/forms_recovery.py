"""What is typed of an action to catch up a lot?"""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from clauses.actions.hours.recovery import Proposal
from clauses.queries.recovery import Doer
from clauses.web.compliance.forms_decisions import CHOOSE, trimmed
from clauses.web.fields import DayField, Expected, Form, HoursField, Length, whole_number
from clauses.wording import recovery as words


class ProposalForm(Form):
    recovery_text = TextAreaField(
        "Ce qui sera fait", [Expected(), Length(1000)], filters=[trimmed],
        description="Par exemple : deux contrats de plus en juin, une mise à disposition à mi-temps. Pas de nom.",
    )  # fmt: skip
    recovery_who = SelectField("Qui s'en charge", [Expected()], validate_choice=False)
    recovery_due = DayField("Au plus tard le", [Expected()])
    recovery_hours = HoursField("Heures attendues")

    def __init__(self, *args: Any, doers: Sequence[Doer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recovery_who.choices = [
            SelectChoice("", CHOOSE), *(SelectChoice(str(one.id), words.doer(one.name, one.capacity)) for one in doers)
        ]  # fmt: skip

    def proposal(self) -> Proposal:
        return Proposal(
            self.recovery_text.data, whole_number(self.recovery_who.data), self.recovery_due.data,
            self.recovery_hours.data,
        )  # fmt: skip


class FinishForm(Form):
    recovery_done = DayField("Faite le", [Expected()])


class DropForm(Form):
    recovery_reason = TextAreaField(
        "Pourquoi l'action est abandonnée", [Expected(), Length(1000)], filters=[trimmed], description="Pas de nom."
    )  # fmt: skip
