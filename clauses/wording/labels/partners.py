"""How are the words of the directory named in French?"""

from enum import StrEnum

from clauses.domain.kinds_partners import WorkMode, Zone

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    WorkMode: {
        WorkMode.LENDS_STAFF: "Mise à disposition de personnel",
        WorkMode.TAKES_WORKS: "Sous-traitance ou prestation",
        WorkMode.JOINS_GROUPS: "Groupement (cotraitance)",
    },
    Zone: {
        Zone.RADIUS: "Autour de sa commune",
        Zone.AREAS: "Dans des zones nommées",
        Zone.COUNTRY: "Toute la France",
    },
}
