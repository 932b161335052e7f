"""What does the portal say when it refuses an appointment?"""

REFUSALS: dict[str, str] = {
    "appointment_day": "Choisissez un jour à venir, ou aujourd'hui.",
    "appointment_hour": "Écrivez l'heure sous la forme 14 h 30, ou laissez vide pour la journée.",
    "appointment_title": "Dites en quelques mots de quoi il s'agit.",
}
