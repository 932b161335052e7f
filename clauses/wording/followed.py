"""What is awaited on a lot that is followed, and how is the list called in a file?"""

NEXT: dict[str, str] = {
    "declare": "Déclaration attendue de l'entreprise",
    "complete": "Déclaration à compléter par l'entreprise",
    "instruct": "Engagement à instruire",
    "plan": "Plan d'affectation à proposer",
    "answers": "Réponses des structures attendues",
    "validate": "Relevé {month} à valider",
    "correct": "Relevé {month} à corriger par l'entreprise",
    "report_late": "Relevé {month} en retard",
    "report": "Relevé {month} attendu",
    "nothing": "Rien à faire aujourd'hui",
}
# The same, on the page of the lot: whose turn it is, and since when or until when.
TURNS: dict[str, str] = {
    "declare": "C'est à {company} de dire comment les heures seront faites, depuis la notification du {day:day}.",
    "complete": "C'est à {company} de compléter sa déclaration d'engagement.",
    "instruct": "C'est à {follower} d'examiner l'engagement de {company}.",
    "plan": "C'est à {follower} de proposer le plan d'affectation.",
    "answers": "Le plan d'affectation attend la réponse des structures.",
    "validate": "C'est à {follower} de valider le relevé {month:of_month}, transmis le {day:day}.",
    "correct": "C'est à {company} de corriger le relevé {month:of_month}.",
    "report_late": "C'est à {company} de transmettre le relevé {month:of_month}, en retard depuis le {day:day}.",
    "report": "C'est à {company} de transmettre le relevé {month:of_month} avant le {day:day}.",
}
NO_FOLLOWER = "la coordination régionale"
HEADINGS = (
    "Marché", "Lot", "Intitulé", "Acheteur", "Titulaire", "Territoire", "Statut", "Heures validées", "Heures dues",
    "Taux de réalisation", "Part due à ce jour", "Personnes", "Dernier relevé", "État du relevé", "Suite",
)  # fmt: skip
NOT_TYPED = "non commencé"
