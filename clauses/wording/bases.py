"""How is the volume of a clause said in French, whatever the way it is expressed?"""

from clauses.domain.bases import Terms, TrancheTerm
from clauses.domain.kinds import HoursBasis, TrancheKind
from clauses.wording.formats import euros, hours, hours_plain, rate

TOTAL = "{hours} sur la durée du marché"
FIRST_PERIOD = "{hours} pour la première période{length}"
LENGTH = " ({n} mois)"
A_YEAR = "{hours} par an"
OF_YEAR = "{value} {year}"
FIRST_YEAR, NTH_YEAR, AFTERWARDS = "la 1re année", "la {n}e année", "ensuite"
BY_AMOUNT = "{hours} par tranche entière de {amount} commandés"
OF_WORKED = "{rate} des heures travaillées"
WITHOUT_TAKEN_OVER = ", hors personnel repris"
BY_CANDIDATE = "heures inscrites par le candidat dans son offre{rate}"
AT_LEAST = ", au moins {rate} des heures de travail"
BY_CANDIDATE_DONE = "{hours}, inscrites par le titulaire dans son offre"
FIRM_TRANCHE = "Tranche ferme"
# What the volume follows, where its buyer does not type it.
FOLLOWS: dict[HoursBasis, str] = {
    HoursBasis.PER_TRANCHE: "Seules les tranches affermies doivent des heures ; la tranche ferme l'est dès la notification.",
    HoursBasis.PER_AMOUNT: "Le volume suit les commandes : rien n'est dû tant que rien n'est commandé.",
    HoursBasis.PCT_OF_HOURS: "Le volume suit les heures travaillées que le titulaire déclare ; il n'est pas connu à l'avance.",
    HoursBasis.CANDIDATE_FILLED: "Le titulaire inscrit le volume dans son offre ; vous le reporterez à l'attribution.",
}
UNKNOWN = "volume à compléter"
FOR_TRANCHE = "{hours} ({label}{asked})"
IF_CONFIRMED = ", si elle est affermie"


def expressed(terms: Terms) -> str:
    """The volume as the clause asks for it: « 35 h par tranche entière de 50 000 € HT commandés »."""
    match terms.basis:
        case HoursBasis.PER_TRANCHE if terms.tranches:
            return " ; ".join(_tranche(one) for one in terms.tranches)
        case HoursBasis.PER_YEAR:
            return _yearly(terms)
        case HoursBasis.PER_FIRST_PERIOD if terms.hours:
            length = LENGTH.format(n=terms.period_months) if terms.period_months else ""
            return FIRST_PERIOD.format(hours=hours(terms.hours), length=length)
        case HoursBasis.PER_AMOUNT if terms.slice_amount and terms.slice_hours:
            return BY_AMOUNT.format(hours=hours(terms.slice_hours), amount=euros(terms.slice_amount, ht=True))
        case HoursBasis.PCT_OF_HOURS:
            rates = _series([(one.year, rate(one.rate)) for one in terms.years if one.rate])
            told = rates or (rate(terms.rate) if terms.rate else None)
            taken_over = WITHOUT_TAKEN_OVER if terms.taken_over is not None else ""
            return OF_WORKED.format(rate=told) + taken_over if told else UNKNOWN
        case HoursBasis.CANDIDATE_FILLED:
            if terms.hours:
                return BY_CANDIDATE_DONE.format(hours=hours(terms.hours))
            return BY_CANDIDATE.format(rate=AT_LEAST.format(rate=rate(terms.rate)) if terms.rate else "")
    return TOTAL.format(hours=hours(terms.hours)) if terms.hours else UNKNOWN


def in_a_sentence(terms: Terms) -> str | None:
    """The same inside « réserve au moins … de travail », where figures alone would say too little; else None."""

    def told(volume: int) -> str:
        return f"{hours_plain(volume)} heures"

    match terms.basis:
        case HoursBasis.PER_TRANCHE if terms.tranches:
            parts = []
            for one in terms.tranches:
                label = (
                    one.label[:1].lower() + one.label[1:] if one.label.startswith("Tranche") else one.label
                )
                asked = IF_CONFIRMED if one.kind is TrancheKind.OPTIONAL else ""
                parts.append(FOR_TRANCHE.format(hours=told(one.hours), label=label, asked=asked))
            return ", ".join(parts)
        case HoursBasis.PER_YEAR:
            return _series([(one.year, told(one.hours)) for one in terms.years if one.hours])
        case HoursBasis.PER_FIRST_PERIOD if terms.hours:
            length = LENGTH.format(n=terms.period_months) if terms.period_months else ""
            return FIRST_PERIOD.format(hours=told(terms.hours), length=length)
        case HoursBasis.PCT_OF_HOURS:
            rates = _series([(one.year, rate(one.rate)) for one in terms.years if one.rate])
            return OF_WORKED.format(rate=rates) if rates else None
    return None


def _tranche(one: TrancheTerm) -> str:
    asked = IF_CONFIRMED if one.kind is TrancheKind.OPTIONAL and one.confirmed_on is None else ""
    return f"{one.label} : {hours(one.hours)}{asked}"


def _yearly(terms: Terms) -> str:
    series = _series([(one.year, hours(one.hours)) for one in terms.years if one.hours])
    told = series or (A_YEAR.format(hours=hours(terms.hours)) if terms.hours else UNKNOWN)
    rates = _series([(one.year, rate(one.rate)) for one in terms.years if one.rate])
    return f"{told}, {OF_WORKED.format(rate=rates)}" if rates else told


def _series(values: list[tuple[int, str]]) -> str | None:
    """« 300 h la 1re année, 450 h ensuite »; None when nothing differs from year to year."""
    if not values:
        return None
    parts = []
    for i, (year, value) in enumerate(values):
        last = i == len(values) - 1 and len(values) > 1
        name = AFTERWARDS if last else FIRST_YEAR if year == 1 else NTH_YEAR.format(n=year)
        parts.append(OF_YEAR.format(value=value, year=name))
    return ", ".join(parts)
