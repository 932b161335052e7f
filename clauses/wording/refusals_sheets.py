"""What does the portal say of a spreadsheet that it does not read?"""

REFUSALS: dict[str, str] = {
    "sheet_empty": "Ce fichier ne contient aucune ligne. Vérifiez le document puis déposez-le à nouveau.",
    "sheet_big": "Ce fichier dépasse la limite de {limit} Mo. Déposez-le en plusieurs parties.",
    "sheet_kind": "Ce fichier n'est pas un classeur .xlsx ni un tableau CSV. Enregistrez-le dans l'un de ces formats.",
    "sheet_old": "Ce classeur est d'un ancien format ou protégé par un mot de passe. "
    "Enregistrez-le en .xlsx, sans mot de passe, puis déposez-le à nouveau.",
    "sheet_locked": "Ce classeur est protégé par un mot de passe. Retirez-le puis déposez le fichier à nouveau.",
    "sheet_macros": "Ce classeur contient des macros. Enregistrez-le en .xlsx, sans macro.",
    "sheet_links": "Ce classeur va chercher des valeurs dans d'autres fichiers. "
    "Remplacez ces liaisons par leurs valeurs puis déposez-le à nouveau.",
    "sheet_declaration": "Ce classeur contient des déclarations que le portail n'ouvre pas (DOCTYPE). "
    "Enregistrez-le à nouveau depuis votre tableur.",
    "sheet_doubled": "Ce classeur contient deux fois la même partie : on ne peut pas savoir laquelle est la bonne. "
    "Enregistrez-le à nouveau depuis votre tableur.",
    "sheet_damaged": "Ce fichier est abîmé et ne se lit pas. Enregistrez-le à nouveau depuis votre tableur.",
    "sheet_bomb": "Ce fichier est trop volumineux une fois ouvert. Gardez seulement la feuille et les colonnes utiles.",
    "sheet_heavy": "Ce classeur est trop lourd pour être lu. Copiez les lignes utiles dans un nouveau fichier.",
    "sheet_rows": "Cette feuille compte plus de {limit} lignes. Déposez-la en plusieurs parties.",
    "sheet_columns": "Cette feuille compte plus de {limit} colonnes. Gardez seulement les colonnes utiles.",
}
