"""What does the portal say of a document of a market that it does not take, or no longer gives?"""

REFUSALS: dict[str, str] = {
    "file_names": "Le nom de ce fichier semble citer une personne ({name}). Renommez-le, puis déposez-le à nouveau.",
    "document_withdrawn": "Cette pièce a été retirée : elle n'est plus téléchargeable.",
    "withdraw_reason": "Indiquez le motif du retrait : il reste inscrit à côté de la pièce.",
    "withdraw_names": "Ce motif semble citer une personne ({name}). Retirez son nom avant d'enregistrer.",
}
