"""The words of the documents that prove hours."""

from enum import StrEnum

from clauses.domain.kinds_evidence import EvidenceKind, EvidenceState, EvidenceVerdict

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    EvidenceKind: {
        EvidenceKind.EMPLOYMENT_CONTRACT: "Contrat de travail",
        EvidenceKind.PLACEMENT_CONTRACT: "Contrat de mise à disposition ou de mission",
        EvidenceKind.PAYSLIP: "Bulletin de salaire",
        EvidenceKind.SIGNED_TIMESHEET: "Relevé d'heures signé",
        EvidenceKind.SUBCONTRACT_INVOICE: "Facture de sous-traitance",
        EvidenceKind.SUBCONTRACTING_DEED: "Acte de sous-traitance (DC4)",
        EvidenceKind.HOURS_STATEMENT: "Attestation d'heures",
        EvidenceKind.SITUATION_PROOF: "Justificatif de situation",
        EvidenceKind.OTHER: "Autre",
    },
    EvidenceState: {
        EvidenceState.EXPECTED: "Attendue",
        EvidenceState.RECEIVED: "Reçue",
        EvidenceState.ACCEPTED: "Acceptée",
        EvidenceState.UNREADABLE: "Illisible",
        EvidenceState.REFUSED: "Refusée",
    },
    EvidenceVerdict: {
        EvidenceVerdict.ACCEPT: "Accepter la pièce",
        EvidenceVerdict.UNREADABLE: "Illisible",
        EvidenceVerdict.REFUSE: "Ne convient pas",
    },
}
BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    EvidenceState: {
        EvidenceState.EXPECTED: "ambre",
        EvidenceState.RECEIVED: "bleu",
        EvidenceState.ACCEPTED: "vert",
        EvidenceState.UNREADABLE: "rouge",
        EvidenceState.REFUSED: "rouge",
    },
}
