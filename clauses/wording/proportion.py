"""How is a volume told otherwise, and how is what is unusual about it said? Calm: nothing here refuses."""

from fractions import Fraction

from clauses.domain import sizing
from clauses.domain.proportion import Finding, Found, people_full_time
from clauses.domain.workload import Outlook
from clauses.wording import formats

FINDINGS: dict[Finding, str] = {
    Finding.BELOW_BAND: "{ratio} h pour 1 000 € : c'est moins que dans toutes les opérations relevées (à partir de {low} h). Vérifiez le montant, hors taxes, et la part de main-d'œuvre.",
    Finding.ABOVE_BAND: "{ratio} h pour 1 000 € : c'est plus que dans toutes les opérations relevées (jusqu'à {high} h). Vérifiez le montant, hors taxes, et le volume.",
    Finding.BELOW_WORKS: "{ratio} h pour 1 000 € : la plupart des marchés de travaux demandent de {low} à {high} h.",
    Finding.ABOVE_WORKS: "{ratio} h pour 1 000 € : la plupart des marchés de travaux demandent de {low} à {high} h.",
    Finding.LABOUR_SHARE: "Ce volume représente {share} des heures de travail du lot. Au-delà de {limit}, dites-en la raison : la consultation peut rester sans offre.",
    Finding.POOL: "Il faudrait {people} à temps plein ; les structures du territoire en proposent {pool}. Baissez le volume, allongez la durée ou parlez-en à votre personne ressource.",
    Finding.SMALL: "Moins de {hours}, soit une semaine : regroupez ce volume avec celui d'un autre lot, ou prévoyez plutôt une période de mise en situation en milieu professionnel (PMSMP).",
    Finding.SHORT_WORKS: "Travaux de moins de {months} mois : le temps manque souvent pour recruter. La loi compterait ce cas parmi ceux qui dispensent d'une condition sociale (article L2112-2-1 du code de la commande publique, à faire relire).",
}

DAYS = ("Jours de 7 h", "{n}")
WEEKS = ("Semaines de 35 h", "{n}")
PEOPLE = "Personnes à temps plein"
OVER = "pendant {n} mois"
FTE = "Équivalents temps plein (ETP)"
FTE_VALUE = "{n} ETP"
FTE_BASE = "base {hours} par an"
PERSON, PERSONS = "{n} personne", "{n} personnes"

# What the territory offers and what is asked of it.
NO_SUPPLY = "Aucune structure du territoire {territory} n'annonce d'heures{trade}. Demandez l'avis de votre personne ressource avant de publier."
FULL = "Les heures annoncées{trade} dans le territoire {territory} sont déjà toutes demandées sur cette période. Parlez-en à votre personne ressource."
PACE = "À ce rythme, ce volume prendrait {share} des heures encore disponibles{trade} dans le territoire {territory}."
PACE_OVER = "À ce rythme, il manquerait {missing}{trade} dans le territoire {territory} : ce volume demande {wanted}, il en reste {left}."
IN_TRADE = " en « {trade} »"
ALL_TRADES = ", tous métiers confondus,"
SHORT_MONTHS = ("Un mois est trop chargé.", "{n} mois sont trop chargés.")
SILENT = (
    "Une structure n'a pas dit ses heures : elle n'est pas comptée.",
    "{n} structures n'ont pas dit leurs heures : elles ne sont pas comptées.",
)
UNCOUNTED = (
    "Un lot dont le volume ou les dates ne sont pas connus n'est pas compté.",
    "{n} lots dont le volume ou les dates ne sont pas connus ne sont pas comptés.",
)
AT_MOST = "Une structure peut annoncer les mêmes heures dans plusieurs métiers : ce total est un maximum."
NO_DATES = "Indiquez le début et la durée du marché à l'étape 1 pour comparer ce volume aux heures disponibles dans le territoire {territory}."
MONTHS_SHOWN = "Les {n} premiers mois sur {total}."
CAPTION = "Heures par mois{trade}"


def finding(found: Found) -> str:
    """What is unusual, in one sentence with its figures."""
    kind, facts = found
    written = {name: _written(name, value) for name, value in facts.items()}
    return FINDINGS[kind].format(**written)


def _written(name: str, value: object) -> str:
    if name == "share":
        return formats.percent(_fraction(value))
    if name == "limit" and isinstance(value, int):
        return formats.rate(value)
    if name == "hours" and isinstance(value, int):
        return formats.hours(value)
    if name == "people":
        return persons(_fraction(value))
    if name == "ratio":
        return formats.decimal(_fraction(value), 3)
    return formats.decimal(_fraction(value), 3 if name in ("low", "high") else 1)


def _fraction(value: object) -> Fraction:
    assert isinstance(value, int | Fraction)
    return Fraction(value)


def persons(value: Fraction) -> str:
    """« 0,6 personne », « 2 personnes »: in French two begin the plural."""
    return (PERSONS if value >= 2 else PERSON).format(n=formats.decimal(value, 1))


def told_otherwise(hours: int, *, exec_months: int | None, fte_base: int) -> list[tuple[str, str, str]]:
    """(label, value, note) of the same hours: days, weeks, people over the months, and ETP with its base."""
    same = sizing.equivalents(hours)
    found = [
        (DAYS[0], formats.decimal(same.days, 1), ""),
        (WEEKS[0], formats.decimal(same.weeks, 1), ""),
    ]
    if exec_months:
        people = people_full_time(hours, exec_months)
        found.append((PEOPLE, formats.decimal(people, 1), OVER.format(n=exec_months)))
    fte = formats.decimal(sizing.full_time(hours, fte_base), 2)
    found.append((FTE, FTE_VALUE.format(n=fte), FTE_BASE.format(hours=formats.hours(fte_base))))
    return found


def pace(outlook: Outlook, *, territory: str, trade: str | None, offered: int) -> str:
    """What a volume would take of the hours still free: « … prendrait 60 % des heures encore disponibles… »."""
    facts = {"territory": territory, "trade": IN_TRADE.format(trade=trade) if trade else ALL_TRADES}
    if not offered:
        return NO_SUPPLY.format(territory=territory, trade=IN_TRADE.format(trade=trade) if trade else "")
    if outlook.share is None:
        return FULL.format(**facts)
    tight = outlook.short_months
    late = " " + SHORT_MONTHS[tight > 1].format(n=tight) if tight else ""
    if outlook.share > 1:
        missing = formats.hours(outlook.wanted - outlook.left)
        wanted, left = formats.hours(outlook.wanted), formats.hours(outlook.left)
        return PACE_OVER.format(**facts, missing=missing, wanted=wanted, left=left)
    return PACE.format(**facts, share=formats.percent(outlook.share, 0)) + late


def uncertain(*, silent: int, uncounted: int) -> list[str]:
    """What the figures leave out or add twice, so that nobody takes them for the whole."""
    found = [AT_MOST]
    if silent:
        found.append(SILENT[silent > 1].format(n=silent))
    if uncounted:
        found.append(UNCOUNTED[uncounted > 1].format(n=uncounted))
    return found


def caption(trade: str | None) -> str:
    return CAPTION.format(trade=IN_TRADE.format(trade=trade) if trade else ALL_TRADES.rstrip(","))


def months_shown(n: int, total: int) -> str:
    return MONTHS_SHOWN.format(n=n, total=total)
