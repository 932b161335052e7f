"""What are markets, lots, clauses and opinions called, and in which tone is their state shown?"""

from enum import StrEnum

from clauses.domain.kinds import (
    ClauseType,
    ComplianceStatus,
    HoursBasis,
    LotResult,
    MarketForm,
    MarketState,
    MarketType,
    NoClauseReason,
    OpinionResult,
    Procedure,
    Programme,
    ReportKind,
)

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    MarketType: {
        MarketType.WORKS: "Travaux",
        MarketType.SERVICES: "Services",
        MarketType.SUPPLIES: "Fournitures",
        MarketType.INTELLECTUAL: "Prestations intellectuelles",
    },
    MarketForm: {
        MarketForm.ORDINARY: "Marché ordinaire",
        MarketForm.TRANCHES: "Marché à tranches",
        MarketForm.ORDERS: "Accord-cadre à bons de commande",
        MarketForm.SUBSEQUENT: "Accord-cadre à marchés subséquents",
        MarketForm.CONCESSION: "Concession",
    },
    Procedure: {
        Procedure.ADAPTED: "Procédure adaptée",
        Procedure.OPEN: "Appel d'offres ouvert",
        Procedure.RESTRICTED: "Appel d'offres restreint",
        Procedure.NEGOTIATED: "Procédure avec négociation",
        Procedure.DIALOGUE: "Dialogue compétitif",
        Procedure.WITHOUT_NOTICE: "Marché sans publicité ni mise en concurrence",
    },
    Programme: {
        Programme.NONE: "Hors programme",
        Programme.NPNRU: "NPNRU",
        Programme.TOWN_CENTRE: "Action cœur de ville",
        Programme.SMALL_TOWNS: "Petites villes de demain",
        Programme.CANAL: "Canal Seine-Nord",
        Programme.OTHER: "Autre programme",
    },
    MarketState: {
        MarketState.DRAFT: "Brouillon",
        MarketState.OPINION_REQUESTED: "Avis demandé",
        MarketState.OPINION_GIVEN: "Avis rendu",
        MarketState.PUBLISHED: "En consultation",
        MarketState.AWARDED: "Attribué",
        MarketState.IN_PROGRESS: "En cours",
        MarketState.CLOSED: "Clos",
        MarketState.CANCELLED: "Sans suite",
    },
    LotResult: {
        LotResult.AWARDED: "Attribué",
        LotResult.NO_BID: "Infructueux",
        LotResult.DROPPED: "Sans suite",
    },
    ClauseType: {
        ClauseType.EXECUTION_CONDITION: "Condition d'exécution",
        ClauseType.AWARD_CRITERION: "Critère d'attribution",
        ClauseType.BOTH: "Condition d'exécution et critère d'attribution",
        ClauseType.RESERVED_INTEGRATION: "Lot réservé à l'insertion",
        ClauseType.RESERVED_DISABILITY: "Lot réservé au handicap",
        ClauseType.INTEGRATION_SERVICE: "Marché de services d'insertion",
        ClauseType.WORK_EXPERIENCE: "Période de mise en situation (PMSMP)",
    },
    HoursBasis: {
        HoursBasis.FIXED: "Total sur la durée",
        HoursBasis.PER_TRANCHE: "Par tranche",
        HoursBasis.PER_YEAR: "Par an",
        HoursBasis.PER_AMOUNT: "Par montant commandé",
        HoursBasis.PCT_OF_HOURS: "En pourcentage des heures travaillées",
    },
    NoClauseReason: {
        NoClauseReason.TECHNICAL: "Technicité ou habilitation",
        NoClauseReason.SHORT: "Durée inférieure à 1 mois",
        NoClauseReason.LITTLE_LABOUR: "Main-d'œuvre trop faible",
        NoClauseReason.NO_SUPPLY: "Pas d'offre d'insertion",
        NoClauseReason.OTHER: "Autre raison",
    },
    OpinionResult: {
        OpinionResult.FAVOURABLE: "Favorable",
        OpinionResult.FAVOURABLE_WITH_CHANGE: "Favorable avec modification",
        OpinionResult.RESERVED: "Réservé",
    },
    ComplianceStatus: {
        ComplianceStatus.NOT_STARTED: "Non démarré",
        ComplianceStatus.ON_TRACK: "Conforme",
        ComplianceStatus.WATCH: "À surveiller",
        ComplianceStatus.ALERT: "En alerte",
        ComplianceStatus.REACHED: "Objectif atteint",
        ComplianceStatus.PARTLY_REACHED: "Partiellement atteint",
        ComplianceStatus.MISSED: "Objectif non atteint",
    },
    ReportKind: {
        ReportKind.MARKET_COMPLIANCE: "Conformité du marché",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    MarketState: {
        MarketState.DRAFT: "gris",
        MarketState.OPINION_REQUESTED: "bleu",
        MarketState.OPINION_GIVEN: "bleu",
        MarketState.PUBLISHED: "bleu",
        MarketState.AWARDED: "bleu",
        MarketState.IN_PROGRESS: "bleu",
        MarketState.CLOSED: "gris",
        MarketState.CANCELLED: "gris",
    },
    LotResult: dict.fromkeys(LotResult, "gris"),
    OpinionResult: {
        OpinionResult.FAVOURABLE: "vert",
        OpinionResult.FAVOURABLE_WITH_CHANGE: "bleu",
        OpinionResult.RESERVED: "ambre",
    },
    ComplianceStatus: {
        ComplianceStatus.NOT_STARTED: "gris",
        ComplianceStatus.ON_TRACK: "vert",
        ComplianceStatus.WATCH: "ambre",
        ComplianceStatus.ALERT: "rouge",
        ComplianceStatus.REACHED: "vert",
        ComplianceStatus.PARTLY_REACHED: "ambre",
        ComplianceStatus.MISSED: "rouge",
    },
}
