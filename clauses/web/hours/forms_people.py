"""What is typed about a person, a contract, a proof and a relay?"""

from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from clauses.actions.hours.participants import Contract, Person, Verdict
from clauses.domain.errors import DomainError
from clauses.domain.files import PROOFS
from clauses.domain.kinds import (
    ContractType,
    EligibilityCategory,
    Gender,
    Modality,
    Prescriber,
)
from clauses.web.fields import CommuneField, DayField, Form, Length, Required, TextField, choices_of
from clauses.web.uploads import UploadField
from clauses.wording import sentences
from clauses.wording.labels import label


class Boxes(SelectMultipleField):
    """Several answers among boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Asked:
    """Asked in one of the cases that the label names; the action says when it is missing."""

    field_flags = {"conditional": True}

    def __call__(self, form: Any, field: Field) -> None: ...


def _informed(form: Any, field: Field) -> None:
    if not field.data:
        raise StopValidation(sentences.refusal("p_informed"))


class AtLeastOne:
    """At least one situation; the sentence names whom to ask in doubt."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data:
            raise StopValidation(sentences.refusal("p_category", follower=form.follower))


class ParticipantForm(Form):
    """The three parts of D11 on one page."""

    about_people = True

    follower: str = ""

    p_last_name = TextField(
        "Nom",
        [Required("Indiquez le nom de la personne."), Length(80)],
        description="Comme sur la pièce d'identité.",
    )
    p_first_name = TextField("Prénom", [Required("Indiquez son prénom."), Length(80)])
    p_birth = DayField("Date de naissance", [Required("Indiquez sa date de naissance.")])
    p_gender = RadioField(
        "Sexe", [Optional()], choices=choices_of(Gender), default=Gender.UNSTATED.value,
        description="Sert aux statistiques.",
    )  # fmt: skip
    p_city = CommuneField("Commune de résidence à l'entrée", [Optional()])
    p_qpv = BooleanField("La personne habite un quartier prioritaire (QPV)")
    p_prescriber = SelectField("Orienté par", [Optional()], choices=choices_of(Prescriber, empty="Choisir…"))
    p_duplicate = RadioField(
        "Est-ce la même personne ?", [Asked(), Optional()], choices=[], validate_choice=False
    )

    p_category = Boxes("Situation à l'embauche", [AtLeastOne()], choices=choices_of(EligibilityCategory))
    p_proof_label = TextField(
        "Nature du justificatif", [Length(120)],
        description="Attestation France Travail, notification RSA, PASS IAE…",
    )  # fmt: skip
    p_proof = UploadField(
        "Justificatif de situation",
        description="PDF, JPG ou PNG, 10 Mo au plus. La date d'effet doit précéder l'embauche. Vous pouvez aussi le "
        "déposer plus tard.",
        accepted=PROOFS,
    )
    p_informed = BooleanField(
        "La personne a été informée de l'usage de ses données",
        [_informed],
        description="Notice à remettre à la personne.",
    )

    k_modality = SelectField("Modalité", [Required("Choisissez la modalité.")])
    k_type = SelectField(
        "Contrat",
        [Required("Choisissez le type de contrat.")],
        choices=choices_of(ContractType, empty="Choisir…"),
    )
    k_start = DayField("Début", [Required("Indiquez la date de début du contrat.")])
    k_end = DayField("Fin", [Optional()])
    k_tutor = TextField("Tuteur dans l'entreprise", [Length(160)], description="Nom et fonction.")

    def person(self) -> Person:
        assert (
            self.p_last_name.data and self.p_first_name.data and self.p_birth.data
        )  # required, and validated
        return Person(
            last_name=self.p_last_name.data, first_name=self.p_first_name.data, birth=self.p_birth.data,
            gender=Gender(self.p_gender.data or Gender.UNSTATED), commune_code=self.p_city.data,
            priority_district=self.p_qpv.data, categories=self.p_category.data, informed=self.p_informed.data,
            prescriber=Prescriber(self.p_prescriber.data) if self.p_prescriber.data else None,
        )  # fmt: skip

    def contract(self) -> Contract:
        assert self.k_start.data  # required, and validated
        return Contract(
            modality=Modality(self.k_modality.data), contract_type=ContractType(self.k_type.data),
            starts_on=self.k_start.data, ends_on=self.k_end.data, tutor=self.k_tutor.data,
        )  # fmt: skip

    def offer(self, modalities: list[Modality], follower: str) -> "ParticipantForm":
        """Which modalities this employer has on the lot, and whom to ask in doubt."""
        self.k_modality.choices = [SelectChoice(m.value, label(m)) for m in modalities]
        self.follower = follower
        return self

    def refuse(self, refusal: DomainError) -> None:
        """A likely double becomes a question, with the answers that the sentence calls for."""
        if refusal.code == "p_duplicate":
            self.p_duplicate.choices = [
                SelectChoice(str(refusal.facts["participant_id"]), "Oui, c'est la même personne"),
                SelectChoice("new", "Non, c'est un homonyme"),
            ]
        super().refuse(refusal)


class ProofForm(Form):
    """The document that was missing."""

    about_people = True

    p_proof = UploadField(
        "Justificatif de situation", description="PDF, JPG ou PNG, 10 Mo au plus.", accepted=PROOFS
    )
    p_proof_label = TextField("Nature du justificatif", [Length(120)])


class EligibilityForm(Form):
    elig_decision = RadioField(
        "Décision", [Required("Choisissez une décision.")],
        choices=[
            SelectChoice(Verdict.VALIDATE.value, "Éligible"), SelectChoice(Verdict.TO_COMPLETE.value, "À compléter"),
            SelectChoice(Verdict.REFUSE.value, "Refusée"),
        ],
    )  # fmt: skip
    elig_from = DayField("Date d'effet du document, si la personne est éligible", [Asked(), Optional()])
    elig_reason = TextField(
        "Ce qui manque, ou le motif du refus", [Asked(), Length(500)],
        description="Lu par l'employeur. N'y écrivez pas la situation de la personne.",
    )  # fmt: skip
