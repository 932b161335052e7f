"""What does the portal say when a group, a subcontractor or a kick-off meeting is refused?"""

REFUSALS: dict[str, str] = {
    # operators
    "operator_siret": "Indiquez le SIRET de l'entreprise ou de la structure.",
    "operator_ambiguous": "Plusieurs structures partagent ce SIRET : indiquez la commune de la bonne.",
    # group
    "group_form_missing": "Choisissez la forme du groupement, ou retirez ses membres et leurs parts.",
    "group_alone": "Indiquez au moins un membre en plus du mandataire, ou choisissez « Pas de groupement ».",
    "group_many": "Un groupement compte {max} membres au plus en plus du mandataire.",
    "group_share": "Indiquez la part de ce membre, supérieure à 0.",
    "group_share_format": "Écrivez la part en chiffres, par exemple 33,33.",
    "group_share_sum": "Les parts du groupement totalisent {sum:rate} ; elles doivent faire 100 %.",
    "group_hours_sum": "Les parts du groupement totalisent {sum:hours} ; elles doivent faire {volume:hours}, le volume du lot.",
    "group_hours_unknown": "Le volume de ce lot n'est pas encore connu : écrivez les parts en pourcentage.",
    "group_twice": "Cette organisation est déjà membre du groupement : chaque membre n'y figure qu'une fois.",
    "group_lead_twice": "Cette organisation est déjà le mandataire : indiquez seulement les autres membres.",
    "group_nobody_left": "Il ne reste aucun membre pour reprendre les heures.",
}
