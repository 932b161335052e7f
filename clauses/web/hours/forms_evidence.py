"""What is typed of a document that proves hours, of what is said of it, and of its withdrawal?"""

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from clauses.actions.hours.evidence import Piece
from clauses.domain.evidence import LONGEST_REASON, Cover
from clauses.domain.files import EVIDENCE
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceVerdict
from clauses.queries.hours_evidence import CoverChoice
from clauses.web.fields import Boxes, Expected, Form, Length, Required, choices_of, whole_number
from clauses.web.hours.forms_people import Asked
from clauses.web.uploads import UploadField
from clauses.wording import evidence as words
from clauses.wording import sentences
from clauses.wording.hours import CHOOSE

FILE_HELP = "PDF, JPG, PNG, XLSX ou CSV, 10 Mo au plus. Masquez le numéro de sécurité sociale et le salaire si vous le pouvez."


class EvidenceForm(Form):
    """A document of a month; `e_covers` holds « employer-person », or « employer- » for a whole team."""

    e_kind = SelectField(
        "Nature de la pièce", [Required(sentences.refusal("e_kind"))], choices=choices_of(EvidenceKind, empty=CHOOSE),
        validate_choice=False,
    )  # fmt: skip
    e_file = UploadField("Fichier", [Expected()], accepted=EVIDENCE, description=FILE_HELP)
    e_covers = Boxes("Concerne", [Required(sentences.refusal("e_covers"))], validate_choice=False)
    e_reason = TextAreaField(
        "Motif, pour une attestation qui remplace une autre pièce", [Asked(), Length(LONGEST_REASON)],
        description="Pourquoi la pièce attendue ne peut pas être fournie. Lu par la personne ressource.",
    )  # fmt: skip

    def offer(self, choices: tuple[CoverChoice, ...]) -> "EvidenceForm":
        self.e_covers.choices = [
            (f"{one.employer_id}-{one.participant_id or ''}", words.covered(one.employer, one.person))
            for one in choices
        ]
        return self

    def piece(self) -> Piece:
        found = {cover for value in self.e_covers.data or [] if (cover := _cover(value))}
        return Piece(_member(EvidenceKind, self.e_kind.data), found, self.e_reason.data)


class VerdictForm(Form):
    e_verdict = RadioField(
        "Cette pièce", [Required(sentences.refusal("e_verdict"))], choices=choices_of(EvidenceVerdict),
        validate_choice=False,
    )  # fmt: skip
    e_message = TextAreaField(
        "Ce qui ne va pas", [Optional(), Length(LONGEST_REASON)],
        description="Si la pièce est illisible ou ne convient pas. Lu par la personne qui l'a déposée.",
    )  # fmt: skip

    def verdict(self) -> EvidenceVerdict | None:
        return _member(EvidenceVerdict, self.e_verdict.data)


class TakeBackForm(Form):
    withdraw_reason = TextAreaField(
        "Motif du retrait", [Required(sentences.refusal("withdraw_reason")), Length(LONGEST_REASON)]
    )


def _cover(value: str) -> Cover | None:
    employer, _, person = value.partition("-")
    employer_id, participant_id = whole_number(employer), whole_number(person) if person else None
    if employer_id is None or (person and participant_id is None):
        return None
    return employer_id, participant_id


def _member(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {one.value for one in kind} else None
