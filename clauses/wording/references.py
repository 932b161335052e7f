"""How are the reference values of a calculation named and explained?"""

from datetime import date

from clauses.domain.references import ReferenceKind
from clauses.wording import formats

TITLES: dict[ReferenceKind, str] = {
    ReferenceKind.LABOUR_SHARE: "Part de main-d'œuvre",
    ReferenceKind.HOURLY_COST: "Coût horaire moyen chargé",
}
UNITS: dict[ReferenceKind, str] = {ReferenceKind.LABOUR_SHARE: "%", ReferenceKind.HOURLY_COST: "€/h"}
EVERY_TRADE = "Tous les métiers"
REFERENCES = "Référentiels"
FIRST = "Valeur de départ du portail"
LOTS = (
    "Aucun lot en préparation ne la prendrait aujourd'hui.",
    "Un lot en préparation, dont les heures ne sont pas encore calculées, la prendrait.",
    "{n} lots en préparation, dont les heures ne sont pas encore calculées, la prendraient.",
)
STANDS, REPLACED, COMING, PAST = "En vigueur", "Remplacée", "À venir", "Passée"
PROPOSED = "{what} proposée : {value}, depuis le {day} ({source})."
PROPOSED_COST = "{what} proposé : {value}, depuis le {day} ({source})."


def value(kind: ReferenceKind, amount: int) -> str:
    """« 45 % », « 38 € »."""
    return formats.rate(amount) if kind is ReferenceKind.LABOUR_SHARE else formats.euros(amount)


def proposed(kind: ReferenceKind, amount: int, since: date, source: str) -> str:
    """Where a proposed value comes from, under the calculation."""
    words = PROPOSED if kind is ReferenceKind.LABOUR_SHARE else PROPOSED_COST
    return words.format(
        what=TITLES[kind], value=value(kind, amount), day=formats.day_long(since), source=source.rstrip(".")
    )
