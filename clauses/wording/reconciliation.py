"""Which words compare two reports? Headings, the sentence of each reason, and what is said when nothing explains."""

from clauses.domain.kinds_reconciliation import Reason

TITLE = "Comparaison de deux rapports"
SHEET_SIDES, SIDES = "Rapports", "Les deux rapports"
SHEET_FIGURES, FIGURES = "Écarts", "Chiffre par chiffre"
SHEET_REASONS, REASONS = "Raisons", "Pourquoi ils diffèrent"
SHEET_RULES, RULES = "Règles", "Règles qui ont changé entre les deux"
ITEM, FIRST, SECOND = "Élément", "Rapport A", "Rapport B"
FIGURE, DIFFERENCE, UNEXPLAINED = "Chiffre", "Écart (B moins A)", "Écart non expliqué"
REASON, WHY, HOURS = "Raison", "Ce qu'elle veut dire ici", "Heures"
REPORT, CLOSED_AT, KNOWN_ON, MONTHS, STATE = "Rapport", "Arrêté au", "Connaissance au", "Mois comptés", "État"
RESERVED, BESIDE, ADDED = "Heures des marchés réservés", "montrées à part", "ajoutées au total"
MONTH_READ, PLACE_READ, SHARED_READ = (
    "Une heure compte dans le",
    "Territoire d'une heure",
    "Lots de plusieurs territoires",
)
READ_OTHERWISE = "lu autrement qu'il n'a été publié"
PRINT = "Empreinte des chiffres"
SAME = "Aucun écart."
SAME_TOTAL = "Les deux rapports donnent le même total, {hours:hours}."
LESS = "Le rapport B compte {hours:hours} de moins que le rapport A ({reasons})."
MORE = "Le rapport B compte {hours:hours} de plus que le rapport A ({reasons})."
NO_REASON = "écart non expliqué"
NOT_COMPARED = (
    "Ces deux rapports n'ont aucun chiffre d'heures en commun : leurs tableaux ne se répondent pas. Comparez deux rapports "
    "qui donnent un total, ou le détail des mêmes lots."
)
FIGURES_NOTE = "Les raisons d'une ligne totalisent exactement son écart. Un tiret : ce rapport n'imprime pas ce chiffre, compté pour zéro."
ONE_REASON = (
    "Chaque ligne du registre présente dans un seul des deux rapports a une raison et une seule, la première de cette liste "
    "qui tient : réservé, lieu, lot partagé, périmètre, mois de validation, période, provisoire, écriture plus tardive."
)
UNEXPLAINED_WHY = (
    "Le registre, relu aujourd'hui dans votre périmètre, ne redonne pas un chiffre imprimé : un lot a changé de territoire "
    "ou de titulaire depuis, ou vos droits ne sont plus ceux de la demande. Produisez de nouveau les deux rapports."
)
WHYS: dict[Reason, str] = {
    Reason.RESERVED: "Un des deux rapports ajoute au total les heures des marchés réservés, l'autre les montre à part.",
    Reason.PLACE: "Heures de personnes qui habitaient dans un territoire et travaillaient sur un lot d'un autre.",
    Reason.SHARED: "Lots de plusieurs territoires : ils comptent une seule fois, dans celui de leur premier lieu d'exécution.",
    Reason.PERIMETER: "Lots sur lesquels un seul des deux rapports porte.",
    Reason.MONTH: "Heures travaillées un mois et validées un autre, d'un côté ou de l'autre de la période.",
    Reason.PERIOD: "Mois qu'un seul des deux rapports compte.",
    Reason.PROVISIONAL: "Lignes écrites pendant le délai de validation, après un rapport encore provisoire.",
    Reason.LATER: "Lignes validées ou corrigées entre les deux jours de connaissance, une fois le délai passé.",
}
LEVELS: dict[str, str] = {
    "total": "Total des heures", "reserved": "Heures des marchés réservés, à part", "territory": "Territoire",
    "buyer": "Acheteur", "market": "Marché", "lot": "Lot", "modality": "Modalité", "employer": "Structure",
}  # fmt: skip
NAMED = "{level} : {name}"
METHOD_HOURS = "Chiffres imprimés par chaque rapport, au centième d'heure ; écarts recomptés sur le registre d'heures, ligne à ligne."
MASKED_PLACE = (
    "Moins de {minimum} personnes habitent un territoire et travaillent sur un autre, ou l'inverse : lire ce rapport par "
    "lieu d'habitation les désignerait. Gardez la lecture par lieu du lot."
)
PLACE_TOTAL_ONLY = "Par lieu d'habitation, seul le total est montré, et ses lignes ne s'ouvrent pas : plus de détail désignerait des personnes."
SHEET_TARGETS, TARGETS = "Objectifs", "Écart des objectifs"
ALL_TARGETS = "Total des objectifs"
ONE_ONLY, CHANGED = "Dans un seul des deux rapports", "Objectif modifié"
TARGETS_NOTE = (
    "Un objectif modifié l'a été par une version qui prend effet ou qui a été enregistrée entre les deux rapports : le "
    "tableau des versions de l'objectif, sur la page du lot, la donne. Seules les lignes qui diffèrent sont montrées."
)
SHEET_OTHERS, OTHERS = "Autres chiffres", "Autres chiffres de la synthèse"
PERSONS_WHY = (
    "Chaque personne compte une fois à chaque niveau : un écart de personnes ne se décompose pas en lots ni en mois, et un "
    "nombre masqué le reste."
)
RATE_WHY = "Heures validées rapportées à l'objectif : voir leurs deux écarts."
FTE_HOURS = "dont heures : {hours}"
FTE_BASE = "dont règle, base de {first} puis de {second} : {base}"
