"""Which words do the pages of a commitment and a plan use, beside their templates?"""

RELAY_WARNING = (
    "{total} pour {persons} personne(s), soit {each} chacune : au-delà de 240 h en association intermédiaire, {excess} "
    "devront passer par une ETTI."
)
TOTAL_REACHED = "Total : {total} sur {target}. Il reste 0 h à répartir."
COORDINATION = "la coordination régionale"
COMPANY_ITSELF = "L'entreprise elle-même"
LOT = "Lot {number} – {title}"
PERIOD = "de {first} à {last}"

TURN_COMPANY = "C'est à {company} de dire comment les heures seront faites."
TURN_PLAN = "Transmis : {who} prépare le plan d'affectation."
TURN_SETTLED = "Plan arrêté : les heures se déclarent chaque mois, avant le 10."
TURN_COUNTER = "Une structure propose autre chose : c'est à {who} d'agir."
TURN_ANSWERS = "{n} structure(s) n'ont pas encore répondu."

ACT_DECLARE = "Déclarer l'engagement"
ACT_PROPOSE = "Proposer le plan"
ACT_REVISE = "Revoir le plan"
ACT_MONTHS = "Relevés du mois"
ACT_CHANGE = "Modifier le plan"
