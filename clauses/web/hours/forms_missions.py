"""What is typed of a mission, and of what followed a trial placement?"""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.actions.hours.missions import Mission
from clauses.actions.hours.participants import Contract
from clauses.domain.kinds import ContractType, Modality
from clauses.domain.kinds_eligibility import Reception
from clauses.domain.kinds_pathways import TrialResult
from clauses.models.hours import Participant
from clauses.queries.hours_missions import Place
from clauses.web.fields import Boxes, DayField, Expected, Form, Length, Required, TextField, choices_of
from clauses.wording import pathways as words
from clauses.wording.formats import day_short
from clauses.wording.hours import CHOOSE
from clauses.wording.labels import label


class MissionForm(Form):
    """A person already known, on a lot, by a contract."""

    about_people = True

    k_person = SelectField("Personne", [Required("Choisissez la personne.")])
    k_place = SelectField("Lot et modalité", [Required("Choisissez le lot.")])
    k_type = SelectField(
        "Contrat",
        [Required("Choisissez le type de contrat.")],
        choices=choices_of(ContractType, empty=CHOOSE),
    )
    k_start = DayField("Début", [Required("Indiquez la date de début du contrat.")])
    k_end = DayField("Fin", [Optional()], description="Nécessaire pour une période test.")
    k_tutor = TextField("Tuteur dans l'entreprise", [Length(160)], description="Nom et fonction.")
    k_reception = Boxes("Accueil", [Optional()], choices=choices_of(Reception))
    is_test = BooleanField(
        "Cette mission est une période test avant embauche",
        description="La suite vous sera demandée le dernier jour.",
    )

    def __init__(
        self, *args: Any, people: Sequence[Participant], places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.k_person.choices = [
            SelectChoice("", CHOOSE), *(SelectChoice(str(one.id), words.PERSON.format(
                name=f"{one.last_name} {one.first_name}", birth=day_short(one.birth) if one.birth else ""
            )) for one in people)
        ]  # fmt: skip
        self.k_place.choices = [
            SelectChoice("", CHOOSE), *(SelectChoice(one.key, words.PLACE.format(
                ref=one.lot.market.reference, lot=one.lot.number, company=one.company or "", way=label(one.modality),
            )) for one in places)
        ]  # fmt: skip

    def mission(self) -> Mission:
        assert self.k_start.data  # required, and validated
        lot_id, way = self.k_place.data.split(":")
        contract = Contract(
            modality=Modality(way), contract_type=ContractType(self.k_type.data), starts_on=self.k_start.data,
            ends_on=self.k_end.data, tutor=self.k_tutor.data,
            reception=[Reception(one) for one in self.k_reception.data or ()],
        )  # fmt: skip
        return Mission(int(self.k_person.data), int(lot_id), contract, self.is_test.data)


class TrialForm(Form):
    test_result = RadioField(
        "Suite de la période test", [Expected()], choices=choices_of(TrialResult), validate_choice=False
    )

    @property
    def result(self) -> TrialResult | None:
        return {one.value: one for one in TrialResult}.get(self.test_result.data or "")
