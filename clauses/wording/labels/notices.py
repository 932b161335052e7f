"""What are the ways of being told, their subjects, and the bad moods of a mail server called?"""

from enum import StrEnum

from clauses.domain.kinds_notices import Delivery, Duty, MailFault, Topic

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Delivery: {
        Delivery.AT_ONCE: "Tout de suite",
        Delivery.MORNING: "Résumé du matin",
        Delivery.NEVER: "Jamais",
    },
    Topic: {
        Topic.MARKETS: "Marchés et lots",
        Topic.PLANS: "Plans d'affectation",
        Topic.HOURS: "Heures et relais",
        Topic.REPORTS: "Rapports",
        Topic.NETWORK: "Territoires",
        Topic.ACCOUNT: "Comptes",
    },
    Duty: {
        Duty.DEADLINE: "un délai du marché en dépend.",
        Duty.AGREEMENT: "le marché ou la convention prévoit que vous soyez prévenu(e).",
        Duty.ASKED: "il répond à une demande que vous avez faite.",
        Duty.SECURITY: "il protège votre compte.",
        Duty.JOURNAL: "gardé hors du portail, il permet de vérifier que le journal n'a pas changé.",
    },
    MailFault: {
        MailFault.SERVER: "Le serveur de messagerie ne répond pas, ou trop lentement",
        MailFault.SECURITY: "La connexion au serveur de messagerie n'est pas sûre",
        MailFault.SIGN_IN: "Le serveur de messagerie refuse l'identifiant ou le mot de passe du portail",
        MailFault.UNSURE: "La connexion a été coupée après l'envoi du texte",
        MailFault.TEMPORARY: "Le serveur de messagerie demande de revenir plus tard",
        MailFault.ADDRESS: "L'adresse est refusée",
        MailFault.CONTENT: "Ce message est refusé",
        MailFault.UNWRITTEN: "Le message n'a pas pu être préparé",
    },
}
