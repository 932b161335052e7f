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
HEADINGS = (
    "Marché", "Lot", "Intitulé", "Acheteur", "Titulaire", "Territoire", "Statut", "Heures validées", "Heures dues",
    "Taux de réalisation", "Part due à ce jour", "Personnes", "Dernier relevé", "État du relevé", "Suite",
)  # fmt: skip
NOT_TYPED = "non commencé"
