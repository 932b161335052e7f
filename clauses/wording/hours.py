"""Which words stand beside the hours: who must act next, and what a batch did?"""

MONTHS = "Relevés du mois"
VALIDATION = "Validation"

# Who must act, by state of a report; {who} is the company, {follower} the resource person.
NOT_BEGUN = "Ce mois n'est pas encore commencé : le relevé s'ouvre le {day:day}."
TURNS = {
    "to_enter": "À saisir : c'est à {who} d'agir avant le {due:day}.",
    "draft": "Brouillon : c'est à {who} de transmettre avant le {due:day}.",
    "to_correct": "À corriger : c'est à {who} d'agir.",
    "submitted": "Transmis : {follower} relit, en général sous 10 jours.",
    "validated": "Validé : {hours:hours} comptées. Rien à faire.",
    "partly_validated": "Validé en partie : {hours:hours} comptées ; chaque ligne dit pourquoi.",
    "nil": "Sans activité : rien à faire.",
}
PEOPLE_ONE = "1 personne"
PEOPLE_MANY = "{n} personnes"
GRID_EMPLOYER = (
    "Les personnes que vous employez, lot par lot. Vous saisissez ; l'entreprise confirme et transmet."
)
GRID_HOLDER = (
    "Tous vos lots sur un seul écran : saisissez les heures que vos partenaires n'ont pas saisies, enregistrez une fois, "
    "puis confirmez chaque relevé."
)
LATE = "En retard depuis le {day:day}."
RETURNED = "Renvoyé le {day:day}, motif : {reason:label}."
SENT_ONE = "1 relevé transmis, soit {hours:hours}."
SENT_MANY = "{n} relevés transmis, soit {hours:hours}."
VALIDATED_ONE = "1 relevé validé, soit {hours:hours}."
VALIDATED_MANY = "{n} relevés validés, soit {hours:hours}."
BATCH_ONE = "Valider 1 relevé, soit {hours:hours} ?"
BATCH_MANY = "Valider {n} relevés, soit {hours:hours} ?"
BATCH_REST_NONE = "Aucun relevé avec anomalie ne reste à examiner."
BATCH_REST_ONE = "Le relevé avec anomalie reste à examiner."
BATCH_REST_MANY = "Les {n} relevés avec anomalie restent à examiner."
TOTAL_TYPED = "Heures saisies"
TOTAL_COUNTED = "Heures validées"
DUE = "À transmettre avant le"
PEOPLE = "Personnes"
STAFF = "Encadrement et salariés permanents"
STAFF_WHY = "Ces heures ne comptent pas : elles servent à vérifier le prix de la sous-traitance."
STAFF_TOLD = "{hours:hours} de {name} ne comptent pas : encadrement."
FOLLOWER_MISSING = "la coordination régionale"
HIRING_STEPS = ("La personne", "Sa situation et le justificatif", "Le contrat et l'accueil")

EXPECTED = "Pièces à garder à disposition pour ce relevé : {list}."
KILOMETRES = "{n} km"
OUTSIDE = "hors du territoire"
RELAY_LEFT = "{name} : il reste {left:hours} en AI."
RELAY_OVER = "{name} : {over:hours} au-delà de {max:hours} en AI."
RELAY_PERSON = "Personne à relayer n° {n}"
OFFERS = "{hours} par mois dans ce métier"
OF_TRADE = "ce métier"
# What comes next, by state of the relay and by the agreement already given.
RELAY_NEXT = {
    "to_prepare": "La personne ressource propose une ETTI et un premier jour.",
    "proposed": "{etti} répond à la proposition, et {employer} recueille l'accord de la personne.",
    "proposed_answered": "{etti} est d'accord. Il reste à noter l'accord de la personne.",
    "proposed_consented": "La personne est d'accord. Il reste à {etti} de répondre.",
    "agreed": "Tout le monde est d'accord : {etti} signe le contrat de mission pour le {day:day}.",
}
RELAY_STEPS = {
    "alerted": "Alerte", "proposed": "Relais proposé", "accepted": "Accepté par l'ETTI", "declined": "Décliné par l'ETTI",
    "consented": "Accord de la personne", "consent_refused": "La personne n'a pas souhaité ce relais",
    "cancelled": "Proposition annulée", "handed_over": "Contrat de mission signé",
    "taken_over": "Heures comptées en ETTI : relais fait", "overridden": "Maintien en AI, avec un motif",
    "stopped": "Heures revenues sous le seuil d'alerte",
}  # fmt: skip
CHOOSE = "Choisir…"
# What E04 says of the documents of a report.
