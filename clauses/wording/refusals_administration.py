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
    "model_too_long": "Raccourcissez : {most} caractères au plus, accolades comprises.",
    "model_one_line": "Écrivez l'objet sur une seule ligne.",
    "model_address": "Retirez l'adresse écrite en toutes lettres : un message n'a qu'un lien, celui de son acte.",
    "model_unreadable": "La ligne {line} ne se lit pas : vérifiez que chaque accolade et chaque condition se referme.",
    "model_too_deep": "Simplifiez : trop de conditions sont imbriquées.",
    "model_unknown": "« {typed} » n'est pas une valeur de ce message : choisissez dans la liste de cette page.",
    "model_not_in_subject": "« {typed} » reste dans le texte : un objet se lit sans ouvrir le message, il ne contient que les "
    "valeurs marquées pour l'objet.",
    "model_other_reader": "« {name} » ({typed}) ne se dit pas à tous les destinataires de ce message : remettez la condition du "
    "texte d'origine.",
    "model_empty_subject": "L'objet serait vide dans un des cas : complétez la condition.",
    "model_no_link": "Mettez le lien une fois et une seule, dans chaque cas. Cas à revoir : {case}.",
    "model_no_greeting": "Saluez la personne par son prénom, avec {{{{ recipient.first_name }}}}. Cas à revoir : {case}.",
    "model_no_reason": "Terminez par « Vous recevez ce message parce que… ». Cas à revoir : {case}.",
    "model_same": "Ce texte est déjà celui en vigueur.",
    "model_unknown_version": "Choisissez une version de la liste.",
    "job_not_failed": "Cette tâche n'est pas en échec : il n'y a rien à relancer.",
}
