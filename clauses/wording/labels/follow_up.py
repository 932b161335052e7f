"""The words of difficulties, of visits and of actions to catch up."""

from enum import StrEnum

from clauses.domain.kinds_follow_up import (
    DifficultyKind,
    DifficultyState,
    RecoveryState,
    VisitKind,
    VisitPoint,
)

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    DifficultyKind: {
        DifficultyKind.ABSENCE: "Absence ou départ",
        DifficultyKind.NO_CANDIDATE: "Candidature introuvable",
        DifficultyKind.SITE_STOPPED: "Chantier arrêté",
        DifficultyKind.HOURS: "Désaccord sur des heures",
        DifficultyKind.INVOICE: "Facturation",
        DifficultyKind.SAFETY: "Sécurité",
        DifficultyKind.OTHER: "Autre",
    },
    DifficultyState: {DifficultyState.OPEN: "À traiter", DifficultyState.ANSWERED: "Répondue"},
    RecoveryState: {
        RecoveryState.PROPOSED: "Proposée",
        RecoveryState.KEPT: "Retenue",
        RecoveryState.DONE: "Faite",
        RecoveryState.DROPPED: "Abandonnée",
    },
    VisitKind: {
        VisitKind.KICK_OFF: "Démarrage",
        VisitKind.WELCOME: "Accueil",
        VisitKind.FIRST_MONTH: "Suivi à 1 mois",
        VisitKind.COMPANY_NEEDS: "Besoins de l'entreprise",
        VisitKind.OTHER: "Autre",
    },
    VisitPoint: {
        VisitPoint.TUTOR: "Tuteur",
        VisitPoint.SAFETY: "Sécurité",
        VisitPoint.TASKS: "Tâches",
        VisitPoint.TIMETABLE: "Horaires",
        VisitPoint.TRANSPORT: "Transport",
    },
}
BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    DifficultyState: {DifficultyState.OPEN: "ambre", DifficultyState.ANSWERED: "vert"},
    RecoveryState: {
        RecoveryState.PROPOSED: "ambre",
        RecoveryState.KEPT: "bleu",
        RecoveryState.DONE: "vert",
        RecoveryState.DROPPED: "gris",
    },
}
