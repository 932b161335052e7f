"""What does the portal say once plans are being looked for, or one is taken up?"""

SUCCESSES: dict[str, str] = {
    "proposal_asked": "Recherche lancée : les plans s'affichent ici dès qu'ils sont prêts.",
    "proposal_stopped": "Recherche arrêtée.",
    "proposal_taken": "Plan repris ci-dessous. Changez ce que vous voulez, puis proposez-le.",
}
