"""The words of missions, portfolios and what comes next."""

from enum import StrEnum

from clauses.domain.kinds_pathways import NextStep, SkillLevel, TrialResult

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    TrialResult: {
        TrialResult.HIRED: "Embauche proposée",
        TrialResult.LONGER: "À prolonger",
        TrialResult.NOT_BY_COMPANY: "Pas de suite de l'entreprise",
        TrialResult.NOT_BY_PERSON: "Pas de suite de la personne",
    },
    SkillLevel: {
        SkillLevel.HELPED: "Avec aide",
        SkillLevel.SIMPLE: "Seul dans des cas simples",
        SkillLevel.ALONE: "Seul",
        SkillLevel.SHOWS: "Sait montrer",
    },
    NextStep: {
        NextStep.LASTING_JOB: "Emploi durable",
        NextStep.TRANSITION_JOB: "Emploi de transition",
        NextStep.OTHER_SIAE: "Autre SIAE",
        NextStep.TRAINING: "Formation",
        NextStep.BUSINESS: "Création",
        NextStep.OTHER: "Autre",
    },
}
