"""Which words do the figures and the charts of the home pages use? Format strings of `wording.sentences`."""

HOURS = "Heures validées"
HOURS_NOTE = "sur {owed}, soit {share}, {lots}"
NO_HOURS_OWED = "aucune heure n'est due, {lots}"
RUNNING_LOTS = ("aucun lot en cours", "{n} lot en cours", "{n} lots en cours")
PERSONS, PERSONS_NOTE = "Personnes", "avec au moins une heure validée ; chacune compte une fois"

USUAL_DAYS = 10  # said to whoever sends a month: « relit, en général sous 10 jours »
DELAY = "Délai moyen de validation"
DELAY_NOTE = (
    "sur {n} relevé validé depuis le {day} ; repère : 10 jours",
    "sur {n} relevés validés depuis le {day} ; repère : 10 jours",
)
DELAY_NONE = "aucun relevé validé depuis le {day}"
DAY, DAYS = "{n} jour", "{n} jours"

TO_VALIDATE = "Relevés à valider"
TO_VALIDATE_NOTE = (
    "aucun relevé n'attend", "dans {n} relevé, transmis le {day}", "dans {n} relevés, le plus ancien transmis le {day}",
)  # fmt: skip
RELAYS = "Relais à organiser"
RELAYS_NOTE = (
    "personne n'approche des 240 h", "alerte du {day}", "la plus ancienne alerte est du {day}",
)  # fmt: skip
LOTS_IN_ALERT = "Lots en alerte"
ALERT_NOTE = "{lots} ; {watched}, {kept}"
KEPT = ("aucun à son rythme", "{n} à son rythme", "{n} à leur rythme")
OF_RUNNING = ("sur aucun lot en cours", "sur {n} lot en cours", "sur {n} lots en cours")

PACE = "Ces trois derniers mois : {done} validées par mois en moyenne, pour {expected} attendues"
MOST = "{modality:label} : {share} des heures validées"
OF_LOTS = ("{n} lot en cours", "{n} lots en cours")
ALERTS = ("{n} lot en alerte", "{n} lots en alerte")
WATCHED = ("aucun à surveiller", "{n} à surveiller", "{n} à surveiller")
BEHIND = "{what}, sur {of}"
NONE_BEHIND = ("Le lot en cours suit le temps qui passe", "Les {n} lots en cours suivent le temps qui passe")

COVERAGE = "Territoires couverts"
ALL_COVERED = "chaque territoire a sa personne ressource"
UNCOVERED = "{people} habitants sans personne ressource : {names}"
RELAYS_DONE = "Relais faits sous 15 jours"
RELAYS_DONE_NOTE = "personnes arrivées au seuil du relais en {year} : {told}"
RELAYS_FINDING = (
    "Relais AI-ETTI signés sous 15 jours, parmi les personnes arrivées au seuil en {year} : {done} sur {told}"
)
EXITS = "Sorties dynamiques"
EXITS_NOTE = "sur {exits} sorties depuis le {day} ; repère 2008 : {baseline}"
EXITS_FINDING = (
    "Sorties vers un emploi, une formation ou une autre structure depuis le {day} : {dynamic} sur {exits}"
)
REGION = "Région"
OPINIONS = "Avis rendus avant publication"
OPINIONS_NOTE = ("sur {n} marché publié depuis le {day}", "sur {n} marchés publiés depuis le {day}")
REGION_FINDING = (
    "La région a validé {share} de ses heures ; aucun territoire n'a de lot en alerte",
    "La région a validé {share} de ses heures ; {n} territoire a un lot en alerte",
    "La région a validé {share} de ses heures ; {n} territoires ont un lot en alerte",
)

