"""How are the duty of a social condition and its arithmetic said to a buyer?"""

from clauses.domain.duty import BuyerClass, Counted, Duty
from clauses.wording.formats import day_long, euros

_APPLIES, _NOT_YET = "s'applique", "ne s'applique pas encore"
DUTY = "Condition sociale obligatoire"
NO_DUTY = "Condition sociale facultative"
UNKNOWN = "Seuil à vérifier"
_COUNTED = {Counted.MARKET: "estimation du marché, tous lots", Counted.LOTS: "somme des lots"}
_SUPPLIES = {
    BuyerClass.STATE: "fournitures et services de l'État",
    BuyerClass.NETWORK: "fournitures et services d'une entité adjudicatrice",
    BuyerClass.OTHER: "fournitures et services des autres acheteurs",
}


def duty_title(duty: Duty) -> str:
    """The heading of what the law asks."""
    if duty.threshold is None:
        return UNKNOWN
    return DUTY if duty.due else NO_DUTY


def duty_lines(duty: Duty) -> list[str]:
    """The arithmetic and the day, each with its source."""
    found = []
    if duty.need is None:
        found.append("Indiquez le montant estimé du marché pour comparer le besoin au seuil.")
    elif duty.threshold is None:
        found.append(
            f"Besoin estimé {euros(duty.need, ht=True)} ({_COUNTED[duty.counted]}). Les seuils européens du "
            f"{day_long(duty.on)} ne sont pas encore connus du portail : vérifiez-les avant de publier."
        )
    else:
        what = "travaux et concessions" if duty.works else _SUPPLIES[duty.buyer]
        sign = "≥" if duty.above else "<"
        found.append(
            f"Besoin estimé {euros(duty.need)} {sign} {euros(duty.threshold)} HT ({_COUNTED[duty.counted]} ; seuil {what})."
        )
    found.append(
        f"Consultation du {day_long(duty.on)} : l'article L.2112-2-1 "
        f"{_APPLIES if duty.in_force else _NOT_YET}."
    )
    return found


def duty_sources(duty: Duty) -> str:
    """Where the threshold and the duty were read."""
    return " ".join(f"{source}." for source in (duty.threshold_source, duty.source) if source)
