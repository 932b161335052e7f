"""What does the portal say once hours decided are claimed, a double is settled or a check is recorded?"""

SUCCESSES: dict[str, str] = {
    "claim_asked": "Demande envoyée : une autre personne y répond.",
    "claim_accepted": "Demande acceptée : {hours:hours} comptent maintenant. L'écriture d'origine et sa reprise restent dans "
    "l'historique.",
    "claim_refused": "Demande refusée : rien ne change. Votre réponse est enregistrée.",
    "control_drawn": "{n} lignes tirées : leur contrôle précède la validation de leurs relevés.",
    "control_drawn_one": "Une ligne tirée : son contrôle précède la validation de son relevé.",
    "pick_conform": "Ligne conforme : résultat enregistré.",
    "pick_gap": "Écart enregistré : le relevé est à examiner.",
    "pick_gap_extended": "Écart enregistré : le relevé est à examiner, et les autres lignes de ce déclarant sont à contrôler.",
    "match_asked": "Réponse enregistrée : l'autre structure doit encore répondre.",
    "match_disputed": "Réponse enregistrée. Les deux réponses ne concordent pas : la personne ressource décide.",
    "match_settled": "Doublon réglé : une ligne est gardée, l'autre ne compte pas.",
    "match_distinct": "Enregistré : ce sont d'autres heures, les deux lignes restent.",
}
