"""What does the portal say once a structure has said its hours or changed its sheet?"""

SUCCESSES: dict[str, str] = {
    "capacity_stated": "Vos heures disponibles sont à jour.",
    "capacity_confirmed": "Vos heures disponibles sont confirmées à la date d'aujourd'hui.",
    "sheet_saved": "Votre fiche est à jour et visible dans l'annuaire.",
    "waiver_added": "La dérogation est enregistrée avec son arrêté.",
    "photo_put": "La photo est sur votre fiche.",
    "photo_put_waiting": "La photo est reçue : elle paraîtra après le contrôle antivirus.",
    "photo_withdrawn": "La photo n'est plus visible.",
}
