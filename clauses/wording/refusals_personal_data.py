"""Why is an act on personal data refused?"""

REFUSALS: dict[str, str] = {
    "nir_typed": "Ceci ressemble à un numéro de sécurité sociale. Retirez-le : le portail n'en a pas besoin et n'en "
    "conserve aucun.",
    "already_a_number": "Cette personne est déjà remplacée par un numéro : il ne reste rien à effacer.",
    "received_later": "La date de réception ne peut pas être dans le futur.",
    "nobody_found": "Personne ne correspond exactement. Vérifiez l'orthographe et la date, ou répondez que la personne "
    "n'a pas été trouvée.",
    "identify_first": "Vérifiez d'abord l'identité de la personne : rien n'est communiqué ni effacé sans cela.",
    "answer_required": "Écrivez ce qui a été fait : la personne doit pouvoir le lire.",
    "ground_required": "Choisissez le motif du refus.",
    "erase_dispute": "Un litige est en cours sur cette personne ou sur l'un de ses lots : l'effacement est suspendu "
    "(article 17.3 e du RGPD, défense de droits en justice). Refusez la demande avec ce motif, ou levez le litige.",
    "erase_needed": "L'identité sert encore à prouver des heures d'un marché en cours (article 17.3 b et e du RGPD). "
    "Refusez la demande avec ce motif : l'effacement aura lieu de lui-même à la fin de la durée de conservation.",
    "erase_in_charge": "Ce compte tient encore une charge (territoire, ou seule administration du portail). Transférez-la "
    "d'abord, puis effacez le compte.",
    "request_closed": "Cette demande a déjà reçu sa réponse.",
    "hold_no_lot": "Aucun lot ne porte cette référence et ce numéro.",
    "hold_of_what": "Indiquez un lot (référence et numéro) ou le numéro d'une personne connue.",
    "hold_lifted": "Ce litige est déjà levé.",
    "purge_confirmed": "Cette purge est déjà confirmée.",
    "second_person": "Vous avez déjà confirmé cette purge : la seconde confirmation doit venir d'une autre personne.",
}
