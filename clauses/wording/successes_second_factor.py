"""What does the portal say once a second factor is set up or taken away?"""

SUCCESSES: dict[str, str] = {
    "factor_reset": "La double authentification est réinitialisée. La personne en est prévenue et ses sessions sont fermées.",
    "passkey_added": "La clé d'accès est ajoutée. Vos autres sessions sont fermées.",
    "factor_removed": "Ce moyen est retiré. Vos autres sessions sont fermées et un message vous le confirme.",
}
