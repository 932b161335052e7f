"""How are the lever advised on a lot, its reasons and what is to be watched said to a buyer?"""

import re

from clauses.domain.advice import Advice, AdviceRule
from clauses.domain.duty import Duty
from clauses.domain.levers import Watch
from clauses.domain.sub_targets import Asked
from clauses.wording.formats import count, hours, joined, rate
from clauses.wording.labels import label

TAKE = "Retenir ce levier"
TAKEN = "Levier retenu pour ce lot : « {lever} ». Vérifiez la suite, puis continuez."
ALREADY = "C'est le levier de ce lot."
NO_LEVER = "aucun"
RESERVED_WHOLE = "{lever}, pour tout le besoin"
NO_TRADE = (
    "Indiquez le corps d'état du lot à l'étape 2 : l'offre autour du lieu sera comptée et un levier proposé."
)
NO_PLACE = (
    "Indiquez la commune d'exécution à l'étape 2 : l'offre autour du lieu sera comptée et un levier proposé."
)
_NONE_NEAR = "Aucune structure d'insertion connue pour ce métier à moins de {km} km"
_NEAR = "{structures} à moins de {km} km"
_HOURS = ", {hours} par mois"
_UNSTATED = ", heures offertes non renseignées"
_OTHERS = " (et {others} : GEIQ, entreprises adaptées ou autres)"
_WHY = {
    Advice.RESERVATION: "une offre large, et un besoin qui pèse moins de {share} du chiffre d'affaires moyen des structures. "
    "Réserver tout le besoin peut s'étudier.",
    Advice.LOT: "plus de {lot}, donc assez de candidats pour réserver ce lot.",
    Advice.CLAUSE: "de quoi réaliser une clause ; réserver le lot en demanderait plus de {lot}.",
    Advice.NONE: "l'offre connue est trop mince pour proposer un levier. L'embauche directe reste possible : parlez-en "
    "avec la personne ressource.",
}
_WHOLE_UNKNOWN = (
    " Réserver tout le besoin suppose en outre qu'il pèse moins de {share} du chiffre d'affaires moyen des structures : "
    "le portail ne le connaît pas."
)
WATCH: dict[Watch, str] = {
    Watch.RESERVED_WITH_HOURS: "Ce lot ne porte pas d'heures en plus, sauf exception : elles sont l'activité même du titulaire. "
    "Videz le volume, ou confirmez-le sous le calcul.",
    Watch.RESERVED_WITHOUT_SUPPLY: "Presque aucune structure pouvant répondre n'est connue près du lieu : un lot réservé risque de "
    "rester sans offre.",
    Watch.ESS_TOO_LONG: "Un marché réservé à l'économie sociale et solidaire dure trois ans au plus, reconductions comprises "
    "(articles L.2113-15 et L.2113-16).",
    Watch.ESS_SERVICES_ONLY: "Cette réservation ne vaut que pour des services de santé, sociaux ou culturels, et pas pour un titulaire "
    "qui en a déjà obtenu une du même objet dans les trois ans (articles L.2113-15 et L.2113-16).",
    Watch.SERVICE_PROCEDURE: "Un marché de services d'insertion peut se passer en procédure adaptée quel que soit son montant (article "
    "R.2123-1, 3°) : vérifiez la procédure choisie à l'étape 1.",
    Watch.CRITERION_HEAVY: "Au-delà de {weight}, un critère d'insertion est rarement admis : assurez-vous qu'il reste lié à l'objet du "
    "marché.",
    Watch.CRITERION_WEIGHT: "Indiquez le poids du critère : il figure au règlement de la consultation.",
    Watch.CRITERION_PROMISE: "Un critère seul ne fixe aucun volume : ce que l'offre retenue aura promis deviendra contractuel, et vous "
    "le reporterez à l'attribution.",
    Watch.FLOOR_AND_PROMISE: "Le volume retenu est un plancher, le même pour tous et non noté. Ce que l'offre promet en plus est suivi "
    "à part.",
    Watch.PRIVATE: "Cet engagement est de droit privé : il n'est pas déclaré dans les données essentielles et les pénalités des "
    "marchés publics ne s'y appliquent pas.",
    Watch.RESIDENCE: "Vous semblez viser les habitants d'un lieu. Une préférence de résidence n'est pas permise ; le quartier "
    "prioritaire (QPV) est un profil social, à traiter en sous-objectif.",
    Watch.NAMED_STRUCTURE: "Vous semblez citer une structure. Aucune ne peut être imposée : l'entreprise choisit ses partenaires.",
    Watch.NOT_A_CONDITION: "L'obligation de l'article L.2112-2-1 porte sur une condition d'exécution : ce levier seul pourrait ne pas "
    "y répondre. À faire relire.",
}  # fmt: skip
# Conditions found on the lots, against what the law asks of the whole need.
DUTY_MET = "{lots} : condition sociale prévue."
DUTY_UNMET = "Aucun lot ne prévoit encore de condition d'exécution sociale : choisissez ce levier, ou motivez l'absence à l'étape 2."
LOTS = ("Lot {numbers}", "Lots {numbers}")
_SHARE, _SO = "{share} des heures", ", soit {hours}"
_MANDATORY, _WISHED = "obligatoire", "souhaité"
# What a sentence says when it asks people of a place; « quartier prioritaire » alone does not.
_RESIDENCE = re.compile(
    r"\b(habitante?s? (?:de|du|d'|des)\b(?! (?:quartiers? prioritaires?|qpv))|(?:résid|domicili|demeur)\w* "
    r"(?:à|dans|sur|au|en)\b|préférence locale|main[- ]d'œuvre locale|originaires? (?:de|du|d'))",
    re.IGNORECASE,
)  # fmt: skip


