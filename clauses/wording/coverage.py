"""How is the offer of a territory told: the finding of a forecast, the headings of its tables?"""

from clauses.wording import formats

COVERAGE = ("Métier", "Territoire", "Type", "Structures", "Structures sans heures indiquées", "Heures indiquées", "Heures encore disponibles", "Heures demandées", "Heures manquantes")  # fmt: skip
FORECAST = ("Métier", "Mois", "Heures indiquées", "Heures demandées", "Heures manquantes")
EVERYWHERE = "Tous les territoires"
EVERY_KIND = "Tous les types"
NOTHING_ASKED = "{trade} : aucun lot déposé ne demande d'heures sur ces {n} mois."
NOBODY = "{trade} : {asked} demandées, et aucune structure n'a indiqué d'heures."
ENOUGH = "{trade} : l'offre couvre la demande pendant ces {n} mois."
SHORT = "{trade} : il manque {short} sur {k} des {n} mois, surtout en {month} ({worst})."
SHORT_ONCE = "{trade} : il manque {worst} en {month}, l'offre suffit les autres mois."


def finding(trade: str, *, months: int, offered: int, asked: int, short: int, short_months: int,
            worst: tuple[str, int] | None) -> str:  # fmt: skip
    """The title of the chart: what it shows. Hours are hundredths; `worst` is the month that lacks most."""
    if not asked:
        return NOTHING_ASKED.format(trade=trade, n=months)
    if not offered:
        return NOBODY.format(trade=trade, asked=formats.hours(asked))
    if worst is None:
        return ENOUGH.format(trade=trade, n=months)
    month, lacking = worst
    words = SHORT_ONCE if short_months == 1 else SHORT
    return words.format(trade=trade, short=formats.hours(short), k=short_months, n=months, month=month,
                        worst=formats.hours(lacking))  # fmt: skip
