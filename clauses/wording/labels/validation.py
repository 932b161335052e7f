"""What are claims, pairs of lines and checks called, and in which tone are they shown?"""

from enum import StrEnum

from clauses.domain.kinds_validation import (
    ClaimKind,
    ClaimState,
    MatchAnswer,
    MatchState,
    PickResult,
    PickWay,
    Risk,
)

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    ClaimKind: {
        ClaimKind.CONTEST: "Contestation",
        ClaimKind.CORRECTION: "Correction",
    },
    ClaimState: {
        ClaimState.OPEN: "En attente de réponse",
        ClaimState.ACCEPTED: "Acceptée",
        ClaimState.REFUSED: "Refusée",
    },
    MatchState: {
        MatchState.ASKED: "Réponses attendues",
        MatchState.DISPUTED: "Réponses qui ne concordent pas",
        MatchState.SETTLED: "Une ligne gardée",
        MatchState.DISTINCT: "Heures différentes",
    },
    MatchAnswer: {
        MatchAnswer.MINE: "Ces heures sont les nôtres",
        MatchAnswer.OTHERS: "Ces heures sont à l'autre structure",
        MatchAnswer.DISTINCT: "Ce sont d'autres heures : la personne a travaillé pour les deux",
    },
    Risk: {
        Risk.FIRST_MONTH: "premier mois de la structure sur ce lot",
        Risk.REFUSED_BEFORE: "heures refusées à la structure dans l'année",
        Risk.FULL_MONTH: "temps plein exact",
        Risk.SAME_AS_LAST: "mêmes heures que le mois précédent",
        Risk.ROUND: "nombre rond d'heures",
        Risk.JUMP: "forte hausse par rapport au mois précédent",
        Risk.TYPED_BY_OTHER: "saisie par un autre que l'employeur",
        Risk.HABIT: "signe porté par beaucoup de lignes de la structure ce mois-ci",
        Risk.UNSEEN: "structure non contrôlée depuis plusieurs mois",
    },
    PickWay: {
        PickWay.RANKED: "parmi les plus exposées",
        PickWay.BY_HOUR: "tirée au sort, chaque heure déclarée ayant les mêmes chances",
        PickWay.EXTENDED: "écart trouvé ce mois-ci sur une autre ligne du même déclarant",
        PickWay.FOLLOWED: "contrôle renforcé, après les écarts du dernier contrôle de la structure",
        PickWay.WEIGHTED: "tirée au sort selon le risque",
        PickWay.EQUAL: "tirée au sort",
    },
    PickResult: {
        PickResult.CONFORM: "Conforme",
        PickResult.GAP: "Écart",
    },
}

BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    ClaimState: {ClaimState.OPEN: "ambre", ClaimState.ACCEPTED: "vert", ClaimState.REFUSED: "gris"},
    MatchState: {
        MatchState.ASKED: "ambre",
        MatchState.DISPUTED: "rouge",
        MatchState.SETTLED: "vert",
        MatchState.DISTINCT: "gris",
    },
    PickResult: {PickResult.CONFORM: "vert", PickResult.GAP: "rouge"},
}
