"""What are the documents of a market called, who reads them, and what did the antivirus say?"""

from enum import StrEnum

from clauses.domain.kinds_files import DocumentKind, FileKind, Readership, ScanState

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    FileKind: {kind: kind.value.upper() for kind in FileKind},
    DocumentKind: {
        DocumentKind.NOTICE: "Avis de publicité",
        DocumentKind.TENDER_RULES: "Règlement de la consultation (RC)",
        DocumentKind.SPECIAL_CONDITIONS: "Cahier des clauses administratives particulières (CCAP)",
        DocumentKind.DEED_OF_UNDERTAKING: "Acte d'engagement",
        DocumentKind.UNDERTAKING_ANNEX: "Annexe à l'acte d'engagement",
        DocumentKind.SUBCONTRACTING_DEED: "Déclaration de sous-traitance (DC4)",
        DocumentKind.MINUTES: "Compte rendu",
        DocumentKind.LETTER: "Courrier",
        DocumentKind.OTHER: "Autre pièce",
    },
    Readership: {
        Readership.EVERYONE: "Tous ceux qui suivent le lot",
        Readership.HOLDER: "L'acheteur, le titulaire et la personne ressource",
        Readership.BUYER: "L'acheteur et la personne ressource",
    },
    ScanState: {
        ScanState.UNSCANNED: "Non analysé",
        ScanState.WAITING: "En attente d'analyse",
        ScanState.CLEAN: "Analysé",
        ScanState.INFECTED: "Bloqué par l'antivirus",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    ScanState: {
        ScanState.UNSCANNED: "gris",
        ScanState.WAITING: "ambre",
        ScanState.CLEAN: "vert",
        ScanState.INFECTED: "rouge",
    },
}
