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
    # subcontractors
    "subcontract_part": "Indiquez les prestations sous-traitées.",
    "subcontract_amount": "Indiquez le montant sous-traité, supérieur à 0.",
    "subcontract_over": "Les montants sous-traités totalisent {total:euros} : c'est plus que le montant du lot ({amount:euros}).",
    "subcontract_date": "Indiquez la date d'acceptation du sous-traitant.",
    "subcontract_early": "L'acceptation ne peut pas précéder la notification du marché ({day:short}).",
    "subcontract_future": "Cette date est à venir : enregistrez-la quand elle sera passée.",
    "subcontract_reason": "Indiquez pourquoi vous refusez ce sous-traitant.",
    "subcontract_end": "Indiquez le dernier jour de la sous-traitance.",
    "subcontract_end_early": "La fin ne peut pas précéder l'acceptation ({day:short}).",
    "subcontract_holder": "Cette organisation est titulaire du lot : elle ne peut pas en être aussi la sous-traitante.",
    "subcontract_member": "Cette organisation est membre du groupement titulaire : elle ne peut pas en être aussi la sous-traitante.",
    "subcontract_twice": "Cette organisation est déjà déclarée sur ce lot. Terminez d'abord sa sous-traitance en cours.",
    # kick-off meeting
    "kick_off_date": "Indiquez la date de la réunion.",
    "kick_off_time": "Écrivez l'heure ainsi : 14 h 30.",
    "kick_off_place": "Indiquez le lieu de la réunion.",
    "kick_off_early": "La réunion ne peut pas précéder la notification du marché ({day:short}).",
    "kick_off_held": "La réunion a déjà eu lieu : elle ne se déplace plus. Corrigez son compte rendu si besoin.",
    "kick_off_unplanned": "Indiquez d'abord la date et le lieu de la réunion.",
    "kick_off_held_date": "Indiquez le jour où la réunion s'est tenue.",
    "kick_off_future": "Cette date est à venir : écrivez le compte rendu une fois la réunion tenue.",
    "kick_off_present": "Indiquez au moins une organisation présente.",
    "kick_off_many": "Indiquez {max} organisations au plus.",
    "kick_off_contact": "Indiquez l'interlocuteur insertion que l'entreprise désigne.",
    # comments of associated territories
    "comment_lead": "Vous suivez ce lot : rendez votre avis plutôt qu'un commentaire.",
    "comment_empty": "Écrivez votre commentaire avant de l'enregistrer.",
    "group_nobody_left": "Il ne reste aucun membre pour reprendre les heures.",
}
