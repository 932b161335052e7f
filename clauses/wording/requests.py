"""Which words tell a request to a structure: its clock, its answer, its line in the efforts of a company?"""

from datetime import date

from clauses.domain.kinds_requests import RequestKind, RequestStanding
from clauses.wording import formats
from clauses.wording.labels import label

SEEK = "Partenaires"
NEW = "Demande"
SENT = "Mes demandes"
EFFORTS = "Vos démarches"
EFFORTS_OF_ALL = "Démarches des entreprises"
RECEIVED = "Demandes"
ANY_LOT = "Sans lot choisi"
FILE_NAME = "demarches"

# In the words of the structure that is asked.
SOUGHT: dict[RequestKind, str] = {
    RequestKind.PLACEMENT: "du personnel mis à disposition",
    RequestKind.SUBCONTRACTING: "une entreprise à qui confier une partie des travaux",
    RequestKind.CO_CONTRACTING: "un cotraitant",
    RequestKind.DIRECT_HIRE: "des candidatures pour une embauche directe",
    RequestKind.ADVICE: "un conseil",
}
# How the structure would do it, in its own words.
WAYS: dict[RequestKind, str] = {
    RequestKind.PLACEMENT: "en mise à disposition",
    RequestKind.SUBCONTRACTING: "en sous-traitance",
    RequestKind.CO_CONTRACTING: "en cotraitance",
    RequestKind.DIRECT_HIRE: "en proposant des candidatures",
    RequestKind.ADVICE: "en vous conseillant",
}
HEADINGS = (
    "Entreprise", "Marché", "Lot", "Structure", "Type", "Commune", "Recherche", "Heures demandées", "Période",
    "Envoyée le", "Réponse attendue avant le", "État", "Répondu le", "Heures proposées", "Forme proposée", "Motif",
    "Message", "Relancée le", "Besoin décrit",
)  # fmt: skip


def sought(kinds: tuple[RequestKind, ...]) -> str:
    """« du personnel mis à disposition ou un cotraitant »."""
    words = [SOUGHT[kind] for kind in kinds]
    return " ou ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])


def period(first: date | None, last: date | None) -> str:
    """« de septembre 2026 à août 2027 », « en mai 2026 », or nothing."""
    if first is None or last is None:
        return ""
    if first == last:
        return f"en {formats.month_long(first)}"
    return f"{formats.of_month(first)} à {formats.month_long(last)}"


def days(n: int) -> str:
    return formats.count(n, "jour", "jours")


def clock(standing: RequestStanding, silent_days: int | None, reply_by: date, days_left: int) -> str:
    """How long nobody has answered, and how long is left; empty once the structure has."""
    day = formats.day_long(reply_by)
    if standing is RequestStanding.EXPIRED:
        return f"Le délai est passé le {day} : {days(silent_days or 0)} sans réponse."
    if standing not in (RequestStanding.SENT, RequestStanding.SEEN):
        return ""
    silence = f"sans réponse depuis {days(silent_days)}" if silent_days else "envoyée aujourd'hui"
    left = f"il reste {days(days_left)}" if days_left else "dernier jour aujourd'hui"
    return f"{silence[0].upper()}{silence[1:]} ; réponse attendue avant le {day}, {left}."


def offer(hours: int | None, way: RequestKind | None, first: date | None, last: date | None) -> str:
    """« 310 h en sous-traitance, de septembre 2026 à août 2027 »."""
    parts = [formats.hours(hours) if hours else "", WAYS[way] if way else ""]
    told = " ".join(part for part in parts if part)
    when = period(first, last)
    return ", ".join(part for part in (told, when) if part)


def kinds_line(kinds: tuple[RequestKind, ...]) -> str:
    return " ; ".join(label(kind) for kind in kinds)


# Words that a title cut short is not left hanging on.
HANGING = frozenset({"de", "du", "des", "la", "le", "les", "et", "un", "une", "d", "en", "pour", "à"})
