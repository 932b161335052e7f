"""What does the portal say once a second factor is set up or taken away?"""

SUCCESSES: dict[str, str] = {
    "factor_removed": "Ce moyen est retiré. Vos autres sessions sont fermées et un message vous le confirme.",
}
