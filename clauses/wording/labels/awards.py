"""What are the units of a share and the states of a subcontract called, and in which tone are they shown?"""

from enum import StrEnum

from clauses.domain.kinds_awards import ShareUnit, SubcontractState

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    ShareUnit: {
        ShareUnit.PERCENT: "En pourcentage",
        ShareUnit.HOURS: "En heures",
    },
    SubcontractState: {
        SubcontractState.PROPOSED: "À accepter",
        SubcontractState.ACCEPTED: "Accepté",
        SubcontractState.REFUSED: "Refusé",
        SubcontractState.ENDED: "Terminé",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    SubcontractState: {
        SubcontractState.PROPOSED: "bleu",
        SubcontractState.ACCEPTED: "vert",
        SubcontractState.REFUSED: "rouge",
        SubcontractState.ENDED: "gris",
    },
}
