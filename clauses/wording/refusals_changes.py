"""What does the portal say when a change of contract, a basis of volume or a group is refused?"""

REFUSALS: dict[str, str] = {
    "target_floor": "Le nouveau volume ({hours:hours}) est inférieur aux heures déjà validées ({validated:hours}).",
    "change_impossible": "Cette modification n'est pas possible sur ce lot aujourd'hui. Choisissez-en une autre.",
    "change_date": "Indiquez la date d'effet.",
    "tranche_date": "La date d'affermissement est nécessaire pour compter les heures de cette tranche.",
    "change_early": "La date d'effet ne peut pas précéder la version en vigueur de l'objectif ({day:short}).",
    "change_before_notification": "Cette date ne peut pas précéder la notification du marché ({day:short}).",
    "change_nothing": "Cette modification ne change ni le montant, ni le volume, ni la durée.",
    "change_hours": "Indiquez le nouveau volume : il ne peut pas être calculé à partir du montant.",
    "change_tranche": "Choisissez la tranche affermie.",
    "change_order": "Choisissez la commande annulée.",
    "order_amount": "Indiquez un montant supérieur à 0.",
    "order_cancel_early": "L'annulation ne peut pas précéder la commande ({day:short}).",
    "worked_hours": "Indiquez le total des heures travaillées sur la période.",
    "worked_from": "Indiquez le début de la période, avant sa fin.",
    "worked_twice": "Des heures sont déjà déclarées pour cette période, jusqu'au {day:short}.",
    "worked_taken_over": "Les heures du personnel repris ne peuvent pas dépasser le total.",
    "change_holder": "Choisissez le nouveau titulaire.",
    "change_same_holder": "Cette organisation est déjà titulaire du lot.",
    "resume_early": "La reprise est postérieure à la suspension ({day:short}).",
}
