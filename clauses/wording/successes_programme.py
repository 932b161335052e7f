"""What does the portal say once a programme is taken?"""

SUCCESSES: dict[str, str] = {
    "programme_created": "Programmation enregistrée : {n} projets.",
    "programme_created_one": "Programmation enregistrée : 1 projet.",
    "programme_draft": "Brouillon ouvert. Vérifiez la forme et la procédure, proposées par défaut.",
}
