"""Which words does a compliance report use? Headings, notes and the definitions of its « Méthode »."""

from datetime import date
from typing import Any

from clauses.domain.as_of import last_month_at
from clauses.domain.kinds import ComplianceStatus
from clauses.domain.kinds_clauses import DuePace
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.small_cell_masking import Shown
from clauses.wording import formats
from clauses.wording.labels import label

# A report, masculine: the tasks of the administration are « réussies » and « annulées ».
STATES = {
    "queued": "En attente",
    "running": "En cours",
    "done": "Prêt",
    "failed": "En échec",
    "cancelled": "Annulé",
}
TITLES: dict[ReportKind, str] = {
    ReportKind.MARKET_COMPLIANCE: "Bilan de conformité du marché {subject}",
    ReportKind.BUYER_YEAR: "Bilan annuel {year} : {subject}",
    ReportKind.COMPANY_CERTIFICATE: "Attestation d'heures d'insertion : {subject}",
    ReportKind.TERRITORY_REVIEW: "Bilan de territoire {year} : {subject}",
    ReportKind.REGION_QUARTER: "Consolidation régionale, {quarter}",
    ReportKind.DECP_ANNEX: "Annexe aux données essentielles {year} : {subject}",
    ReportKind.SPASER: "Indicateurs du SPASER {year} : {subject}",
    ReportKind.NATIONAL: "Consolidation nationale {year}, trame des facilitateurs",
    ReportKind.ANRU: "Heures d'insertion du renouvellement urbain",
    ReportKind.FSE: "Participants du FSE+ en {year}",
    ReportKind.CDIAE: "Annexe au rapport annuel {year} pour le CDIAE",
    ReportKind.COOPERATION: "Évaluation de la coopération {year} : {subject}",
}
SUMMARY = "Synthèse"
BY_LOT = "Heures d'insertion par lot"
BY_MONTH = "Heures validées par mois, lot et structure"
SHEET_RESERVED, BY_RESERVED_MONTH = "Réservés", "Heures des lots réservés, par mois, lot et structure"
BY_MODALITY = "Heures validées par modalité"
CHANGES = "Versions de l'objectif"
DECISIONS = "Décisions de l'acheteur"
SHEET_MODALITIES = "Modalités"
SHEET_DECISIONS = "Décisions"
NO_DECISION = "Aucune décision enregistrée à cette date."

ITEM, VALUE = "Élément", "Valeur"
BUYER, OBJECT, COMPANY = "Acheteur", "Objet", "Entreprise"
LOTS_WITH_CLAUSE = "Lots avec clause / lots"
LOT, LOT_TITLE, AWARDEE = "Lot", "Intitulé", "Titulaire"
TARGET, VALIDATED, RATE = "Objectif", "Heures validées", "Part de l'objectif"
MONTHS, TIME, GAP, STATE = "Mois", "Temps écoulé", "Écart, en points", "État"
MONTH, STRUCTURE, MODALITY, SHARE = "Mois", "Structure", "Modalité", "Part"
VERSION, EFFECT, REASON, START, DURATION = "Version", "Date d'effet", "Motif", "Début", "Durée en mois"
DECISION = "Décision"
TOTAL = "Total"
FTE, FTE_BASE = "Équivalent temps plein", "base {base}"
FTE_VALUE = "{n} ({base})"
FTE_CHOICE = "{base} par an"
PERSONS = "Personnes ayant au moins une heure validée"
PERSONS_WHY = "Chaque personne compte une fois à chaque niveau : la somme des lignes peut dépasser le total."
CONTRACTS = "Contrats"
CONTRACTS_WHY = "Un contrat est une personne, un lot et un employeur ; une personne peut en avoir plusieurs."
MASKED = (
    "De 1 à 4 personnes, le nombre est masqué ; un autre l'est aussi quand il permettrait de le retrouver."
)
HIDDEN = "masqué"
AT_LEAST = "{n} ou plus"
RELEASES = "Personnes, d'un rapport à l'autre"
RELEASES_WHY = (
    "Un nombre qui, retranché de celui d'un rapport ou d'un trimestre publié auparavant sur le même périmètre, désignerait "
    "de 1 à 4 personnes est remplacé par le dernier nombre publié, suivi de « ou plus », ou masqué."
)
MARKET, LOTS, SHARE_OF_LOTS = "Marché", "Lots", "Part des lots"
SEVERAL_MODALITIES = "Un lot réalisé de plusieurs façons compte une fois dans chacune."
SCOPE_HELP = "Un marché, un acheteur, une entreprise, un territoire ou la région, selon le rapport choisi."
WHOLE_REGION = "Toute la région"
WRITING, RECORDED = "Écriture", "Enregistrée le"
SHEET_LINES = "Lignes"
LINES = "Lignes du registre d'heures"
LINES_NOTE = "Les lignes sont additionnées par mois, lot, structure, modalité et jour d'enregistrement : jamais une personne."
PROVISIONAL = "Provisoire : le délai de validation du dernier mois n'est pas écoulé"
FINAL = "Définitif"
WITHOUT_TARGET = "—"
WITHOUT_CLAUSE = "sans clause : {reason}"
VOLUME_MISSING = "volume à compléter"
NOT_AWARDED = "non attribué"
ROUNDING = "Le total peut différer de 100 % à cause des arrondis."

