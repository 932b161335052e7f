"""What are organizations, structures, persons and their situations called?"""

from enum import StrEnum

from clauses.domain.kinds import (
    BuyerKind,
    ContractType,
    EligibilityCategory,
    EligibilityState,
    EmployerKind,
    Gender,
    OrganizationKind,
    PartyCapacity,
    Prescriber,
    Rank,
    Role,
)
from clauses.domain.kinds_partners import DirectoryShape

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Role: {
        Role.BUYER: "Acheteur public",
        Role.COMPANY: "Entreprise",
        Role.SIAE: "Structure d'insertion",
        Role.RESOURCE_PERSON: "Personne ressource",
        Role.REGIONAL_COORDINATOR: "Coordination régionale",
        Role.ADMIN: "Administration",
    },
    Rank: {
        Rank.MANAGER: "Responsable",
        Rank.MEMBER: "Membre",
        Rank.READER: "Lecture seule",
    },
    OrganizationKind: {
        OrganizationKind.BUYER: "Acheteur",
        OrganizationKind.COMPANY: "Entreprise",
        OrganizationKind.EMPLOYER: "Structure d'insertion ou employeur partenaire",
        OrganizationKind.HOST: "Structure porteuse",
        OrganizationKind.COORDINATION: "Coordination régionale",
        OrganizationKind.OPERATOR: "Exploitant du portail",
    },
    BuyerKind: {
        BuyerKind.MUNICIPALITY: "Commune",
        BuyerKind.EPCI: "EPCI",
        BuyerKind.DEPARTMENT: "Département",
        BuyerKind.REGION: "Région",
        BuyerKind.SOCIAL_LANDLORD: "Bailleur social",
        BuyerKind.PUBLIC_BODY: "Établissement public",
        BuyerKind.STATE: "État",
        BuyerKind.NETWORK_OPERATOR: "Entité adjudicatrice (réseaux)",
        BuyerKind.OTHER: "Autre acheteur",
    },
    DirectoryShape: {
        DirectoryShape.NATIONAL_2021: "Liste nationale de 2021",
        DirectoryShape.LE_MARCHE: "Le marché de l'inclusion",
        DirectoryShape.LES_EMPLOIS: "Les emplois de l'inclusion",
        DirectoryShape.HOSMOZ: "Hosmoz",
        DirectoryShape.OWN: "Export d'un portail des clauses",
    },
    EmployerKind: {
        EmployerKind.AI: "AI",
        EmployerKind.ETTI: "ETTI",
        EmployerKind.EI: "EI",
        EmployerKind.ACI: "ACI",
        EmployerKind.EITI: "EITI",
        EmployerKind.GEIQ: "GEIQ",
        EmployerKind.EA: "EA",
        EmployerKind.EATT: "EATT",
        EmployerKind.ESAT: "ESAT",
        EmployerKind.NEIGHBOURHOOD_AGENCY: "Régie de quartier",
    },
    PartyCapacity: {
        PartyCapacity.BUYER: "Acheteur",
        PartyCapacity.AWARDEE: "Titulaire",
        PartyCapacity.CONSORTIUM_MEMBER: "Membre du groupement",
        PartyCapacity.SUBCONTRACTOR: "Sous-traitant",
        PartyCapacity.STRUCTURE: "Structure d'insertion",
    },
    EligibilityCategory: {
        EligibilityCategory.RSA: "Allocataire du RSA",
        EligibilityCategory.ASS: "Allocataire de l'ASS",
        EligibilityCategory.AAH: "Allocataire de l'AAH",
        EligibilityCategory.LONG_TERM_JOBSEEKER: "Demandeur d'emploi de longue durée",
        EligibilityCategory.UNDER_26: "Jeune de moins de 26 ans",
        EligibilityCategory.OVER_50: "50 ans et plus",
        EligibilityCategory.DISABLED_WORKER: "Travailleur handicapé",
        EligibilityCategory.PRIORITY_DISTRICT: "Résident d'un quartier prioritaire (QPV)",
        EligibilityCategory.PATHWAY: "Personne en parcours d'insertion (IAE)",
        EligibilityCategory.REFUGEE: "Réfugié",
        EligibilityCategory.CHILD_CARE_LEAVER: "Sortant de l'aide sociale à l'enfance (ASE)",
        EligibilityCategory.JUSTICE: "Personne sous main de justice",
        EligibilityCategory.OPINION: "Autre situation, sur avis",
    },
    EligibilityState: {
        EligibilityState.PENDING: "En attente",
        EligibilityState.VALIDATED: "Validée",
        EligibilityState.TO_COMPLETE: "À compléter",
        EligibilityState.REFUSED: "Refusée",
        EligibilityState.EXPIRED: "Expirée",
    },
    ContractType: {
        ContractType.CDI: "CDI",
        ContractType.CDD: "CDD",
        ContractType.CDDI: "CDDI",
        ContractType.CDDU: "CDDU",
        ContractType.MISSION: "Mission d'intérim",
        ContractType.APPRENTICESHIP: "Contrat d'apprentissage",
        ContractType.PROFESSIONAL_TRAINING: "Contrat de professionnalisation",
    },
    Gender: {
        Gender.WOMAN: "Femme",
        Gender.MAN: "Homme",
        Gender.UNSTATED: "Non communiqué",
    },
    Prescriber: {
        Prescriber.FRANCE_TRAVAIL: "France Travail",
        Prescriber.MISSION_LOCALE: "Mission locale",
        Prescriber.CAP_EMPLOI: "Cap emploi",
        Prescriber.PLIE: "PLIE",
        Prescriber.DEPARTMENT: "Département",
        Prescriber.SIAE: "SIAE",
        Prescriber.OTHER: "Autre",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    EligibilityState: {
        EligibilityState.PENDING: "bleu",
        EligibilityState.VALIDATED: "vert",
        EligibilityState.TO_COMPLETE: "ambre",
        EligibilityState.REFUSED: "rouge",
        EligibilityState.EXPIRED: "gris",
    },
}

