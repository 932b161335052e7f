"""What does the portal say of a programme that cannot be taken?"""

REFUSALS: dict[str, str] = {
    "programme_no_line": "Ce tableau n'a pas de ligne sous ses intitulés de colonnes. Vérifiez la première feuille.",
    "programme_no_title": "Dites quelle colonne donne l'objet des projets.",
    "programme_twice": "« {meaning} » est donné par deux colonnes. Gardez-en une.",
    "programme_nothing": "Aucune ligne de ce tableau n'a d'objet : il n'y a rien à reprendre.",
    "programme_has_market": "Cette ligne a déjà son brouillon.",
}
