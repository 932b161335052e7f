"""Which words stand around the actions to catch up a lot, on a page, in a report and in a case file?"""

from clauses.domain.kinds import PartyCapacity
from clauses.wording.labels import label

RECOVERY = "Rattrapage"
ALL = "Actions de rattrapage"
ONE = "Action {number}"
FOLLOWER = "suit le lot"

EMPTY = "Aucune action de rattrapage n'est convenue sur ce lot."
EMPTY_CHARGED = "Aucune action de rattrapage n'est confiée à votre organisation sur ce lot."
EMPTY_LIST = "Aucune action de rattrapage à lire."
NOTHING = (
    "Rien n'est à rattraper aujourd'hui : l'exécution n'a pas commencé, ou toutes les heures sont faites."
)
FROZEN = "Le lot est clos : les actions se consultent, rien ne s'y ajoute."

# Whose turn it is on an action, and since when.
TURN_KEEP = "Depuis le {since:day}, {follower} doit la retenir ou l'abandonner."
TURN_DO = "Depuis le {since:day}, {who} doit la faire, au plus tard le {due:day}."
TURN_LATE = "{who} devait la faire au plus tard le {due:day} : {follower} demande où elle en est."
DONE = "Faite le {day:day}, dite le {said:day}."
DROPPED = "Abandonnée le {day:day} : {reason}"

# The one table of a report or of a case file.
SHEET = "Rattrapage"
TABLE = "Actions de rattrapage"
LOT, NUMBER, TEXT, WHO, DUE, HOURS = (
    "Lot",
    "Action",
    "Ce qui est à faire",
    "Qui",
    "Au plus tard le",
    "Heures attendues",
)
STATE, PROPOSED_ON, KEPT_ON, DONE_ON, DROPPED_ON, REASON = (
    "État", "Proposée le", "Retenue le", "Faite le", "Abandonnée le", "Motif de l'abandon",
)  # fmt: skip


def doer(name: str, capacity: PartyCapacity | None) -> str:
    """« Thermi'Nord (titulaire) »."""
    told = label(capacity) if capacity is not None else FOLLOWER
    return f"{name} ({told[:1].lower()}{told[1:]})"