MAP_HOURS = (
    "Chaque territoire suit le temps qui passe",
    "{n} territoire a moins d'heures que le temps écoulé n'en demande",
    "{n} territoires ont moins d'heures que le temps écoulé n'en demande",
)
MAP_NO_HOURS = "Aucun territoire n'a d'heures à réaliser aujourd'hui"
MAP_OWING = (
    "", "Le seul territoire qui doit des heures suit le temps qui passe",
    "Les {n} territoires qui doivent des heures suivent le temps qui passe",
)  # fmt: skip
MAP_COVERAGE = (
    "Chaque territoire a sa personne ressource",
    "{n} territoire n'a pas de personne ressource",
    "{n} territoires n'ont pas de personne ressource",
)
MAP_OFFER = (
    "Chaque territoire a au moins une structure",
    "{n} territoire n'a aucune structure",
    "{n} territoires n'ont aucune structure",
)
VACANT_SHORT, COVERED_SHORT, COVERED = "vacant", "couvert", "Avec une personne ressource"
SHARE_STEP, LAST_STEP = "de {low} à {high} %", "plus de {low} %"
OFFER_STEP = "de {low} à {high} structures"
MATRIX_FINDING = (
    "Chacun des {trades} métiers est proposé par une structure au moins",
    "{n} métier sur {trades} n'est proposé par aucune structure",
    "{n} métiers sur {trades} ne sont proposés par aucune structure",
)
LOCAL_MAP = (
    "Aucun lot en cours ne doit plus d'heures ; {structures} sur le territoire",
    "{n} lot doit encore {hours} ; {structures} sur le territoire",
    "{n} lots doivent encore {hours} ; {structures} sur le territoire",
)
STRUCTURES_THERE = ("aucune structure", "{n} structure", "{n} structures")
WITH_A_CLAUSE, NO_REASON = "Avec une clause", "Sans clause, motif non renseigné"
EVERY_LOT, LOTS_OF_YEAR = "Lots des marchés déposés", "Lots de {year}"
OF_LOTS_OF_YEAR = ("aucun lot de {year}", "{n} lot de {year}", "{n} lots de {year}")
CLAUSE_FINDING = (
    "Aucun lot de {year} n'a de clause ; premier motif : {reason}",
    "{n} lot a une clause sur {of}, soit {share} ; premier motif des autres : {reason}",
    "{n} lots ont une clause sur {of}, soit {share} ; premier motif des autres : {reason}",
)
ALL_WITH_A_CLAUSE = ("", "Le seul lot de {year} a une clause", "Les {n} lots de {year} ont tous une clause")

VISITS = "Visites de chantier"
OFFER = "Offre et demande, métier par métier"
REMINDERS = "Relances du mois"
FOLLOWED = "Lots suivis"
ENGAGEMENTS = "Engagements et plans d'affectation"
THREADS = "Échanges sur les lots"
DIFFICULTIES = "Difficultés signalées"
DECISIONS = "Décisions des acheteurs"
OWN_TERRITORY = "Mon territoire"
COOPERATION = "Coopération : postes, réunions, bilans"
QUARTERS = "Consolidation du trimestre"
MEETINGS = "Réunions et rencontres"
ALERT_LIST = "Alertes de la région"
NETWORK = "Réseau des personnes ressources"
VACANT_ZONES = "Territoires sans personne ressource"
JOURNAL = "Journal des coopérations"

# buyer
WITH_CLAUSE = "Lots avec clause"
WITH_CLAUSE_NOTE = (
    "aucun lot déposé",
    "sur {n} lot de vos marchés déposés",
    "sur {n} lots de vos marchés déposés",
)
PER_1000 = "Heures pour 1 000 €"
PER_1000_NOTE = "{owed} dues pour {amount} HT attribués, sur {lots}"
RATIO = "{n}\N{NARROW NO-BREAK SPACE}h"
YEARLY = "Bilan annuel et rapports"
ESSENTIAL = "Données essentielles (DECP)"
PURCHASES = "Achats responsables (SPASER, PNAD)"

