"""How is the checklist of a month told: what is missing, what waits, whom a document covers?"""

from collections.abc import Iterable
from datetime import date

from clauses.domain.kinds_evidence import EvidenceKind
from clauses.wording import formats
from clauses.wording.labels import label

DOCUMENTS = "Pièces"
NONE_HERE = "Aucune pièce."
NOTHING_EXPECTED = "Aucune heure n'est saisie pour ce mois : aucune pièce n'est attendue."
MISSING = "Il manque : {list}."
COMPLETE = "Toutes les pièces attendues sont là."
HELD = "{hours} en attente de pièce."
TEAM = "Toute l'équipe de {employer}"
PERSON = "{person}, {employer}"
INSTEAD = "attestation de l'employeur à la place"
LASTING = "pour toute la durée du lot"


def missing(kinds: Iterable[EvidenceKind]) -> str:
    """« Il manque : acte de sous-traitance (DC4), attestation d'heures. » The natures alone, without a name."""
    found = list(kinds)
    return MISSING.format(list=", ".join(lowered(kind) for kind in found)) if found else COMPLETE


def lowered(kind: EvidenceKind) -> str:
    """The nature of a document inside a sentence."""
    words = label(kind)
    return words[:1].lower() + words[1:]


def covered(employer: str, person: str | None) -> str:
    return PERSON.format(person=person, employer=employer) if person else TEAM.format(employer=employer)


def spanned(month: date | None) -> str:
    return formats.month_long(month) if month else LASTING
