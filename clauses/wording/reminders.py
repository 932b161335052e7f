"""Which words name what is missing of a month, and the reminders about it?"""

from datetime import date

from clauses.domain.kinds_follow_up import ReminderKind
from clauses.wording.formats import day_long

PLACE = "marché {ref}, lot {lot}"
PLACES = "{n} lots"
MOST_PLACES = 3
REMINDERS = "Relances"

# (one, several) by what is missing; {n} lines or proofs.
MISSING: dict[ReminderKind, tuple[str, str]] = {
    ReminderKind.REPORT: ("Relevé à transmettre", "Relevé à transmettre"),
    ReminderKind.LINES: ("{n} ligne à saisir", "{n} lignes à saisir"),
    ReminderKind.PROOFS: ("{n} pièce à ajouter", "{n} pièces à ajouter"),
}
BACK = "Relevé à corriger"

SENT: dict[ReminderKind, str] = {
    ReminderKind.REPORT: "Relevé",
    ReminderKind.LINES: "Heures à saisir",
    ReminderKind.PROOFS: "Pièces",
    ReminderKind.BUYER: "Acheteur informé",
}


def missing(kind: ReminderKind, n: int, back: bool) -> str:
    """What is missing, in words."""
    if back:
        return BACK
    return MISSING[kind][n >= 2].format(n=n)


def silence(usual_on: date, today: date) -> str:
    """« Répond d'habitude avant le 6, rien au 14. » ; whole days when they are not of one month."""
    same = (usual_on.year, usual_on.month) == (today.year, today.month)
    usual, now = (_number(usual_on), _number(today)) if same else (day_long(usual_on), day_long(today))
    return f"Répond d'habitude avant le {usual}, rien au {now}."


def _number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
