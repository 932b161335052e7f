"""How is a rectification told, and which words go with the questions of a consultation?"""

from clauses.domain.consultation import Change, Rectified
from clauses.wording import formats, sentences

QUESTIONS = "Questions et réponses"
RECTIFICATION = "Rectifier"
ABANDON = "Sans suite"
MESSAGES = "Échanges"
NOT_SET = "non précisé"
_MONTHS = ("{n} mois", "{n} mois")
_CHANGES = {
    Rectified.HOURS: "lot {lot} : {before} → {after}",
    Rectified.DEADLINE: "remise des offres : {before} → {after}",
    Rectified.START: "début d'exécution : {before} → {after}",
    Rectified.MONTHS: "durée : {before} → {after}",
}


def change(one: Change) -> str:
    """« lot 1 : 1 000 h → 600 h », « remise des offres : 24/04/2026 → 11/05/2026 »."""
    before, after = (_value(one, value) for value in (one.before, one.after))
    return _CHANGES[one.what].format(lot=one.lot, before=before, after=after)


def _value(one: Change, value: object) -> str:
    if value is None:
        return NOT_SET
    match one.what:
        case Rectified.HOURS:
            return formats.hours(value)  # type: ignore[arg-type]
        case Rectified.MONTHS:
            return sentences.plural(_MONTHS, value)  # type: ignore[arg-type]
        case _:
            return formats.day_short(value)  # type: ignore[arg-type]