AS_OF = "Arrêté au"
MONTHS_COUNTED = "Mois comptés"
MONTHS_UNTIL = "jusqu'à {last} compris"
MONTHS_FROM = "de {first} à {last} compris"
MONTH_WHY = (
    "Une heure compte dans le mois où elle a été travaillée, mois civil à l'heure de Paris, jamais dans celui de la "
    "paie ni de la validation."
)
AS_OF_WHY = "Seuls comptent les mois entiers terminés à cette date."
KNOWN_ON = "Connaissance au"
KNOWN_WHY = (
    "Une heure validée ou corrigée après ce jour figure dans les rapports suivants : les chiffres de celui-ci ne "
    "changent plus."
)
OUR_DEFINITION = "Définition du portail"
VALIDATED_WHY = (
    "Somme des lignes du registre d'heures : heures travaillées par des personnes dont l'éligibilité est prouvée, "
    "validées par la personne ressource, corrections comprises."
)
RATE_WHY = "Heures validées rapportées à l'objectif en vigueur à la date d'arrêté, sans plafond."
TIME_WHY = (
    "Mois entiers écoulés rapportés à la durée d'exécution ; pour un lot suivi selon son plan ou l'avancement de ses travaux, "
    "part que le plan ou l'avancement demande à cette date."
)
LEGEND = "États des lots"
LEGEND_WHY = (
    "Non démarré : l'exécution n'a pas commencé. Conforme, À surveiller, En alerte : selon l'écart entre la part des heures "
    "validées et celle attendue à cette date, aux seuils de la règle « Conformité d'un lot ». Objectif atteint : autant d'heures "
    "validées que d'heures dues, ou plus. Partiellement atteint, Objectif non atteint : à la clôture du lot seulement."
)
MY_REPORTS, LINES, PERSONS_OF = "Mes rapports", "Lignes d'un chiffre", "Personnes d'un chiffre"
SINCE = "en vigueur depuis le {day}"

CURVE_DESC = "{validated} validées sur {owed} au {day}."
FINDINGS: dict[ComplianceStatus, str] = {
    ComplianceStatus.REACHED: "Le lot {number} a atteint son objectif",
    ComplianceStatus.ALERT: "Le lot {number} est loin de son rythme",
    ComplianceStatus.WATCH: "Le lot {number} prend du retard",
    ComplianceStatus.ON_TRACK: "Le lot {number} suit son rythme",
    ComplianceStatus.NOT_STARTED: "Le lot {number} n'a pas commencé",
    ComplianceStatus.PARTLY_REACHED: "Le lot {number} a presque atteint son objectif",
    ComplianceStatus.MISSED: "Le lot {number} n'a pas atteint son objectif",
}
# The time is over: what is missing is no delay any more.
SHORT = frozenset({ComplianceStatus.ALERT, ComplianceStatus.WATCH, ComplianceStatus.ON_TRACK})
ENDED = "Le lot {number} finit à {rate} de son objectif"
WITHOUT_ORDER = "Aucune commande sur le lot {number}"
OUT_OF = "sur {owed}, au {day}"
LEFT = "il reste {left}"
NOTHING_LEFT = "objectif atteint"
PACES: dict[DuePace, str] = {DuePace.PLAN: "Prévu au plan", DuePace.PROGRESS: "Avancement des travaux"}
ELAPSED = "{elapsed} mois sur {total}"
DUE, OF_DUE, WITH_PENDING = "Dues à la date", "Part des heures dues", "Avec les heures en attente"
OF_DUE_TODAY = "sur {due} dues au {day}"
NOTHING_DUE = "rien n'est encore dû au {day}"
PENDING = "{pending} transmises, pas encore validées"
NOTHING_PENDING = "aucune heure transmise n'attend"
DUE_WHY = (
    "Heures que le lot demandait à la date d'arrêté : objectif multiplié par le temps écoulé (ou par la part du plan, ou par "
    "l'avancement des travaux), tranches affermies et commandes passées comprises, sans le temps des suspensions. La part des heures dues n'est pas plafonnée."
)
PEOPLE, PEOPLE_WHAT = "Personnes", "ont au moins une heure validée"


