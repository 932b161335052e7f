"""What does the portal say of a mission or of a pathway, refused or done?"""

REFUSALS: dict[str, str] = {
    "mission_no_situation": "La situation de {name} à l'embauche n'est pas connue. Ajoutez cette personne depuis la page "
    "« Personnes du lot » : sa situation y est demandée.",
    "trial_way": "Une période test passe par une association intermédiaire ou une ETTI. Décochez la case, ou choisissez "
    "un lot où vous placez par mise à disposition ou mission.",
    "trial_end": "Indiquez la fin de la période test : la suite vous est demandée ce jour-là.",
    "trial_not_over": "Cette période test n'est pas terminée : sa suite se dit à partir du dernier jour.",
    "test_result": "Indiquez la suite : la mission s'est terminée le {day:day}.",
}
SUCCESSES: dict[str, str] = {
    "mission_created": "La mission de {name} est enregistrée.",
    "mission_created_pending": "La mission de {name} est enregistrée. Son éligibilité est à confirmer : déposez un "
    "justificatif depuis la page « Personnes du lot ».",
    "trial_told": "Suite enregistrée : {result:label}.",
}
