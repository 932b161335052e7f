"""The words of difficulties and visits."""

from enum import StrEnum

from clauses.domain.kinds_follow_up import DifficultyKind, DifficultyState, VisitKind, VisitPoint

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
}
