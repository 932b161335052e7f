"""What is typed of a letter, and of the code of a certificate?"""

from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from clauses.actions.letters import LetterFields
from clauses.domain.kinds_letters import LetterModel
from clauses.web.compliance.forms_decisions import CHOOSE, member
from clauses.web.fields import (
    Between,
    DayField,
    Expected,
    Form,
    Length,
    Required,
    TextField,
    WholeField,
    choices_of,
    whole_number,
)


class LetterForm(Form):
    """The model and the lot, then what the model alone asks for."""

    letter_model = SelectField(
        "Modèle de courrier",
        [Expected()],
        choices=choices_of(LetterModel, empty=CHOOSE),
        validate_choice=False,
    )
    letter_lot = SelectField("Lot", [Expected()], validate_choice=False)
    meeting_day = DayField("Date du rendez-vous", description="Pour une convocation")
    meeting_place = TextField("Lieu du rendez-vous", [Length(200)], description="Pour une convocation")
    letter_delay = WholeField(
        "Délai du projet de mise en demeure", [Between(5, 90)], description="En jours, 15 par défaut"
    )

    def __init__(self, *args: Any, lots: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter_lot.choices = [
            SelectChoice("", CHOOSE), *(SelectChoice(str(id), name) for id, name in lots)
        ]  # fmt: skip

    def fields(self) -> LetterFields:
        return LetterFields(
            model=member(LetterModel, self.letter_model.data), lot_id=whole_number(self.letter_lot.data),
            meeting_day=self.meeting_day.data, meeting_place=self.meeting_place.data, delay=self.letter_delay.data,
        )  # fmt: skip


class CodeForm(Form):
    code = TextField(
        "Code de vérification",
        [Required("Indiquez le code de vérification."), Length(40)],
        description="Vingt signes écrits en bas de l'attestation",
    )
