"""What does the portal say when it refuses something about lots that share the hours of one person?"""

REFUSALS: dict[str, str] = {
    # the proposal
    "pool_lots": "Choisissez au moins deux lots.",
    "pool_people": "Choisissez au moins une personne.",
    "pool_territory": "Ces lots ne sont pas du même territoire : une mutualisation reste dans un territoire.",
    "pool_not_running": "Le lot {lot} du marché {ref} n'est pas en cours d'exécution : retirez-le.",
    "pool_no_target": "Le lot {lot} du marché {ref} n'a pas de volume d'heures : retirez-le.",
    "pool_trades": "Ces lots relèvent de métiers trop éloignés pour une même personne. Gardez des lots de travaux entre "
    "eux, ou des services d'un même métier.",
    "pool_no_month": "Ces lots n'ont pas de mois en commun.",
    "pool_month": "Choisissez le {label}.",
    "pool_order": "Le dernier mois précède le premier : corrigez la période.",
    "pool_past": "Cette période est terminée : seules les heures à venir peuvent être mutualisées.",
    "pool_outside": "Les mois communs à ces lots vont de {start:month} à {end:month} : choisissez dans cette période.",
    "pool_employer": "{name} est employé(e) en « {modality:label} » : ses heures ne se partagent qu'entre les lots de "
    "son employeur.",
    "pool_modality": "Le lot {lot} n'admet pas la modalité « {modality:label} ». Retirez ce lot ou cette personne.",
    "pool_taken": "{name} est déjà dans une autre mutualisation sur ces mois.",
    # the agreements
    "pool_answered": "Cette mutualisation n'attend plus cette réponse : rechargez la page.",
    "pool_reason": "Dites pourquoi en une phrase : la personne ressource cherchera une autre solution.",
    "pool_signed": "Indiquez la date de l'accord écrit.",
    "pool_future": "La date de l'accord ne peut pas être dans l'avenir.",
    "pool_signatory": "Indiquez qui a signé : nom et fonction.",
    "pool_document": "Joignez l'accord écrit : un accord reçu sur papier se prouve par son document.",
    "pool_document_earlier": "Joignez l'accord écrit : une date antérieure à aujourd'hui se prouve par son document.",
    "pool_ceiling": "Le plafond doit être supérieur à 0 h. Laissez vide s'il n'y en a pas.",
    "pool_too_late": "Cet accord arrive trop tard : la mutualisation s'arrête en {end:month}. Proposez une autre période.",
    # the end
    "pool_end_reason": "Dites pourquoi : le motif reste dans l'historique.",
    "pool_end_month": "Choisissez le dernier mois dont les heures sont partagées.",
    "pool_end_outside": "Choisissez un mois entre {start:month} et {end:month}.",
    "pool_end_typed": "Des heures sont déjà partagées en {month:month} : choisissez ce mois ou un mois plus tard.",
    "pool_over": "Cette mutualisation est {state:label} : ses heures ne changent plus ainsi.",
    # the hours
    "pool_not_agreed": "{name} n'a pas encore donné son accord. Aucune heure ne peut être partagée avant l'accord écrit de "
    "tous.",
    "pool_before_agreement": "Le dernier accord écrit date du {day:short} : les heures de {month:month} ne peuvent pas être "
    "partagées. Saisissez-les sur le lot où elles ont été faites.",
    "pool_before_start": "Le partage des heures commence en {start:month}.",
    "pool_after_end": "Le partage des heures s'arrête en {end:month} : saisissez les heures de {month:month} lot par lot.",
    "pooled_apart": "Des heures de {name} sont déjà saisies à part sur le lot {lot} ({ref}) en {month:month}. Retirez-les "
    "de ce relevé, puis saisissez le total ici.",
    "pooled_sent": "Le relevé de {month:month} du lot {lot} ({ref}) est déjà transmis : demandez la correction à la personne "
    "ressource.",
    "pooled_settled": "Le relevé de {month:month} du lot {lot} ({ref}) est déjà {state:label} : la personne ressource "
    "corrige, avec un motif.",
    "pooled_pending": "L'éligibilité de {name} n'est pas décidée : décidez-la avant de corriger ces heures.",
    "pooled_reason": "Indiquez pourquoi ces heures changent : le motif reste dans l'historique de chaque lot.",
    "split_pooled": "Ces heures viennent d'une mutualisation : mettez-y fin, puis mutualisez à nouveau avec l'ETTI.",
    "pooled_same": "Rien n'a changé : ces heures sont déjà enregistrées et partagées.",
    "pooled_line": "Les heures de {name} se saisissent une seule fois, dans la mutualisation : sa part arrive ici "
    "d'elle-même.",
}
