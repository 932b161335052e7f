"""What is each kind of request, each of its standings and each of its steps called, and in which tone is it shown?"""

from enum import StrEnum

from clauses.domain.kinds_requests import RequestKind, RequestStanding, RequestState, RequestStepKind

LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    RequestKind: {
        RequestKind.PLACEMENT: "Du personnel mis à disposition",
        RequestKind.SUBCONTRACTING: "Une entreprise à qui confier une partie des travaux",
        RequestKind.CO_CONTRACTING: "Un cotraitant",
        RequestKind.DIRECT_HIRE: "Des candidatures pour une embauche directe",
        RequestKind.ADVICE: "Un conseil",
    },
    RequestState: {
        RequestState.SENT: "Envoyée",
        RequestState.ACCEPTED: "Acceptée",
        RequestState.COUNTERED: "Contre-proposition",
        RequestState.DECLINED: "Déclinée",
        RequestState.WITHDRAWN: "Retirée",
    },
    RequestStanding: {
        RequestStanding.SENT: "Envoyée",
        RequestStanding.SEEN: "Vue",
        RequestStanding.ACCEPTED: "Acceptée",
        RequestStanding.COUNTERED: "Contre-proposition",
        RequestStanding.DECLINED: "Déclinée",
        RequestStanding.WITHDRAWN: "Retirée",
        RequestStanding.EXPIRED: "Sans réponse",
    },
    RequestStepKind: {
        RequestStepKind.SENT: "Demande envoyée",
        RequestStepKind.SEEN: "Demande ouverte par la structure",
        RequestStepKind.REMINDED: "Relance envoyée",
        RequestStepKind.ACCEPTED: "Acceptée par la structure",
        RequestStepKind.COUNTERED: "Contre-proposition de la structure",
        RequestStepKind.DECLINED: "Déclinée par la structure",
        RequestStepKind.AGREED: "Contre-proposition acceptée par l'entreprise",
        RequestStepKind.WITHDRAWN: "Demande retirée par l'entreprise",
    },
}

_TONES: dict[str, str] = {
    "sent": "bleu",
    "seen": "bleu",
    "accepted": "vert",
    "countered": "ambre",
    "declined": "rouge",
    "withdrawn": "gris",
    "expired": "ambre",
}
BADGES: dict[type[StrEnum], dict[StrEnum, str]] = {
    kind: {member: _TONES[member.value] for member in kind} for kind in (RequestState, RequestStanding)
}
