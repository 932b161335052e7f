"""What are the ways of choosing a plan, and the states of a proposal, called?"""

from enum import StrEnum

from clauses.domain.kinds_assistant import Barrier, LeftOut, ProposalState, Way

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Way: {
        Way.LONGEST: "Parcours longs",
        Way.NEAREST: "Au plus près",
        Way.WISHES: "Selon la déclaration",
        Way.SPREAD: "Réparti",
        Way.OTHER: "Autre plan possible",
    },
    ProposalState: {
        ProposalState.QUEUED: "En attente",
        ProposalState.RUNNING: "En cours",
        ProposalState.DONE: "Prêt",
        ProposalState.FAILED: "Échec",
        ProposalState.CANCELLED: "Arrêté",
    },
    Barrier: {Barrier.DISTANCE: "Distance", Barrier.MODALITY: "Modalités du lot"},
    LeftOut: {
        LeftOut.UNTOLD: "n'ont pas dit leurs heures disponibles",
        LeftOut.NOTHING_LEFT: "n'ont plus d'heures sur ces mois",
        LeftOut.AGREEMENT_ENDED: "ont une convention échue",
        LeftOut.TOO_FAR: "sont trop loin",
    },
}
BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    ProposalState: {
        ProposalState.RUNNING: "bleu",
        ProposalState.DONE: "vert",
        ProposalState.FAILED: "rouge",
    },
}