def asks_residence(*texts: str | None) -> bool:
    """True when a free text seems to ask people of a place."""
    return any(_RESIDENCE.search((text or "").replace("’", "'")) for text in texts)


def names_structure(names: tuple[str, ...], *texts: str | None) -> bool:
    """True when a free text names one of these structures."""
    said = " ".join(text or "" for text in texts).casefold()
    return any(name.casefold() in said for name in names if len(name) > 4)


def why(
    advice: Advice, rule: AdviceRule, *, siae: int, siae_hours: int, others: int, share_known: bool
) -> str:
    """« 12 structures d'insertion à moins de 30 km, 640 h par mois : … »; hours in hundredths."""
    if siae:
        near = _NEAR.format(
            structures=count(siae, "structure d'insertion", "structures d'insertion"), km=rule.within_km
        )
        near += _HOURS.format(hours=hours(siae_hours)) if siae_hours else _UNSTATED
    else:
        near = _NONE_NEAR.format(km=rule.within_km)
    if others:
        near += _OTHERS.format(others=count(others, "autre employeur", "autres employeurs"))
    share = rate(rule.dependency_below_bp)
    told = f"{near} : {_WHY[advice].format(lot=rule.lot_over, share=share)}"
    if siae > rule.whole_over and not share_known:
        told += _WHOLE_UNKNOWN.format(share=share)
    return told


def sub_target(asked: Asked, volume: int | None) -> str:
    """« Femmes : 30 % des heures, soit 357 h (obligatoire) »; `volume` in hundredths, None where it is not known."""
    if asked.hours is not None:
        told = hours(asked.hours)
    else:
        told = _SHARE.format(share=rate(asked.share or 0)) + (
            _SO.format(hours=hours(volume)) if volume else ""
        )
    return f"{label(asked.audience)} : {told} ({_MANDATORY if asked.mandatory else _WISHED})"


def watch(code: Watch, *, weight: int) -> str:
    """The sentence of something to watch; `weight` is the limit of a criterion, in basis points."""
    return WATCH[code].format(weight=rate(weight))


def conditions(duty: Duty, numbers: list[int]) -> str | None:
    """Whether the lots hold the condition that the law asks of the whole need; None where it asks none."""
    if not duty.due:
        return None
    if not numbers:
        return DUTY_UNMET
    return DUTY_MET.format(lots=LOTS[len(numbers) > 1].format(numbers=joined([str(n) for n in numbers])))
