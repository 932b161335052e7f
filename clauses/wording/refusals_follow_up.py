"""What does the portal say of a difficulty or a visit that it does not take as it is?"""

REFUSALS: dict[str, str] = {
    "diff_kind": "Choisissez un sujet.",
    "diff_text": "Dites-nous en une phrase ce qui se passe.",
    "diff_answer": "Dites en une phrase ce qui a été fait ou convenu.",
    "difficulty_settled": "Une réponse a déjà été donnée à cette difficulté.",
    "follow_up_names": "Votre texte semble citer une personne ({name}). Retirez son nom, ou choisissez-la dans la liste.",
    "visit_date": "Indiquez le jour de la visite.",
    "visit_future": "La date ne peut pas être dans le futur.",
    "visit_with": "Indiquez les personnes rencontrées par leur fonction, par exemple conductrice de travaux.",
}
SUCCESSES: dict[str, str] = {
    "difficulty_signalled": "{follower} est prévenu(e) de la difficulté.",
    "difficulty_answered": "Réponse enregistrée : l'organisation qui a signalé la difficulté est prévenue.",
    "visit_noted": "Visite notée.",
}
