"""Which words do the pages of a commitment and a plan use, beside their templates?"""

from datetime import date

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

FROM_START = "début du lot"
AS_ASKED = "comme demandé"
TO_END = "fin du lot"
OTHER_FIGURES = "Si vous proposez d'autres chiffres : ce que vous laissez vide reste comme demandé."
PROPOSES = "propose {figures}"
DECLINES = "décline : {reason}"
LINE_CHOICE = "{n}. {name} : {hours}"
LASTS = "à partir de {first}, pendant {months} mois"
MOVED = "Réaffectation de {hours}, de {source} vers {destination}"

LINK_LOT = "Page du lot"
LINK_PEOPLE = "Personnes du lot"
LINK_SUBCONTRACTS = "Sous-traitants"
LINK_DOCUMENTS = "Pièces"
LINK_MESSAGES = "Échanges"
FACT_MARKET = "Marché"
FACT_BUYER = "Acheteur"
FACT_TARGET = "Objectif"
FACT_PERIOD = "Exécution"
FACT_DUE = "Prochain relevé attendu"
FACT_FOLLOWER = "Suivi par"
FACT_CONTACT = "Interlocuteur de l'entreprise"

TURN_COMPLETE = "C'est à {company} de compléter sa déclaration."
TURN_DECLINED = "Une structure a décliné : c'est à {who} de trouver une autre solution."
TURN_COMPANY = "C'est à {company} de dire comment les heures seront faites."
TURN_PLAN = "Transmis : {who} prépare le plan d'affectation."
TURN_SETTLED = "Plan arrêté : les heures se déclarent chaque mois, avant le 10."
TURN_COUNTER = "Une structure propose autre chose : c'est à {who} d'agir."

ACT_DECLARE = "Déclarer l'engagement"
ACT_PROPOSE = "Proposer le plan"
ACT_REVISE = "Revoir le plan"
ACT_MONTH = "Saisir le relevé de {month}"
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


def period(first: date | None, last: date | None) -> str:
    """« de mars 2027 à juin 2027 »; one month alone is named once, and the months of the lot are not said."""
    if first and last:
        return formats.month_long(first) if first == last else PERIOD.format(first=formats.month_long(first), last=formats.month_long(last))  # noqa: E501  # fmt: skip
    if first:
        return f"à partir de {formats.month_long(first)}"
    return f"jusqu'à {formats.month_long(last)}" if last else ""
