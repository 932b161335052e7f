"""What is a piece of background work called, and how long did it take?"""

from datetime import timedelta

KINDS: dict[str, str] = {
    "report": "Rapport",
    "purge": "Effacement de données personnelles",
    "letter": "Courrier",
    "case_file": "Dossier contentieux",
    "week": "Résumés du lundi",
    "assistant": "Propositions de plans d'affectation",
}
OTHER = "Autre tâche"


def kind(code: str) -> str:
    return KINDS.get(code, OTHER)


def duration(spent: timedelta | None) -> str:
    """« 12 s », « 3 min 05 », « 2 h 10 »; a dash while it is not over."""
    if spent is None:
        return "—"
    seconds = max(0, int(spent.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60:02}"
    return f"{seconds // 3600} h {seconds % 3600 // 60:02}"
