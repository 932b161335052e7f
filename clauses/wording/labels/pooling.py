"""What are the states of a pool and of its agreements called, and in which tone are they shown?"""

from enum import StrEnum

from clauses.domain.kinds_pooling import AgreementSide, AgreementState, PoolState, Unshared

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    PoolState: {
        PoolState.PROPOSED: "Accords attendus",
        PoolState.ACTIVE: "En cours",
        PoolState.DECLINED: "Refusée",
        PoolState.WITHDRAWN: "Retirée",
        PoolState.ENDED: "Terminée",
    },
    AgreementSide: {
        AgreementSide.HOLDER: "Titulaire",
        AgreementSide.BUYER: "Acheteur",
    },
    AgreementState: {
        AgreementState.ASKED: "Attendu",
        AgreementState.AGREED: "Donné",
        AgreementState.DECLINED: "Refusé",
    },
    Unshared: {
        Unshared.FINISHED: "Objectif déjà atteint",
        Unshared.FULL: "Plafond de l'acheteur atteint",
        Unshared.NOT_RUNNING: "Pas exécuté ce mois-ci",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    PoolState: {
        PoolState.PROPOSED: "bleu",
        PoolState.ACTIVE: "vert",
        PoolState.DECLINED: "rouge",
        PoolState.WITHDRAWN: "gris",
        PoolState.ENDED: "gris",
    },
    AgreementState: {
        AgreementState.ASKED: "bleu",
        AgreementState.AGREED: "vert",
        AgreementState.DECLINED: "rouge",
    },
}
