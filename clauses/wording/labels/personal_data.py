"""What are the requests of people about their data, their answers and the purges called?"""

from enum import StrEnum

from clauses.domain.kinds_personal_data import (
    DataRequestKind,
    DataRequestState,
    IdentityCheck,
    PurgeKind,
    RefusalGround,
)

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    DataRequestKind: {
        DataRequestKind.ACCESS: "Voir mes données",
        DataRequestKind.CORRECTION: "Corriger mes données",
        DataRequestKind.ERASURE: "Effacer mes données",
        DataRequestKind.OBJECTION: "M'opposer à leur usage",
    },
    DataRequestState: {
        DataRequestState.OPEN: "À traiter",
        DataRequestState.ANSWERED: "Répondue",
        DataRequestState.REFUSED: "Refusée",
    },
    IdentityCheck: {
        IdentityCheck.ACCOUNT: "Réponse envoyée depuis l'adresse du compte",
        IdentityCheck.DOCUMENT: "Pièce d'identité présentée, sans copie conservée",
        IdentityCheck.EMPLOYER: "Identité confirmée par l'employeur",
    },
    RefusalGround: {
        RefusalGround.PROOF_OF_HOURS: "Preuve des heures encore nécessaire",
        RefusalGround.DISPUTE: "Litige en cours",
        RefusalGround.UNIDENTIFIED: "Personne non trouvée ou identité non vérifiée",
        RefusalGround.EXCESSIVE: "Demande répétée sans élément nouveau",
    },
    PurgeKind: {
        PurgeKind.DOCUMENTS: "Justificatifs supprimés",
        PurgeKind.IDENTITIES: "Personnes remplacées par un numéro",
        PurgeKind.ACCOUNTS: "Comptes fermés faute d'usage",
        PurgeKind.TRACES: "Courriels vidés de leur texte",
        PurgeKind.SIGN_UPS: "Demandes de compte oubliées",
        PurgeKind.PARTNER_REQUESTS: "Demandes de partenariat sans suite oubliées",
        PurgeKind.HOURS_FILES: "Fichiers d'heures supprimés",
        PurgeKind.HIRING_DRAFTS: "Saisies de personnes abandonnées",
        PurgeKind.EVIDENCE: "Pièces supprimées",
        PurgeKind.REQUESTS: "Demandes sur les données oubliées",
        PurgeKind.REPORTS: "Rapports supprimés",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    DataRequestState: {
        DataRequestState.OPEN: "ambre",
        DataRequestState.ANSWERED: "vert",
        DataRequestState.REFUSED: "gris",
    },
}
