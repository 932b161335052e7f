"""Why is a list of structures refused as a whole?"""

REFUSALS: dict[str, str] = {
    "list_unreadable": "Ce fichier n'est pas une liste de structures que le portail connaît : la liste nationale de 2021, "
    "« le marché de l'inclusion », « les emplois de l'inclusion », Hosmoz ou notre propre export. "
    "Vérifiez la première ligne, qui nomme les colonnes.",
    "list_none": "Choisissez la liste à vérifier (CSV, Excel ou JSON).",
    "list_empty": "Cette liste ne décrit aucune structure.",
    "list_too_deep": "Ce fichier emboîte plus de {limit} niveaux : ce n'est pas une liste de structures.",
    "list_too_many": "Cette liste compte plus de {limit} lignes. Déposez-la en plusieurs parties.",
    "list_tomorrow": "Choisissez aujourd'hui ou une date passée : une liste ne peut pas venir de demain.",
}
