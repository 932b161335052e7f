"""What does the portal say once a mandate, an absence or a division into territories is recorded?"""

SUCCESSES: dict[str, str] = {
    "mandate_given": "{name} suivra {territory} à partir du {day:day}.",
    "mandate_ended": "Le mandat prend fin le {day:day}.",
    "mandate_cancelled": "La nomination est annulée.",
    "territory_transferred": "Les dossiers de {territory} passent à {name} le {day:day}. Les personnes concernées seront prévenues ce jour-là.",
    "host_closing": "La fermeture est enregistrée au {day:day}. Les personnes concernées seront prévenues ce jour-là.",
    "absence_declared": "Votre absence est enregistrée. {name} reçoit les demandes du {start:day} au {end:day}.",
    "absence_ended": "Votre absence est modifiée.",
    "division_saved": "Le découpage s'applique à partir du {day:day}.",
    "territory_created": "{name} est créé. Donnez-lui ses intercommunalités.",
}
