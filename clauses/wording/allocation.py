"""Which words do the pages of a commitment and a plan use, beside their templates?"""

from clauses.wording import formats

RELAY_WARNING = (
    "{total} pour {persons}, soit {each} chacune : au-delà de 240 h en association intermédiaire, {excess} "
    "devront passer par une ETTI."
)
TOTAL_REACHED = "Total : {total} sur {target}. Il reste 0 h à répartir."
COORDINATION = "la coordination régionale"
COMPANY_ITSELF = "L'entreprise elle-même"
LOT_SHORT = "Lot {number}"
LINE = "Ligne {number}"
LOT = "Lot {number} : {title}"
PERIOD = "de {first} à {last}"

TURN_COMPANY = "C'est à {company} de dire comment les heures seront faites."
TURN_PLAN = "Transmis : {who} prépare le plan d'affectation."
TURN_SETTLED = "Plan arrêté : les heures se déclarent chaque mois, avant le 10."
TURN_COUNTER = "Une structure propose autre chose : c'est à {who} d'agir."

ACT_DECLARE = "Déclarer l'engagement"
ACT_PROPOSE = "Proposer le plan"
ACT_REVISE = "Revoir le plan"
ACT_MONTHS = "Relevés du mois"
ACT_CHANGE = "Modifier le plan"
ACT_POOL = "Mutualiser ce lot avec d'autres"
COMMITMENT = "Engagement"
PLAN = "Plan d'affectation"
DECLARATION = "Déclaration"


def persons(n: int) -> str:
    return formats.count(n, "personne", "personnes")


def structures(n: int) -> str:
    return formats.count(n, "structure", "structures")


def turn_answers(n: int) -> str:
    waiting = formats.count(n, "structure n'a", "structures n'ont")
    return f"{waiting} pas encore répondu."