EXPANDED: dict[type[StrEnum], dict[StrEnum, str]] = {
    Role: {
        Role.SIAE: "Structure d'insertion par l'activité économique",
    },
    BuyerKind: {
        BuyerKind.EPCI: "Établissement public de coopération intercommunale",
    },
    EmployerKind: {
        EmployerKind.AI: "Association intermédiaire",
        EmployerKind.ETTI: "Entreprise de travail temporaire d'insertion",
        EmployerKind.EI: "Entreprise d'insertion",
        EmployerKind.ACI: "Atelier et chantier d'insertion",
        EmployerKind.EITI: "Entreprise d'insertion par le travail indépendant",
        EmployerKind.GEIQ: "Groupement d'employeurs pour l'insertion et la qualification",
        EmployerKind.EA: "Entreprise adaptée",
        EmployerKind.EATT: "Entreprise adaptée de travail temporaire",
        EmployerKind.ESAT: "Établissement ou service d'accompagnement par le travail",
        EmployerKind.NEIGHBOURHOOD_AGENCY: "Régie de quartier",
    },
    EligibilityCategory: {
        EligibilityCategory.RSA: "Allocataire du revenu de solidarité active",
        EligibilityCategory.ASS: "Allocataire de l'allocation de solidarité spécifique",
        EligibilityCategory.AAH: "Allocataire de l'allocation aux adultes handicapés",
        EligibilityCategory.PRIORITY_DISTRICT: "Résident d'un quartier prioritaire de la ville",
        EligibilityCategory.PATHWAY: "Personne en parcours d'insertion par l'activité économique",
        EligibilityCategory.CHILD_CARE_LEAVER: "Sortant de l'aide sociale à l'enfance",
    },
    ContractType: {
        ContractType.CDI: "Contrat à durée indéterminée",
        ContractType.CDD: "Contrat à durée déterminée",
        ContractType.CDDI: "Contrat à durée déterminée d'insertion",
        ContractType.CDDU: "Contrat à durée déterminée d'usage",
    },
    Prescriber: {
        Prescriber.PLIE: "Plan local pluriannuel pour l'insertion et l'emploi",
        Prescriber.SIAE: "Structure d'insertion par l'activité économique",
    },
}
