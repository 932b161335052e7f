"""What are the reports, their subjects and their formats called?"""

from enum import StrEnum

from clauses.domain.kinds_reconciliation import MonthRead, PlaceRead, Reason, SharedRead
from clauses.domain.kinds_reports import (
    Frequency,
    QuarterState,
    ReportFormat,
    ReportKind,
    ReportScope,
    ReportSpan,
)

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    ReportKind: {
        ReportKind.MARKET_COMPLIANCE: "Conformité d'un marché",
        ReportKind.BUYER_YEAR: "Bilan annuel d'un acheteur",
        ReportKind.COMPANY_CERTIFICATE: "Attestation d'heures d'une entreprise",
        ReportKind.TERRITORY_REVIEW: "Bilan de territoire",
        ReportKind.REGION_QUARTER: "Consolidation régionale du trimestre",
        ReportKind.DECP_ANNEX: "Annexe aux données essentielles (DECP)",
        ReportKind.SPASER: "Indicateurs du SPASER",
        ReportKind.NATIONAL: "Consolidation nationale (trame AVE)",
        ReportKind.ANRU: "Heures d'insertion du renouvellement urbain (ANRU)",
        ReportKind.FSE: "Participants du FSE+",
        ReportKind.CDIAE: "Annexe au rapport annuel pour le CDIAE",
        ReportKind.COOPERATION: "Évaluation de la coopération d'un territoire",
    },
    ReportScope: {
        ReportScope.MARKET: "Un marché",
        ReportScope.BUYER: "Un acheteur",
        ReportScope.COMPANY: "Une entreprise",
        ReportScope.TERRITORY: "Un territoire",
        ReportScope.REGION: "La région",
    },
    ReportSpan: {
        ReportSpan.BEGINNING: "depuis le début",
        ReportSpan.YEAR: "dans l'année",
        ReportSpan.QUARTER: "dans le trimestre",
    },
    ReportFormat: {
        ReportFormat.XLSX: "Tableur (.xlsx)",
        ReportFormat.CSV: "Données (.csv, archive .zip)",
        ReportFormat.PDF: "PDF",
    },
    QuarterState: {
        QuarterState.TO_CONFIRM: "À confirmer",
        QuarterState.CONFIRMED: "Confirmé",
        QuarterState.CLOSED: "Clos",
    },
    Reason: {
        Reason.RESERVED: "Marchés réservés",
        Reason.PLACE: "Lieu de la personne",
        Reason.SHARED: "Lots partagés",
        Reason.PERIMETER: "Périmètre",
        Reason.MONTH: "Mois de validation",
        Reason.PERIOD: "Période",
        Reason.PROVISIONAL: "Provisoire ou définitif",
        Reason.LATER: "Écritures plus tardives",
    },
    MonthRead: {
        MonthRead.WORKED: "Mois travaillé",
        MonthRead.VALIDATED: "Mois de validation",
    },
    PlaceRead: {
        PlaceRead.MARKET: "Lieu du lot",
        PlaceRead.PERSON: "Lieu d'habitation de la personne, à son entrée",
    },
    SharedRead: {
        SharedRead.ONCE: "Une fois, dans le territoire de leur premier lieu",
        SharedRead.EACH: "Dans chaque territoire qui y prend part",
    },
    Frequency: {
        Frequency.MONTHLY: "Chaque mois",
        Frequency.QUARTERLY: "Chaque trimestre",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    QuarterState: {
        QuarterState.TO_CONFIRM: "ambre",
        QuarterState.CONFIRMED: "vert",
        QuarterState.CLOSED: "gris",
    },
}
