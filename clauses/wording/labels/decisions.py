"""The words of decisions, of their states and causes, of the penalties of a contract, and of letters."""

from enum import StrEnum

from clauses.domain.kinds_decisions import (
    Attribution,
    DecisionCause,
    DecisionKind,
    DecisionState,
    HoursPrice,
    NoticeDemand,
    PriceDay,
)
from clauses.domain.kinds_letters import LetterModel

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    DecisionKind: {
        DecisionKind.NEUTRALISATION: "Neutralisation d'heures",
        DecisionKind.RECOVERY: "Demande d'un plan de rattrapage",
        DecisionKind.FORMAL_NOTICE: "Mise en demeure",
        DecisionKind.PENALTY: "Pénalité",
        DecisionKind.WAIVER: "Renonciation à la pénalité",
    },
    DecisionState: {
        DecisionState.PROPOSED: "Proposée",
        DecisionState.DECIDED: "Décidée",
        DecisionState.CONTESTED: "Contestée",
        DecisionState.WAIVED: "Renoncée",
    },
    DecisionCause: {
        DecisionCause.CLIENT_DELAY: "Retard du maître d'ouvrage",
        DecisionCause.PROGRAMME_CHANGED: "Modification du programme",
        DecisionCause.SITE_STOPPED: "Arrêt de chantier ordonné",
        DecisionCause.WEATHER: "Intempéries au-delà du prévu",
        DecisionCause.NO_CANDIDATE: "Aucune candidature malgré les démarches",
        DecisionCause.ECONOMIC: "Difficulté économique justifiée",
        DecisionCause.OTHER: "Autre",
    },
    NoticeDemand: {
        NoticeDemand.REPORTS: "Transmettre les relevés",
        NoticeDemand.HOURS: "Réaliser les heures",
        NoticeDemand.EVIDENCE: "Fournir les pièces",
        NoticeDemand.RECOVERY: "Proposer un plan de rattrapage",
    },
    HoursPrice: {
        HoursPrice.NONE: "Le contrat n'en fixe pas",
        HoursPrice.PER_HOUR: "Un prix par heure",
        HoursPrice.TIMES_SMIC: "Un multiple du SMIC horaire",
        HoursPrice.TIMES_CEILING: "Un multiple du plafond horaire de la sécurité sociale",
    },
    PriceDay: {
        PriceDay.NOTIFICATION: "Le jour de la notification",
        PriceDay.END: "Le dernier jour d'exécution",
        PriceDay.FIXED: "Un jour écrit au contrat",
    },
    Attribution: {
        Attribution.COMPANY: "À l'entreprise",
        Attribution.PARTLY: "En partie à l'entreprise",
        Attribution.NOT_COMPANY: "Pas à l'entreprise",
        Attribution.NOTHING_MISSING: "Aucune heure ne manque",
    },
    LetterModel: {
        LetterModel.START: "Démarrage",
        LetterModel.REMINDER: "Relance",
        LetterModel.NOTICE_DRAFT: "Projet de mise en demeure",
        LetterModel.CERTIFICATE: "Attestation d'heures",
        LetterModel.MEETING: "Convocation à un rendez-vous",
    },
}
BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    DecisionState: {
        DecisionState.PROPOSED: "bleu",
        DecisionState.DECIDED: "canard",
        DecisionState.CONTESTED: "ambre",
        DecisionState.WAIVED: "gris",
    },
}
