"""What does the portal say once a calendar has changed?"""

SUCCESSES: dict[str, str] = {
    "appointment_written": "Rendez-vous ajouté le {day:day}.",
    "appointment_removed": "Rendez-vous retiré.",
    "feed_closed": "L'adresse d'abonnement ne sert plus.",
}
