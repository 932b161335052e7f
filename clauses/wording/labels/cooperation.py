"""The words of what the structures of a territory do together."""

from enum import StrEnum

from clauses.domain.kinds_cooperation import (
    Beside,
    CooperationAxis,
    ExitStep,
    ExitType,
    MeetingKind,
    NoSession,
    OfferAnswer,
    OfferContract,
)

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    CooperationAxis: {
        CooperationAxis.OFFERS: "Offres envoyées à toutes les SIAE",
        CooperationAxis.RELAYS: "Relais AI-ETTI faits sous 15 jours",
        CooperationAxis.PORTFOLIOS: "Portefeuilles de compétences à jour",
        CooperationAxis.EXITS: "Sorties préparées 3 mois avant",
        CooperationAxis.LOTS: "Lots menés à plusieurs",
    },
    Beside: {
        Beside.SESSIONS: "Informations collectives pour les recrutements collectifs",
        Beside.MEETINGS: "Réunions SIAE/SPE tenues, sur celles prévues",
        Beside.DYNAMIC: "Sorties dynamiques",
    },
    ExitType: {
        ExitType.LASTING: "Emploi durable (CDI, CDD ou intérim de 6 mois et plus, fonction publique, création d'entreprise)",
        ExitType.TRANSITION: "Emploi de transition (CDD ou intérim de moins de 6 mois, contrat aidé)",
        ExitType.POSITIVE: "Sortie positive (formation qualifiante ou pré-qualifiante, autre SIAE)",
        ExitType.OTHER: "Autre",
        ExitType.WITHDRAWN: "Retirée du calcul",
    },
    ExitStep: {
        ExitStep.INTERVIEW: "Entretien de préparation",
        ExitStep.PORTFOLIO: "Portefeuille à jour",
        ExitStep.RESUME: "CV",
        ExitStep.COMPANY: "Entreprise contactée",
        ExitStep.STRUCTURE: "Autre SIAE contactée",
        ExitStep.RIGHTS: "Droits vérifiés",
    },
    MeetingKind: {
        MeetingKind.SIAE_SPE: "SIAE et service public de l'emploi",
        MeetingKind.BUSINESS: "Entreprises et chambres",
        MeetingKind.NETWORK: "Réseau",
    },
    NoSession: {
        NoSession.TOO_SOON: "Les contrats commencent trop tôt",
        NoSession.SESSION_HELD: "Une information collective vient d'avoir lieu",
        NoSession.CANDIDATES_KNOWN: "Les candidatures sont déjà connues",
        NoSession.OTHER: "Autre raison",
    },
    OfferAnswer: {
        OfferAnswer.SOMEBODY: "J'ai quelqu'un",
        OfferAnswer.ASKING: "J'en parle",
        OfferAnswer.NOBODY: "Personne pour l'instant",
    },
    OfferContract: {
        OfferContract.CDDI: "CDD d'insertion",
        OfferContract.CDDU: "CDD d'usage",
        OfferContract.MISSION: "Contrat de mission",
        OfferContract.CDI: "CDI",
    },
}
