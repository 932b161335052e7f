"""How does the portal speak of personal data: a person who became a number, the register, the durations?"""

from dataclasses import dataclass
from typing import Any

PERSON_NUMBER = "Personne n° {number}"

# An account that was erased at the request of its owner keeps its number, and nothing else.
CLOSED_FIRST, CLOSED_LAST = "Compte", "n° {number}"
CLOSED_ADDRESS = "compte-{number}@efface.invalid"

# -- what is held on somebody, as it is handed over to them -------------------------------------------------------------

IDENTITY, ELIGIBILITY, CONTRACTS, HOURS, COUNTED, RELAYS = (
    "Identité", "Éligibilité", "Contrats", "Heures déclarées", "Heures comptées", "Relais",
)  # fmt: skip
DISTRICT = "quartier prioritaire, carte de {map}"
PASSES, IMMERSIONS = "PASS IAE", "Périodes en milieu professionnel"
EARLIER, HELD = "Heures antérieures en AI", "Heures au-delà du plafond légal"
ACCOUNT, MEMBERSHIPS, SESSIONS, FACTORS, MESSAGES, ACTS = (
    "Compte", "Organisations", "Connexions", "Double authentification", "Courriels reçus", "Actes enregistrés",
)  # fmt: skip
NOTIFICATIONS, MANDATES, ABSENCES, REQUESTED = "Notifications", "Mandats", "Absences", "Demandes de compte"
POOLED = "Heures mutualisées"
TRIALS, PATHWAYS, SKILLS = "Périodes test", "Parcours", "Portefeuille de compétences"
SAID = "Ce qui a été écrit"
CLAIM, MATCH, CHECK, DIFFICULTY = "Réclamation", "Doublon", "Contrôle", "Difficulté"
READERS = "Qui peut lire ces données"
COLUMNS: dict[str, tuple[str, ...]] = {
    IDENTITY: ("Nom", "Prénom", "Date de naissance", "Sexe", "Commune", "Quartier prioritaire", "Orienté par",
               "Informée le", "Numéro"),
    ELIGIBILITY: ("Situations", "Embauche", "Justificatif", "Document déposé", "État", "Effet", "Fin de prise en compte",
                  "Message", "Demandé par", "Situation retenue", "Preuve", "Document du", "Résidence à l'embauche"),
    CONTRACTS: ("Marché", "Lot", "Employeur", "Modalité", "Contrat", "Début", "Fin", "Tuteur", "Accueil"),
    PASSES: ("Numéro", "Début", "Dernier jour", "Suspensions et prolongations"),
    IMMERSIONS: ("Marché", "Lot", "Structure", "But", "Début", "Fin", "Tuteur"),
    HOURS: ("Mois", "Lot", "Employeur", "Heures travaillées", "Formation", "État", "Commentaire", "Contestation"),
    COUNTED: ("Mois", "Lot", "Employeur", "Heures", "Enregistré le"),
    RELAYS: ("Lot", "Employeur", "État", "Alerte du", "Vers"),
    SAID: ("Le", "À propos", "Écrit", "Réponse"),
    TRIALS: ("Lot", "Employeur", "Fin", "Suite"),
    PATHWAYS: ("Structure", "Contrat", "Début", "Fin", "Suite envisagée", "Prévue le", "Accords de partage", "Sortie préparée le", "Sortie le", "Type de sortie"),
    SKILLS: ("Structure", "Compétence", "Niveau", "Preuve", "Date"),
    POOLED: ("Mois", "Lots", "Employeur", "Heures travaillées", "Formation"),
    EARLIER: ("Association", "Chez", "Heures", "Du", "Au", "Justificatif", "Déclarées le", "Retirées le"),
    HELD: ("Mois", "Employeur", "Heures", "Décision", "Motif"),
    ACCOUNT: ("Prénom", "Nom", "Adresse", "Fonction", "Téléphone", "Créé le", "Ouvert"),
    MEMBERSHIPS: ("Organisation", "Profil", "Rang", "En cours"),
    SESSIONS: ("Ouverte le", "Utilisée le", "Fermée le"),
    FACTORS: ("Moyen", "Depuis"),
    MESSAGES: ("Date", "Objet"),
    NOTIFICATIONS: ("Date", "Titre", "Lue le"),
    MANDATES: ("Territoire", "Nature", "Début", "Fin"),
    ABSENCES: ("Début", "Fin"),
    REQUESTED: ("Demandée le", "Organisation", "Profil", "Adresse", "État"),
    ACTS: ("Date", "Acte", "Objet", "Numéro"),
    READERS: ("Qui", "Quoi"),
}  # fmt: skip
YES, NO = "oui", "non"
APPLICATION = "Application de codes"
READERS_OF_PARTICIPANT = (
    ("Votre employeur et l'entreprise titulaire du lot", "Identité, contrats, heures"),
    ("La personne ressource du territoire", "Identité, éligibilité, contrats, heures"),
    ("La structure qui a déposé le justificatif", "Situations et justificatif"),
    ("L'acheteur public", "Des totaux d'heures, jamais votre nom"),
)
READERS_OF_USER = (
    ("Les personnes qui suivent les mêmes marchés", "Nom, fonction, organisation"),
    ("L'administration du portail", "Compte, organisations, courriels reçus"),
)
EXPORT_TITLE = "Données détenues sur vous"
EXPORT_NOTE = "Copie remise à la personne concernée (article 15 du RGPD), établie le {day:day}."
EXPORT_EMPTY = "Rien n'est détenu sous ce titre."
EXPORT_NAME = "donnees-demande-{number}"

