"""What does the portal say of essential data that cannot be written?"""

REFUSALS: dict[str, str] = {
    "essential_not_awarded": "Ce lot n'est pas attribué : ses données essentielles se complètent après l'attribution.",
    "essential_published": "Ces données sont publiées depuis le {day:day}. Elles ne se modifient plus : "
    "un changement du contrat s'ajoute en tant que modification.",
    "essential_early": "La publication ne peut pas précéder la notification du {day:day}.",
    "essential_early_signed": "La publication ne peut pas précéder la signature du {day:day}.",
    "essential_techniques": "« Sans objet » ne se combine pas avec une technique d'achat.",
    "essential_partners": "Indiquez les cotraitants si le titulaire est un groupement, et seulement dans ce cas.",
    "essential_id_taken": "L'identifiant {id} désigne déjà un autre de vos contrats.",
    "essential_id": "1 à 16 caractères, lettres, chiffres, tirets ou traits de soulignement.",
}
