"""What does the portal say once something about lots that share the hours of one person is done?"""

SUCCESSES: dict[str, str] = {
    "pool_proposed": "Mutualisation proposée. {text} Aucune heure n'est partagée avant.",
    "pool_agreed": "Accord enregistré. {text}",
    "pool_activated": "Tous les accords sont là : les heures sont partagées à partir de {month:month}.",
    "pool_declined": "Refus enregistré : la personne ressource en est prévenue.",
    "pool_withdrawn": "Proposition retirée.",
    "pool_ended": "Mutualisation terminée : {month:month} est le dernier mois partagé.",
    "pooled_saved": "Heures enregistrées et partagées : {hours:hours} pour {month:month}.",
    "pooled_corrected": "Heures corrigées pour {month:month} : les lignes déjà comptées sont reprises par "
    "contre-écriture, puis comptées à nouveau.",
}
