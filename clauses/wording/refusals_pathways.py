"""What does the portal say of a mission or of a pathway, refused or done?"""

REFUSALS: dict[str, str] = {
    "mission_no_situation": "La situation de {name} à l'embauche n'est pas connue. Ajoutez cette personne depuis la page "
    "« Personnes du lot » : sa situation y est demandée.",
    "trial_way": "Une période test passe par une association intermédiaire ou une ETTI. Décochez la case, ou choisissez "
    "un lot où vous placez par mise à disposition ou mission.",
    "trial_end": "Indiquez la fin de la période test : la suite vous est demandée ce jour-là.",
    "trial_not_over": "Cette période test n'est pas terminée : sa suite se dit à partir du dernier jour.",
    "test_result": "Indiquez la suite : la mission s'est terminée le {day:day}.",
    "pathway_known": "{name} est déjà dans la liste de vos salariés en parcours.",
    "x_plan": "Choisissez la suite envisagée, ou effacez sa date.",
    "s_skill": "Indiquez la compétence, par exemple « poser une plinthe ».",
    "s_level": "Choisissez un niveau.",
    "s_future": "La date ne peut pas être dans le futur.",
    "s_consent": "Cochez la case une fois que la personne vous a donné son accord.",
    "consent_day": "Indiquez le jour où la personne a donné son accord : aujourd'hui ou un jour passé.",
    "consent_given": "L'accord de partage est déjà noté.",
    "consent_none": "Aucun accord de partage n'est en cours.",
}
SUCCESSES: dict[str, str] = {
    "mission_created": "La mission de {name} est enregistrée.",
    "mission_created_pending": "La mission de {name} est enregistrée. Son éligibilité est à confirmer : déposez un "
    "justificatif depuis la page « Personnes du lot ».",
    "pathway_followed": "{name} est dans la liste de vos salariés en parcours.",
    "pathway_planned": "Suite envisagée enregistrée.",
    "skill_added": "Portefeuille mis à jour.",
    "skill_removed": "Compétence retirée.",
    "consent_noted": "Accord noté : les SIAE du territoire et la personne ressource peuvent lire ce portefeuille.",
    "consent_withdrawn": "Accord retiré : le portefeuille n'est plus visible que par votre structure.",
    "trial_told": "Suite enregistrée : {result:label}.",
}
