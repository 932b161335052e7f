"""Why is a change to an organization, a parameter or a task refused?"""

REFUSALS: dict[str, str] = {
    "organization_known": "Ce SIRET est déjà celui de « {name} », pour le même type de structure.",
    "organization_kind": "Choisissez un type de structure pour une structure d'insertion, et seulement pour elle.",
    "organization_closed": "Cette organisation est fermée depuis le {day:%d/%m/%Y}.",
    "organization_past": "Choisissez aujourd'hui ou une date à venir : une fermeture n'a pas d'effet sur le passé.",
    "organization_open": "Cette organisation est ouverte.",
    "organization_merged": "Cette organisation a été fusionnée avec une autre : annulez d'abord cette fusion.",
    "organization_unknown": "Aucune organisation n'a ce numéro ou ce SIRET.",
    "merge_same": "Choisissez deux organisations différentes.",
    "merge_kinds": "Ces deux organisations ne sont pas de même nature : elles ne peuvent pas être fusionnées.",
    "merge_clash": "Les deux organisations ont chacune {n} ligne(s) qui se répètent ({table}). Corrigez-les d'abord : "
    "la fusion ne choisit pas à votre place.",
    "merge_undone": "Cette fusion est déjà annulée.",
    "merge_survivor_merged": "« {name} » a été fusionnée à son tour : annulez d'abord cette autre fusion.",
    "merge_changed": "La fusion ne peut plus être annulée : {n} ligne(s) déplacée(s) ont changé depuis ({table}).",
    "parameter_past": "Choisissez une date à partir de demain : un paramètre n'a jamais d'effet sur le passé.",
    "parameter_bounds": "Indiquez un nombre compris entre {low} et {high}.",
    "parameter_same": "Cette valeur est déjà celle en vigueur ce jour-là.",
    "parameter_order": "Cette valeur contredit l'autre seuil de la même règle.",
    "job_not_failed": "Cette tâche n'est pas en échec : il n'y a rien à relancer.",
}
