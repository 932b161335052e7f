"""What is typed of a person in pathway: who, by which contract, what comes next, a skill, an agreement?"""

from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.actions.hours.participants import Person
from clauses.actions.hours.pathways import OwnContract, Skill
from clauses.domain.errors import DomainError
from clauses.domain.kinds import ContractType, Gender
from clauses.domain.kinds_pathways import NextStep, SkillLevel
from clauses.web.fields import (
    DayField,
    Expected,
    Form,
    HoursField,
    Length,
    Required,
    TextField,
    choices_of,
    whole_number,
)
from clauses.wording.hours import CHOOSE


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _member(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


class PathwayForm(Form):
    """Somebody employed on no lot."""

    about_people = True

    p_last_name = TextField(
        "Nom", [Required("Indiquez le nom de la personne."), Length(80)], description="Comme sur la pièce d'identité."
    )  # fmt: skip
    p_first_name = TextField("Prénom", [Required("Indiquez son prénom."), Length(80)])
    p_birth = DayField("Date de naissance", [Required("Indiquez sa date de naissance.")])
    p_duplicate = RadioField(
        "Est-ce la même personne ?", [Expected(), Optional()], choices=[], validate_choice=False
    )
    k_type = SelectField(
        "Contrat",
        [Required("Choisissez le type de contrat.")],
        choices=choices_of(ContractType, empty=CHOOSE),
    )
    k_start = DayField("Début", [Required("Indiquez la date de début du contrat.")])
    k_end = DayField("Fin", [Optional()])
    k_weekly = HoursField("Heures par semaine", [Optional()])
    p_informed = BooleanField(
        "La personne a été informée de l'usage de ses données", description="Notice à remettre à la personne."
    )

    def person(self) -> Person:
        assert (
            self.p_last_name.data and self.p_first_name.data and self.p_birth.data
        )  # required, and validated
        return Person(
            last_name=self.p_last_name.data, first_name=self.p_first_name.data, birth=self.p_birth.data,
            gender=Gender.UNSTATED, commune_code=None, priority_district=False, prescriber=None, categories=(),
            informed=self.p_informed.data,
        )  # fmt: skip

    def contract(self) -> OwnContract:
        assert self.k_start.data  # required, and validated
        return OwnContract(
            ContractType(self.k_type.data), self.k_start.data, self.k_end.data, self.k_weekly.data
        )

    @property
    def same_as(self) -> int | None:
        return whole_number(self.p_duplicate.data or "")

    @property
    def homonym(self) -> bool:
        return bool(self.p_duplicate.data == "new")

    def refuse(self, refusal: DomainError) -> None:
        """A likely double becomes a question."""
        if refusal.code == "p_duplicate":
            self.p_duplicate.choices = [
                SelectChoice(str(refusal.facts["participant_id"]), "Oui, c'est la même personne"),
                SelectChoice("new", "Non, c'est un homonyme"),
            ]
        super().refuse(refusal)


class NextStepForm(Form):
    x_plan = SelectField(
        "Suite envisagée", [Optional()], choices=choices_of(NextStep, empty="Pas encore dite")
    )
    x_date = DayField("Prévue le", [Optional()])

    @property
    def step(self) -> NextStep | None:
        found: NextStep | None = _member(NextStep, self.x_plan.data)
        return found


class SkillForm(Form):
    about_people = True

    s_skill = TextField("Compétence", [Expected(), Length(200)], filters=[_trimmed])
    s_level = SelectField(
        "Niveau", [Expected()], choices=choices_of(SkillLevel, empty=CHOOSE), validate_choice=False
    )
    s_evidence = TextAreaField(
        "Preuve", [Length(500)], filters=[_trimmed],
        description="Ce qui le montre : tâche faite, attestation, formation. Pas d'information de santé ni de vie privée.",
    )  # fmt: skip
    s_date = DayField("Date", [Optional()], description="Aujourd'hui si vous n'indiquez rien.")

    def skill(self) -> Skill:
        return Skill(
            self.s_skill.data or "", _member(SkillLevel, self.s_level.data), self.s_evidence.data or None, self.s_date.data
        )  # fmt: skip


class ConsentForm(Form):
    s_consent = BooleanField(
        "La personne accepte le partage de son portefeuille avec les SIAE du territoire",
        description="Accord daté, retirable à tout moment.",
    )
    consent_day = DayField("Accord donné le", [Expected()])

    @property
    def day(self) -> date | None:
        found: date | None = self.consent_day.data
        return found
