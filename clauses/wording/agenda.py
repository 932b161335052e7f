"""How is each day of a calendar called, on the page and in the file that a diary reads? Nobody is named."""

from typing import Any

from clauses.domain.kinds import Role
from clauses.domain.kinds_agenda import AgendaKind
from clauses.wording import sentences

TITLE = "Calendrier"
TITLES: dict[AgendaKind, str] = {
    AgendaKind.OPINION: "Avis à rendre : marché {ref}",
    AgendaKind.KICK_OFF: "Réunion de lancement : marché {ref}, lot {lot}",
    AgendaKind.END: "Fin d'exécution : marché {ref}, lot {lot}",
    AgendaKind.RELAY: "Premier jour prévu d'un relais AI-ETTI : marché {ref}, lot {lot}",
    AgendaKind.DECISION: "Dernier jour pour répondre à une décision : marché {ref}, lot {lot}",
    AgendaKind.RECOVERY: "Dernier jour d'une action de rattrapage : marché {ref}, lot {lot}",
    AgendaKind.REQUEST: "Réponse attendue par {company}",
    AgendaKind.SESSION: "Information collective, territoire {code}",
    AgendaKind.MEETING: "Réunion, territoire {code}",
    AgendaKind.QUARTER: "{quarter:quarter} : chiffres à confirmer",
    AgendaKind.APPOINTMENT: "{title}",
}
EXITS = {"end": "Fin d'un contrat en parcours", "prepare": "Une sortie à préparer"}
# The statements of a month, all lots together: (one lot, many).
REPORTS: dict[Role, tuple[str, str]] = {
    Role.COMPANY: ("Relevé {month:of_month} à transmettre", "Relevés {month:of_month} à transmettre : {n} lots"),
    Role.SIAE: ("Heures {month:of_month} à saisir", "Heures {month:of_month} à saisir : {n} lots"),
    Role.RESOURCE_PERSON: ("Relevé {month:of_month} attendu", "Relevés {month:of_month} attendus : {n} lots"),
}  # fmt: skip
NOTHING = "Rien de prévu en {month:month}."
FEED = "Clauses d'insertion : {organization}"


def told(kind: AgendaKind, facts: dict[str, Any], role: Role) -> str:
    """« Relevés de janvier 2027 à transmettre : 3 lots »."""
    if kind is AgendaKind.REPORT:
        return sentences.plural(REPORTS[role], facts["n"], month=facts["month"])
    if kind is AgendaKind.EXIT:
        return EXITS[facts["what"]]
    if kind is AgendaKind.APPOINTMENT:
        return str(facts["title"])
    return sentences.written(TITLES[kind], **facts)
