"""Which words do the journal of the cooperations, what is offered and held together, and the evaluation use?"""

KINDS: dict[str, str] = {"ai_etti": "Relais AI-ETTI", "ai_ei": "AI auprès d'une EI titulaire"}
# How the two structures of a cooperation are told together: the first, then the second.
TOGETHER: dict[str, str] = {"ai_etti": "{first}, puis {second}", "ai_ei": "{first}, auprès de {second}"}

# One record of a measure, as it is listed behind its figure.
OFFER_RECORD = "{title}, {structure}, {day} : {sent} structures atteintes sur {all}"
SESSION_RECORD = "{title}, {structure}"
MEETING_RECORD = "Réunion du {day}, {place}"
LOT_RECORD = "{reference}, lot {number}"

TABS: dict[str, str] = {
    "journal": "Journal", "offers": "Postes", "sessions": "Informations collectives", "meetings": "Réunions",
    "review": "Bilan annuel", "evaluation": "Évaluation", "agreement": "Convention",
}  # fmt: skip

# The tables of the evaluation, on the screen as in the files.
AXES, BESIDE, RECORDS = "Indice de coopération", "À côté de l'indice", "Ce qui est compté"
SHEET_AXES, SHEET_BESIDE, SHEET_RECORDS = "Indice", "À côté", "Détail"
AXIS, MEASURE, DONE, OUT_OF, SHARE, RECORD = "Axe", "Mesure", "Fait", "Sur", "Part", "Quoi"
QUOTED = "« {text} »"
WITHOUT = "sans objet"
INDEX_ON = "Indice sur {n} axes"
INDEX_ON_ONE = "Indice sur un axe"
NO_INDEX = "Aucun axe n'a de quoi être mesuré"
WITHOUT_NOTE = "Sans objet, rien n'était à faire : {axes}. L'indice est la moyenne des autres axes."
HIDDEN_NOTE = "Masqué, moins de {minimum} personnes : {axes}. L'indice est la moyenne des autres axes."
MEAN_NOTE = "L'indice est la moyenne des cinq axes, de 0 à 100 ; chacun pèse autant."
BASELINE = "Repère 2008 : {share} ({groups})."
BASELINE_GROUP = {"EI": "{n} postes EI à {percent}", "ACI": "{n} ACI à {percent}", "AI": "{n} AI à {percent}"}
BASELINE_NOTE = "Le repère ne mesure que le retour à l'emploi."
RECORDS_NOTE = (
    "Chaque mesure est la somme de ces lignes ; les personnes y sont comptées par structure, jamais nommées."
)
ANALYSIS, DECISIONS, FUNDING = "Analyse", "Décisions", "Financement recherché"
SHEET_WORDS = "Décisions"
PUBLISHED = "Publiée le {day} par {name} : ces chiffres ne changent plus."
STRUCTURES = "Structures du territoire"
SOURCES: dict[str, str] = {
    "offers": "Offres publiées dans l'année ; une offre compte quand un message est arrivé à chaque SIAE du territoire.",
    "relays": "Personnes que le portail a signalées au seuil du relais dans l'année ; relais accepté par l'ETTI et par la "
    "personne, ou fait, sous {days}.",
    "portfolios": "Personnes en parcours le dernier jour ; portefeuille complété dans les {months} qui précèdent.",
    "exits": "Contrats terminés dans l'année ; préparation ouverte au plus tard {before} avant la fin.",
    "lots": "Lots du territoire avec des heures dans l'année ; une coopération entre deux SIAE y est notée dans l'année.",
    "sessions": "Offres de {posts} postes ou plus ; une information collective conjointe a eu lieu.",
    "meetings": "Réunions SIAE/SPE de l'année dont le relevé de décisions est écrit.",
    "dynamic": "Sorties de l'année, sans celles retirées du calcul ; vers un emploi, une formation ou une autre SIAE.",
}
CONVENTION = "Convention de coopération du 1er juillet 2008"
ENGAGEMENTS: dict[str, str] = {
    "offers": "Envoi systématique de l'offre de poste d'insertion à l'ensemble des SIAE du territoire",
    "relays": "Relais entre AI et ETTI au-delà de 240 h",
    "portfolios": "Portefeuille de compétences partagé",
    "exits": "Préparation de la sortie trois mois avant le terme du contrat",
    "lots": "Réponse commune aux clauses d'insertion",
    "sessions": "Organisation conjointe d'informations collectives à chaque recrutement collectif",
    "meetings": "2 à 3 réunions de concertation SIAE/SPE",
    "dynamic": "Favoriser la sortie de la SIAE",
}
