"""What does the portal say of a difficulty or a visit that it does not take as it is?"""

REFUSALS: dict[str, str] = {
    "diff_kind": "Choisissez un sujet.",
    "diff_text": "Dites-nous en une phrase ce qui se passe.",
    "diff_answer": "Dites en une phrase ce qui a été fait ou convenu.",
    "difficulty_settled": "Une réponse a déjà été donnée à cette difficulté.",
    "follow_up_names": "Votre texte semble citer une personne ({name}). Retirez son nom, ou choisissez-la dans la liste.",
    "reminder_answered": "Il n'y a plus rien à relancer : ce qui manquait est arrivé.",
    "reminder_today": "{organization} a déjà reçu une relance aujourd'hui pour ce relevé. La suivante est possible demain.",
    "reminder_nobody": "Personne n'a de compte pour {organization} : appelez, puis notez l'appel.",
    "call_who": "Choisissez l'organisation que vous avez appelée.",
    "call_day": "Indiquez le jour de l'appel.",
    "call_future": "Le jour de l'appel ne peut pas être dans le futur.",
    "call_note": "Notez en une phrase ce qui a été dit, ou « pas de réponse ».",
    "call_names": "Votre note semble citer une personne ({name}). Retirez son nom.",
    "pause_until": "Indiquez jusqu'à quel jour suspendre, au plus tard le {day:day}.",
    "pause_long": "La suspension va au plus tard jusqu'au {day:day}.",
    "visit_date": "Indiquez le jour de la visite.",
    "visit_future": "La date ne peut pas être dans le futur.",
    "visit_with": "Indiquez les personnes rencontrées par leur fonction, par exemple conductrice de travaux.",
}
SUCCESSES: dict[str, str] = {
    "difficulty_signalled": "{follower} est prévenu(e) de la difficulté.",
    "difficulty_answered": "Réponse enregistrée : l'organisation qui a signalé la difficulté est prévenue.",
    "reminded": "Relance envoyée à {organization}.",
    "call_noted": "Appel noté.",
    "reminders_paused": "Les relances automatiques de ce relevé sont suspendues jusqu'au {day:day}.",
    "reminders_resumed": "Les relances automatiques de ce relevé reprennent.",
    "visit_noted": "Visite notée.",
}
