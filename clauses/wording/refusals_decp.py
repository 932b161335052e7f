"""What does the portal say of a file of contracts that cannot be read at all, and of a CPV code?"""

REFUSALS: dict[str, str] = {
    "decp_unreadable": "Ce fichier n'est ni un DECP ni notre modèle (Excel ou CSV).",
    "cpv_division": "Aucun code CPV ne commence par {division}. Vérifiez les deux premiers chiffres, ou laissez vide.",
    "cpv_key": "La clé {key} n'est pas celle attendue pour {bare} ({expected}). Vérifiez les huit chiffres, "
    "ou saisissez le code sans sa clé.",
    "import_held": "Rien n'a été créé : des lignes du fichier sont refusées. Corrigez-les puis déposez-le à nouveau.",
    "decp_empty": "Ce fichier est vide. Vérifiez le document puis déposez-le à nouveau.",
    "decp_too_big": "Ce fichier dépasse la limite de {limit} Mo. Déposez-le en plusieurs parties.",
    "decp_encoding": "Les lettres de ce fichier ne se lisent pas. Enregistrez-le en UTF-8 puis déposez-le à nouveau.",
    "decp_json": "Ce fichier JSON s'interrompt ou comporte une faute de syntaxe à la ligne {line}, colonne {column}. "
    "Exportez-le à nouveau.",
    "decp_csv": "Ce tableau CSV ne se lit plus à partir de la ligne {line}. Vérifiez les guillemets.",
    "decp_doubled_key": "Ce fichier nomme deux fois « {key} » au même endroit : on ne peut pas savoir quelle valeur "
    "est la bonne.",
    "decp_too_deep": "Ce fichier emboîte plus de {limit} niveaux : ce n'est pas un DECP.",
    "decp_crowded": "Ce fichier contient trop de valeurs pour être lu en une fois. Déposez-le en plusieurs parties.",
    "decp_too_many": "Ce fichier décrit plus de {limit} marchés. Déposez-le en plusieurs parties.",
    "decp_no_contract": "Ce fichier ne décrit aucun marché.",
}