# company
PENDING = "Heures en attente de pièce"
PENDING_NOTE = (
    "aucune heure n'attend de pièce", "une pièce manque : {n} ligne, dans {months}", "des pièces manquent : {n} lignes, dans {months}",
)  # fmt: skip
PENDING_MONTHS = ("{n} relevé", "{n} relevés")
NEXT_DUE = "Prochaine échéance"
NEXT_DUE_NOTE = "relevés {month:of_month}, {lots}"
NEXT_DUE_NONE = "l'exécution de vos lots est terminée : aucun autre relevé n'est attendu"
AT_STAKE = "Pénalité encourue"
AT_STAKE_NOTE = (
    "si rien ne change : {hours} manqueraient sur {n} lot en alerte ; l'acheteur décide",
    "si rien ne change : {hours} manqueraient sur {n} lots en alerte ; l'acheteur décide",
)
AT_STAKE_PART = ". Groupement conjoint : votre part seule est comptée"
CONSULTATIONS = "Consultations ouvertes"
CERTIFICATE = "Mon attestation d'heures"
PARTNERS = "Chercher des partenaires"

# structure
MONTH_HOURS = "Heures {month:of_month}"
MONTH_HOURS_NOTE = ("aucune heure saisie", "saisies pour {n} personne", "saisies pour {n} personnes")
ALLOCATED = "Heures affectées à venir"
ALLOCATED_NOTE = "sur {stated} indiquées {first:of_month} à {last:month}"
ALLOCATED_UNSAID = "{first:of_month} à {last:month} ; vous n'avez pas indiqué vos heures disponibles"
EMPLOYED, EMPLOYED_NOTE = "Personnes en parcours", "avec un contrat en cours"
LEAVING = "Sorties à préparer"
LEAVING_NOTE = (
    "aucun contrat ne se termine avant le {day}", "un contrat fini ou qui finit avant le {day}",
    "contrats finis ou qui finissent avant le {day}",
)  # fmt: skip
NEAR_RELAY = "Personnes à {alert:hours} ou plus"
NEAR_RELAY_NOTE = "en association intermédiaire sur 12 mois ; relais à {max:hours}"
OFFERS = "Offres de poste reçues"
OFFERS_NOTE = (
    "aucune offre reçue depuis le {day}", "{answered} répondue, depuis le {day}", "{answered} répondues, depuis le {day}",
)  # fmt: skip
ROOM = "{allocated} affectées sur {stated} indiquées pour les six prochains mois"
ROOM_SHORT = "{allocated} affectées pour {stated} indiquées : il en manque {short} sur les six prochains mois"
OFFER_OF_STRUCTURES = "Offre d'insertion"

# administrator
ACCOUNTS = "Comptes à vérifier"
ACCOUNTS_NOTE = ("aucune demande n'attend", "demande du {day}", "la plus ancienne est du {day}")
FAILED_JOBS = "Tâches en échec"
FAILED_JOBS_NOTE = (
    "toutes les tâches ont abouti",
    "échec d'une tâche du {day}",
    "la plus ancienne est du {day}",
)
BOUNCED = "Courriels refusés en 7 jours"
BOUNCED_NOTE = ("sur {sent} écrits depuis le {day}", "sur {sent} écrits depuis le {day}")
COMING = "Paramètres à venir"
COMING_NOTE = ("aucun changement daté", "le {day}", "le premier le {day}")
REVISION, REVISION_NOTE = "Révision de la base", "migration {revision}"
COPY, COPY_NEVER = "Dernière sauvegarde", "inconnue"
RESTORE, RESTORE_NEVER = "Dernier essai de restauration", "inconnu"
COPY_UNKNOWN = "lancez « flask --app wsgi backup-done » après chaque sauvegarde réussie"
RESTORE_UNKNOWN = "lancez « flask --app wsgi restore-tested » après chaque essai de restauration réussi"
NOTED = "noté le {at:moment}"
DISK, DISK_NOTE, DISK_UNKNOWN = "Disque libre", "{free} libres sur {total}", "inconnu"
ACCOUNTS_OPEN, EMAIL_MODELS, JOURNAL = "Utilisateurs", "Modèles d'e-mails", "Journal"
STATE_OF_SERVICE, JOBS, ORGANIZATIONS, DATA_DESK = (
    "État du service",
    "Tâches",
    "Organisations",
    "Données personnelles",
)
