"""What does the portal say when it refuses to look for plans, or to take one up?"""

REFUSALS: dict[str, str] = {
    "proposal_over": "La période d'exécution de ce lot est terminée : il n'y a plus de mois où placer des heures.",
    "proposal_no_lot": "Aucun lot de ce territoire n'attend son plan.",
    "proposal_reason": "Dites en une phrase pourquoi vous partez de ce plan.",
}
