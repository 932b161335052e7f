"""What are mandates and the cover of a territory called?"""

from enum import StrEnum

from clauses.domain.kinds_territories import Cover, MandateKind

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    MandateKind: {
        MandateKind.HOLDER: "Titulaire",
        MandateKind.INTERIM: "Intérim",
        MandateKind.DEPUTY: "Suppléance",
    },
    Cover: {
        Cover.COVERED: "Couvert",
        Cover.ABSENCE: "Absence couverte",
        Cover.VACANT: "Vacant",
    },
}
BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    Cover: {Cover.COVERED: "vert", Cover.ABSENCE: "ambre", Cover.VACANT: "rouge"},
}
