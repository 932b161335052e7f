"""What does the portal say when it refuses? One sentence a code: what is wrong and what to do."""

REFUSALS: dict[str, str] = {
    # shape of what is typed
    "required": "Renseignez « {label} ».",
    "too_long": "{label} : {max} caractères au plus ; vous en avez saisi {n}.",
    "too_short": "{label} : {min} caractères au moins ; vous en avez saisi {n}.",
    "choose": "Choisissez une des réponses proposées.",
    "email": "Saisissez une adresse e-mail complète, par exemple prenom.nom@commune.fr.",
    "date_format": "Saisissez une date sous la forme jj/mm/aaaa, par exemple 15/06/2026.",
    "date_unknown": "Cette date n'existe pas dans le calendrier. Vérifiez le jour, le mois et l'année.",
    "time_format": "Écrivez l'heure ainsi : 14 h 30.",
    "month_format": "Saisissez un mois sous la forme mm/aaaa, par exemple 09/2026.",
    "date_order": "La date de fin doit être postérieure à la date de début ({start:short}).",
    "hours_format": "Saisissez un nombre d'heures, par exemple 35 ou 35,5.",
    "hours_positive": "Le nombre d'heures doit être supérieur à 0.",
    "euros_format": "Indiquez un montant en euros, par exemple 3 227 000.",
    "euros_ttc": "Indiquez le montant hors taxes.",
    "percent_format": "Saisissez un pourcentage, par exemple 5 ou 7,5.",
    "integer_format": "Saisissez un nombre entier, par exemple 12.",
    "number_range": "Saisissez une valeur comprise entre {min} et {max}.",
    "siret_length": "Le SIRET comporte 14 chiffres ; vous en avez saisi {n}.",
    "siret_typo": "Ce numéro comporte une faute de frappe : vérifiez les chiffres.",
    "commune_unknown": "Choisissez une commune dans la liste proposée : « {typed} » n'y figure pas.",
    "cpv": "Saisissez un code CPV de 8 chiffres comme 45214200, avec ou sans sa clé, ou laissez vide.",
    # doors
    "unknown_host": "Cette adresse n'est pas celle du portail.",
    "login_failed": "L'adresse ou le mot de passe ne correspond pas. Vérifiez les deux, puis réessayez.",
    "login_paused": "Trop d'essais en peu de temps. Réessayez dans {minutes} minutes.",
    "illegal_move": "Cette action n'est plus possible : l'état du dossier a changé. Rechargez la page.",
    "conflict": "Cette fiche a été modifiée entre-temps. Rechargez la page pour voir la nouvelle version ; "
    "votre saisie est conservée ci-dessous.",
    "already_done": "Cet envoi a déjà été enregistré : rien n'a été fait deux fois.",
    "key_reused": "Ce formulaire a déjà servi avec un autre contenu. Rechargez la page, puis recommencez.",
    "refused": "Cette demande ne peut pas être enregistrée. Vérifiez les champs, puis recommencez.",
    "several": "Plusieurs points sont à corriger.",
}
