"""What does the directory say of a search, of its answers and of its files?"""

from collections.abc import Sequence
from datetime import date

from clauses.wording import formats
from clauses.wording.formats import count

WIDER: dict[str, str] = {
    "km": "À {km} km ou moins",
    "moves": "Avec celles qui interviennent dans cette commune",
    "hours": "Sans minimum d'heures",
    "modes": "Quelle que soit la façon de travailler",
    "kinds": "Tous les types de structure",
    "zone": "Où qu'elles soient installées",
    "trades": "Tous les métiers",
}
AT_LEAST = "au moins {hours}"
MOVES = "intervention dans la commune"

FILE_NAME = "structures-insertion"
HEADINGS = (
    "Structure", "Enseigne", "Type", "SIRET", "Commune", "Code postal", "Code INSEE", "Distance (km)",
    "Intervient dans la commune", "Métiers", "Façons de travailler", "Heures disponibles", "Période", "Dit le",
    "Site internet", "Source", "Date de la source",
)  # fmt: skip
SOURCES: dict[bool, str] = {True: "Liste publique de 2021", False: "Portail des clauses d'insertion"}
OTHERS = "Autres"
MARK = "{commune} : {kind}, {n}"
YES, NO = "oui", "non"


def period(months: Sequence[date]) -> str:
    """« avril 2026 », « d'avril à juin 2026 », « de novembre 2026 à janvier 2027 »."""
    first, last = months[0], months[-1]
    if first == last:
        return formats.month_long(first)
    start = formats.MONTHS[first.month - 1] if first.year == last.year else formats.month_long(first)
    return f"{'d’' if start[0] in 'ao' else 'de '}{start} à {formats.month_long(last)}"


def wider(criterion: str, total: int, km: int | None) -> str:
    """« À 60 km ou moins : 3 structures »."""
    return f"{WIDER[criterion].format(km=km)} : {count(total, 'structure', 'structures')}"
