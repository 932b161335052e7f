"""With which words does the assistant say what each plan gains, what it costs, and what is missing?"""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from clauses.domain.assistant.comparison import Difference, Figures
from clauses.domain.assistant.shortage import Shortage
from clauses.domain.kinds_assistant import Barrier, LeftOut, Way
from clauses.domain.values import half_up
from clauses.wording import formats
from clauses.wording.labels import label

TITLE = "Propositions de plan"
TERRITORY = "Répartir les lots du territoire"
OF_TERRITORY = "Faite avec tous les lots du territoire"
AIMS: dict[Way, str] = {
    Way.LONGEST: "Le moins de personnes possible, pour des parcours plus longs.",
    Way.NEAREST: "Les structures les plus proches du lot.",
    Way.WISHES: "Au plus près de ce que l'entreprise a déclaré.",
    Way.SPREAD: "Aucune structure ne porte à elle seule plus de la moitié d'un lot, quand c'est possible.",
    Way.OTHER: "Le meilleur plan avec d'autres structures : toutes les façons de choisir mènent au premier.",
}
PROVEN = "Aucun plan ne fait mieux de ce point de vue : c'est démontré."
NEAR = "À {gap} % au plus du meilleur plan possible de ce point de vue."
NO_ANSWER = "Aucune structure à portée n'a d'heures disponibles pour ce métier sur ces mois."
LIMITS = "Toutes les heures disponibles des structures à portée sont prises."
OFFER = "Les structures à portée ne peuvent pas prendre plus sur ces mois."
WITHOUT: dict[Barrier, str] = {
    Barrier.DISTANCE: "En acceptant des structures plus lointaines, {left}.",
    Barrier.MODALITY: "Si le lot admettait d'autres modalités, {left}.",
}
DONE = (
    "{done} sont déjà faites et restent à qui les a faites : les plans portent sur les {left} qui restent. "
    "Le formulaire du plan réunit les deux."
)
EVEN = "{each} par mois"
UNEVEN = "de {least} à {most} selon les mois"


def _persons(n: int) -> str:
    return formats.count(n, "personne", "personnes")


def _structures(n: int) -> str:
    return formats.count(n, "structure", "structures")


def _instead(n: int) -> str:
    return "au lieu d'une" if n == 1 else f"au lieu de {formats.number(n)}"


GAINS: dict[str, Callable[[Difference, Figures], str]] = {
    "persons": lambda d, f: (
        f"{_persons(d.own)} {_instead(d.other)} : {formats.hours(f.each)} de parcours en moyenne."
    ),
    "km": lambda d, f: f"{d.own} km en moyenne, au lieu de {d.other} km.",
    "beside": lambda d, f: (
        f"{formats.hours(d.own)} en dehors des modalités déclarées, au lieu de {formats.hours(d.other)}."
        if d.own
        else "Respecte les modalités déclarées par l'entreprise."
    ),
    "structures": lambda d, f: f"{_structures(d.own)} {_instead(d.other)} : moins d'interlocuteurs.",
    "largest": lambda d, f: (
        f"Aucune structure ne porte plus de {d.own} % des heures, au lieu de {d.other} %."
    ),
}
COSTS: dict[str, Callable[[Difference, Figures], str]] = {
    "persons": lambda d, f: (
        f"{_persons(d.own)} {_instead(d.other)} : des parcours plus courts, {formats.hours(f.each)} en moyenne."
    ),
    "km": lambda d, f: f"{d.own} km en moyenne, au lieu de {d.other} km.",
    "beside": lambda d, f: (
        f"{formats.hours(d.own)} en dehors des modalités déclarées, au lieu de {formats.hours(d.other)}."
    ),
    "structures": lambda d, f: f"{_structures(d.own)} {_instead(d.other)}.",
    "largest": lambda d, f: f"Une structure porte {d.own} % des heures, au lieu de {d.other} % au plus.",
}


def gains(found: Sequence[Difference], own: Figures) -> list[str]:
    return [GAINS[one.name](one, own) for one in found]


def costs(found: Sequence[Difference], own: Figures) -> list[str]:
    return [COSTS[one.name](one, own) for one in found]


def proof(gap: int) -> str:
    """`gap` in basis points of the cost; zero is proven best."""
    return PROVEN if gap == 0 else NEAR.format(gap=formats.number(-(-gap // 100)))


def relayed(n: int) -> str:
    """Persons who pass from the AI to the ETTI within the plan."""
    return (
        formats.count(n, "personne passe", "personnes passent")
        + " de l'AI à l'ETTI au cours du lot (relais)."
    )


def done(hours: int, left: int) -> str | None:
    """What is left to share out on a lot where hours are done already."""
    if not hours:
        return None
    return DONE.format(done=formats.hours(hours), left=formats.hours(left))


def missing(one: Shortage, trade: str | None) -> str:
    """« Il manque 320 h de nettoyage en mars-avril 2027. »"""
    of = f" ({trade})" if trade else ""
    return f"Il manque {formats.hours(one.hours)}{of} {span(one.first, one.last)}."


def span(first: date, last: date) -> str:
    """« en mars 2027 », « de mars à avril 2027 », « de décembre 2026 à mars 2027 »."""
    if first == last:
        return f"en {formats.month_long(first)}"
    begin = formats.month_long(first)
    if first.year == last.year:
        begin = begin.rsplit(" ", 1)[0]
    return f"{_from(begin)} à {formats.month_long(last)}"


def _from(month: str) -> str:
    return f"d'{month}" if month[0] in "ao" else f"de {month}"


def without(barrier: Barrier, left: int) -> str:
    """What would still be missing with one barrier down."""
    rest = f"il manquerait encore {formats.hours(left)}" if left else "il ne manquerait rien"
    return WITHOUT[barrier].format(left=rest)


def left_out(reason: LeftOut, many: int) -> str:
    """« 3 structures n'ont pas dit leurs heures disponibles. »"""
    words = label(reason)
    if many == 1:
        words = (
            words.replace("sont", "est", 1)
            .replace("n'ont", "n'a", 1)
            .replace("ont une", "a une", 1)
            .replace("leurs", "ses", 1)
        )
    return f"{_structures(many)} {words}."


def rhythm(hours: Sequence[int]) -> str:
    """How a line is spread over its months, in whole hours."""
    least, most = (half_up(Fraction(n, 100)) * 100 for n in (min(hours), max(hours)))
    if max(hours) - min(hours) <= 1:
        about = "" if max(hours) == min(hours) == most else "environ "
        return about + EVEN.format(each=formats.hours(most))
    return UNEVEN.format(least=formats.hours(least), most=formats.hours(most))
