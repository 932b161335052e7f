"""What does the portal say once notifications are read or the way of being told is chosen?"""

SUCCESSES: dict[str, str] = {
    "notifications_read": "Toutes vos notifications sont marquées comme lues.",
    "notifications_known": "Vos notifications étaient déjà lues.",
    "deliveries_saved": "Vos choix sont enregistrés. Ils valent pour les messages à venir.",
    "deliveries_unchanged": "Rien n'a changé.",
}
