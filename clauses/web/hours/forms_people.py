"""What is typed about a person, a contract, a proof and a relay?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation

from clauses.actions.hours.immersions import Stay
from clauses.actions.hours.participants import Contract, Person, Verdict
from clauses.domain.errors import DomainError
from clauses.domain.files import PROOFS
from clauses.domain.kinds import ContractType, Gender, Modality, Prescriber
from clauses.domain.kinds_eligibility import (
    SELDOM,
    USUAL,
    EligibilityCategory,
    ImmersionPurpose,
    ProofBasis,
    Reception,
)
from clauses.web.fields import Boxes, CommuneField, DayField, Form, Length, Required, TextField, choices_of
from clauses.web.uploads import UploadField
from clauses.wording import sentences
from clauses.wording.labels import label


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
        if not field.data and not form.p_other.data:
            raise StopValidation(sentences.refusal("p_category", follower=form.follower))


STEPS: tuple[tuple[str, ...], ...] = (
    ("p_duplicate", "p_last_name", "p_first_name", "p_birth", "p_gender", "p_city", "p_qpv", "p_prescriber"),
    ("p_category", "p_other", "p_proof_label", "p_proof", "p_informed"),
    ("k_modality", "k_type", "k_purpose", "k_start", "k_end", "k_tutor", "k_reception"),
)
IMMERSION = "PMSMP"


class ParticipantForm(Form):
    """The three steps of D11: the person, the situation and its proof, the contract and the reception."""

    about_people = True

    follower: str = ""
    modalities: Sequence[Modality] = ()

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

    p_category = Boxes(
        "Situation à l'embauche", [AtLeastOne()], choices=choices_of(EligibilityCategory, without=SELDOM)
    )
    p_other = Boxes("Autres situations", [Optional()], choices=choices_of(EligibilityCategory, without=USUAL))
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
        choices=[*choices_of(ContractType, empty="Choisir…"),
                 SelectChoice(IMMERSION, "Période de mise en situation en milieu professionnel (PMSMP)")],
    )  # fmt: skip
    k_purpose = SelectField(
        "But de la période, pour une PMSMP", [Asked(), Optional()],
        choices=choices_of(ImmersionPurpose, empty="Choisir…"),
        description="Une PMSMP n'est pas payée et ne compte aucune heure. Un mois au plus.",
    )  # fmt: skip
    k_start = DayField("Début", [Required("Indiquez la date de début du contrat.")])
    k_end = DayField("Fin", [Optional()])
    k_tutor = TextField("Tuteur dans l'entreprise", [Length(160)], description="Nom et fonction.")
    k_reception = Boxes("Accueil", [Optional()], choices=choices_of(Reception))

    def person(self) -> Person:
        assert (
            self.p_last_name.data and self.p_first_name.data and self.p_birth.data
        )  # required, and validated
        return Person(
            last_name=self.p_last_name.data, first_name=self.p_first_name.data, birth=self.p_birth.data,
            gender=Gender(self.p_gender.data or Gender.UNSTATED), commune_code=self.p_city.data,
            priority_district=self.p_qpv.data, categories=[*(self.p_category.data or ()), *(self.p_other.data or ())], informed=self.p_informed.data,
            prescriber=Prescriber(self.p_prescriber.data) if self.p_prescriber.data else None,
        )  # fmt: skip

    def contract(self) -> Contract:
        assert self.k_start.data  # required, and validated
        return Contract(
            modality=Modality(self.k_modality.data), contract_type=ContractType(self.k_type.data),
            starts_on=self.k_start.data, ends_on=self.k_end.data, tutor=self.k_tutor.data,
            reception=[Reception(one) for one in self.k_reception.data or ()],
        )  # fmt: skip

    @property
    def is_immersion(self) -> bool:
        return bool(self.k_type.data == IMMERSION)

    def stay(self) -> Stay:
        """The period, when it is a PMSMP."""
        assert self.k_start.data  # required, and validated
        purpose = ImmersionPurpose(self.k_purpose.data) if self.k_purpose.data else None
        return Stay(self.k_start.data, self.k_end.data, purpose, self.k_tutor.data)

    @property
    def named(self) -> tuple[str, str, date]:
        """Who the person is, once the first step is right."""
        return self.p_last_name.data or "", self.p_first_name.data or "", self.p_birth.data or date.min

    def only(self, step: int) -> "ParticipantForm":
        """The fields of one step alone."""
        for names in (names for n, names in enumerate(STEPS, 1) if n != step):
            for name in names:
                del self[name]
        return self

    def reached(self, typed: Mapping[str, Sequence[str]]) -> int:
        """The furthest step that may be opened, given what was kept."""
        return next((n for n, names in enumerate(STEPS, 1) if not set(names) & set(typed)), len(STEPS))

    @property
    def first_wrong(self) -> int:
        """The first step where something is to correct; the last one otherwise."""
        return next(
            (n for n, names in enumerate(STEPS, 1) if any(self[name].errors for name in names)), len(STEPS)
        )

    def offer(self, modalities: list[Modality], follower: str) -> "ParticipantForm":
        """Which modalities this employer has on the lot, and whom to ask in doubt."""
        self.modalities = modalities
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
    elig_issued = DayField(
        "Date d'établissement du document, si elle est différente", [Asked(), Optional()],
        description="Elle dit si le document était assez récent au premier jour de travail.",
    )  # fmt: skip
    elig_ground = SelectField("Situation retenue", [Optional()], choices=[], validate_choice=False)
    elig_basis = SelectField(
        "Preuve", [Optional()], choices=choices_of(ProofBasis), default=ProofBasis.DOCUMENT.value
    )
    elig_reason = TextField(
        "Ce qui manque, le motif du refus, ou pourquoi une attestation suffit", [Asked(), Length(500)],
        description="Lu par l'employeur. N'y écrivez pas la situation de la personne.",
    )  # fmt: skip

    def offer(self, categories: list[EligibilityCategory]) -> "EligibilityForm":
        """The situations declared, to choose from when there are several."""
        self.elig_ground.choices = [
            SelectChoice("", "La première que le document prouve"),
            *(SelectChoice(one.value, label(one)) for one in categories),
        ]
        return self

    @property
    def ground(self) -> EligibilityCategory | None:
        known = {one.value: one for one in EligibilityCategory}
        return known.get(self.elig_ground.data or "")

    @property
    def basis(self) -> ProofBasis:
        return ProofBasis(self.elig_basis.data or ProofBasis.DOCUMENT)
