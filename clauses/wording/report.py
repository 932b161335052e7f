"""Which words does a compliance report use? Headings, notes and the definitions of its « Méthode »."""

from clauses.domain.kinds import ComplianceStatus

TITLE = "Bilan de conformité du marché {reference}"
SUMMARY = "Synthèse"
BY_LOT = "Heures d'insertion par lot"
BY_MONTH = "Heures validées par mois, lot et structure"
BY_MODALITY = "Heures validées par modalité"
CHANGES = "Versions de l'objectif"
DECISIONS = "Décisions de l'acheteur"
SHEET_MODALITIES = "Modalités"
SHEET_DECISIONS = "Décisions"
NO_DECISION = "Aucune décision enregistrée à cette date."

ITEM, VALUE = "Élément", "Valeur"
BUYER, OBJECT = "Acheteur", "Objet"
LOTS_WITH_CLAUSE = "Lots avec clause / lots"
LOT, LOT_TITLE, AWARDEE = "Lot", "Intitulé", "Titulaire"
TARGET, VALIDATED, RATE = "Objectif", "Heures validées", "Part de l'objectif"
MONTHS, TIME, GAP, STATE = "Mois", "Temps écoulé", "Écart", "État"
MONTH, STRUCTURE, MODALITY, SHARE = "Mois", "Structure", "Modalité", "Part"
VERSION, EFFECT, REASON, START, DURATION = "Version", "Date d'effet", "Motif", "Début", "Durée en mois"
DECISION = "Décision"
TOTAL = "Total"
FTE, FTE_BASE = "Équivalent temps plein", "base {base}"
PERSONS = "Personnes ayant au moins une heure validée, par lot"
PROVISIONAL = "Provisoire : le délai de validation du dernier mois n'est pas écoulé"
FINAL = "Définitif"
WITHOUT_CLAUSE = "sans clause : {reason}"
VOLUME_MISSING = "volume à compléter"
NOT_AWARDED = "non attribué"
ROUNDING = "Le total peut différer de 100 % à cause des arrondis."

ASKED_BY = "Demandé par"
AS_OF = "Arrêté au"
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
TIME_WHY = "Mois entiers écoulés rapportés à la durée d'exécution."
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
WITHOUT_ORDER = "Aucune commande sur le lot {number}"
OUT_OF = "sur {owed}, au {day}"
LEFT = "il reste {left}"
NOTHING_LEFT = "objectif atteint"
ELAPSED = "{elapsed} mois sur {total}"
PEOPLE, PEOPLE_WHAT = "Personnes", "ont au moins une heure validée"
