"""Why is an act on personal data refused?"""

REFUSALS: dict[str, str] = {
    "already_a_number": "Cette personne est déjà remplacée par un numéro : il ne reste rien à effacer.",
}
