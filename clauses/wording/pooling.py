"""How is a pool explained in words: what a lot is alone, what the lots are together, who has still to agree?"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from clauses.domain import pooling as rules
from clauses.domain.kinds import Modality
from clauses.wording import formats, sentences
from clauses.wording.labels import label

CEILING_HELP = "Le plus d'heures que la mutualisation peut apporter au lot ; le reste va aux autres lots. Laissez vide s'il n'y en a pas."
RULE = (
    "Les heures de la personne sont saisies une seule fois chaque mois, puis partagées entre les lots en proportion de leurs "
    "objectifs, à la demi-heure ; ce qui ne tombe pas juste va au plus grand objectif. Un lot qui a atteint son objectif laisse "
    "sa place aux autres. Le total partagé ne dépasse jamais les heures travaillées."
)
PRIVACY = "Chacun ne voit que les heures de ses lots. L'acheteur ne voit aucun nom."
ALONE = "Seul, chacun de ces lots représente {most} de travail au plus."
TOGETHER = "Ensemble : {hours:hours}, soit environ {weeks} pour une même personne, {period}."
ORDINARY = "Exemple, pour un mois de {hours:hours}"
AGREEMENTS = ("Un accord écrit est attendu.", "{n} accords écrits sont attendus.")
AGREEMENTS_LEFT = (
    "Tous les accords sont là.", "Il manque un accord écrit.", "Il manque {n} accords écrits.",
)  # fmt: skip
PEOPLE = ("1 personne", "{n} personnes")


def weeks(hours: int) -> str:
    """« 1,7 semaine », « 5,1 semaines », of 35 h."""
    exact = rules.weeks(hours)
    return f"{formats.decimal(exact, 1)} {'semaines' if exact >= Fraction(2) else 'semaine'}"


def period(first: date, last: date) -> str:
    """« de septembre à novembre 2026 », « en septembre 2026 »."""
    if first == last:
        return f"en {formats.month_long(first)}"
    start = formats.of_month(first)
    if first.year == last.year:
        start = start.rsplit(" ", 1)[0]
    return f"{start} à {formats.month_long(last)}"


def lot_named(reference: str, number: int, title: str, target: int | None = None) -> str:
    """« 2026-CLER-07, lot 1 : Plomberie (60 h) »."""
    name = f"{reference}, lot {number} : {title}"
    return f"{name} ({formats.hours(target)})" if target is not None else name


def lot_note(holder: str, counted: int, first: date, last: date, territory: str | None) -> str:
    """« Plomberie Hénin · de septembre à novembre 2026 · 22 h déjà comptées »."""
    parts = [holder, period(first, last)]
    if counted:
        parts.append(f"{formats.hours(counted)} déjà comptées")
    if territory:
        parts.append(territory)
    return " · ".join(parts)


def person_note(employer: str, modality: Modality, lots: Sequence[tuple[str, int]]) -> str:
    """« Tremplin Intérim 60 · Mise à disposition par une ETTI · lot 1 de 2026-CLER-07 »."""
    where = formats.joined([f"lot {number} de {reference}" for reference, number in lots])
    return f"{employer} · {label(modality)} · {where}"


def alone(targets: Sequence[int]) -> str:
    return sentences.written(ALONE, most=weeks(max(targets)))


def together(total: int, first: date, last: date) -> str:
    return sentences.written(TOGETHER, hours=total, weeks=weeks(total), period=period(first, last))


def asked(n: int) -> str:
    return sentences.plural(AGREEMENTS, n)


def left(n: int) -> str:
    return sentences.plural(AGREEMENTS_LEFT, n)


def people(n: int) -> str:
    return sentences.plural(PEOPLE, n)


def title(lots: int, first: date, last: date) -> str:
    """« Mutualisation de 3 lots, de septembre à novembre 2026 »."""
    return f"Mutualisation de {formats.count(lots, 'lot', 'lots')}, {period(first, max(first, last))}"
