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
ALERT_NOTE = "{lots} ; {watched}"
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
RELAYS_DONE_NOTE = ("sur {n} relais demandé depuis le {day}", "sur {n} relais demandés depuis le {day}")
OPINIONS = "Avis rendus avant publication"
OPINIONS_NOTE = ("sur {n} marché publié depuis le {day}", "sur {n} marchés publiés depuis le {day}")
REGION_FINDING = (
    "La région a validé {share} de ses heures ; aucun territoire n'a de lot en alerte",
    "La région a validé {share} de ses heures ; {n} territoire a un lot en alerte",
    "La région a validé {share} de ses heures ; {n} territoires ont un lot en alerte",
)

VISITS = "Visites de chantier"
OFFER = "Offre et demande, métier par métier"
REMINDERS = "Relances du mois"
REPORTS = "Rapports et bilans"
NETWORK = "Réseau des personnes ressources"
VACANT_ZONES = "Territoires sans personne ressource"
JOURNAL = "Journal des coopérations"