def title_for(kind: ReportKind, subject: str, last_month: date) -> str:
    """The title of a report, by the last month it counts."""
    quarter = formats.quarter_long(last_month)
    return TITLES[kind].format(subject=subject, year=last_month.year, quarter=quarter)


def subject_of(request: Any) -> str:
    """What a request is about, in a few words; nothing for the region."""
    if request.market is not None:
        return request.market.reference
    if request.subject is not None:
        return request.subject.name
    return request.territory.name if request.territory is not None else ""


def title_of(request: Any) -> str:
    return title_for(request.kind, subject_of(request), last_month_at(request.as_of))


def plan_title(schedule: Any) -> str:
    """What is planned: the kind of report, and what it is about."""
    subject = subject_of(schedule)
    return f"{label(schedule.kind)} : {subject}" if subject else label(schedule.kind)


def masked(count: int, shown: Shown, minimum: int) -> str | int:
    """A count of persons as it is published: the number, « < 5 » or « masqué »."""
    if shown is Shown.PLAIN:
        return count
    return f"< {minimum}" if shown is Shown.UNDER else HIDDEN


def is_masked(text: str) -> bool:
    """Is this printed count masked, whichever way?"""
    return text == HIDDEN or text.startswith("<") or text.endswith(AT_LEAST.format(n=""))


def masked_text(count: int, shown: Shown, minimum: int) -> str:
    found = masked(count, shown, minimum)
    return found if isinstance(found, str) else formats.number(found)


def few(count: int, minimum: int) -> str:
    """A count of persons that stands alone: the number, or « < 5 » for whoever reads none below that minimum."""
    return masked_text(count, Shown.UNDER if 0 < count < minimum else Shown.PLAIN, minimum)


DECISION_STATE = "État de la décision"
FIGURE_LEADS: dict[str, str] = {
    "persons": (
        "Nombre de personnes : {n}. Une personne compte dès sa première heure validée et non reprise. Voici les heures des "
        "personnes comptées, soit {hours}."
    ),
    "contracts": (
        "Nombre de contrats : {n}. Un contrat est une personne, un lot et un employeur. Voici les heures des contrats "
        "comptés, soit {hours}."
    ),
    "structures": "Nombre de structures : {n}. Voici leurs heures, soit {hours}.",
}
PROFILE_LEADS = "Nombre de personnes : {n}. Leurs heures : {hours}."
LOTS_LEADS: dict[str, str] = {
    "target": "Somme des objectifs : {value}.", "amount": "Somme des montants : {value}.",
    "lots": "Nombre de lots : {value}.", "markets": "Nombre de marchés : {value}.",
    "buyers": "Nombre d'acheteurs : {value}.", "companies": "Nombre d'entreprises titulaires : {value}.",
}  # fmt: skip
PLACES: dict[str, str] = {"territory": "Territoire", "buyer": "Acheteur", "market": "Marché", "lot": "Lot"}
NOWHERE = "Sans territoire"


def counted(what: str, number: int, hours: int) -> str:
    """What a count of persons, contracts or structures holds, in a sentence; hours in hundredths."""
    sentence = FIGURE_LEADS.get(what, PROFILE_LEADS)
    return sentence.format(n=formats.number(number), hours=formats.hours(hours))


def counted_lots(what: str, value: int) -> str:
    """What the lots of a figure make, in a sentence; hours in hundredths, amounts in cents."""
    said = formats.number(value)
    if what == "target":
        said = formats.hours(value)
    elif what == "amount":
        said = formats.euros(value)
    return LOTS_LEADS[what].format(value=said)


NEUTRALISED = "Heures neutralisées"
PROPOSED = "Proposé par le contrat"
DECIDED = "Décidé"