# -- the register of processing (article 30 of the GDPR), shown to everybody --------------------------------------------


@dataclass(frozen=True, slots=True)
class Processing:
    """One line of the register. `keeps`: (value of the retention rule, its sentence with {n} months)."""

    purpose: str
    basis: str
    data: str
    readers: str
    keeps: tuple[tuple[str, str], ...]
    besides: str = ""


PUBLIC_TASK = "Mission d'intérêt public (article 6.1 e du RGPD)"
REGISTER: tuple[Processing, ...] = (
    Processing(
        "Prouver les heures d'insertion d'un marché",
        PUBLIC_TASK,
        "Nom, prénom, date de naissance, sexe, commune, contrats, heures du mois, pièces qui les prouvent",
        "Employeur, entreprise titulaire, personne ressource ; l'acheteur ne lit que des totaux",
        (
            ("identity_months", "Nom remplacé par un numéro {n} mois après la fin du lot ou du contrat"),
            ("document_months", "Pièces des relevés supprimées {n} mois après la fin du lot"),
            ("withdrawn_months", "Pièce retirée : fichier supprimé {n} mois après le retrait"),
            ("report_months", "Rapport produit : fichiers supprimés {n} mois après la demande"),
            (
                "document_months",
                "Fichier d'heures importé supprimé {n} mois après, ou le surlendemain s'il n'a pas servi",
            ),
        ),
        "Les heures sans nom sont conservées avec le marché.",
    ),
    Processing(
        "Vérifier l'éligibilité à l'embauche",
        PUBLIC_TASK,
        "Situation déclarée (dont travailleur handicapé, sortant de détention), justificatif, avis rendu",
        "Structure qui a déposé le justificatif, personne ressource ; personne d'autre",
        (
            ("document_months", "Justificatif supprimé {n} mois après la fin du lot ou du contrat"),
            ("identity_months", "Situation effacée {n} mois après la fin du lot ou du contrat"),
        ),
        "Situations et justificatifs sont chiffrés dans la base et sur le disque.",
    ),
    Processing(
        "Ouvrir et protéger les comptes",
        "Mission d'intérêt public ; sécurité des systèmes (article 32 du RGPD)",
        "Nom, fonction, coordonnées professionnelles, connexions, double authentification",
        "Membres de la même organisation, personnes des mêmes dossiers, administration",
        (
            ("account_months", "Compte fermé après {n} mois sans connexion"),
            ("trace_months", "Connexions et textes des courriels : {n} mois"),
            ("sign_up_months", "Demandes de compte sans suite : {n} mois"),
            ("partner_request_months", "Demandes de partenariat sans suite : {n} mois"),
        ),
    ),
    Processing(
        "Garder la preuve des actes",
        "Obligation de prouver les décisions ; défense de droits en justice",
        "Numéro du compte, acte, date, objet ; aucun nom de participant",
        "Administration, coordination régionale, et la chronologie de chaque marché",
        (),
        "Conservé aussi longtemps que les marchés, parce que rien n'y est modifié ni supprimé. "
        "Durée à faire relire par le délégué à la protection des données.",
    ),
    Processing(
        "Répondre aux personnes sur leurs données",
        "Obligation légale (articles 12 à 21 du RGPD)",
        "Nom, adresse, message, réponse",
        "Administration du portail",
        (
            ("answer_months", "Réponse en {n} mois au plus"),
            ("request_months", "Demande oubliée {n} mois après la réponse"),
        ),
    ),
)


def durations(line: Processing, rule: Any) -> list[str]:
    """How long, with the figures that the purge itself uses."""
    return [sentence.format(n=getattr(rule, name)) for name, sentence in line.keeps]
