"""What does the portal say once something is decided, closed or written?"""

SUCCESSES: dict[str, str] = {
    "terms_recorded": "Les pénalités du contrat sont enregistrées.",
    "decision_neutralisation": "{hours:hours} sont neutralisées. L'objectif du lot a une nouvelle version, et l'entreprise est prévenue.",
    "decision_recovery": "Le plan de rattrapage est demandé, et l'entreprise est prévenue. Elle a jusqu'au {day:day} pour répondre.",
    "decision_formal_notice": "La mise en demeure est enregistrée. L'entreprise a jusqu'au {day:day} ; notifiez-la aussi dans les formes du marché.",
    "decision_penalty": "La pénalité est proposée. L'entreprise peut répondre jusqu'au {day:day}, puis un collègue décide.",
    "decision_waiver": "La renonciation à la pénalité est enregistrée, et l'entreprise est prévenue.",
    "penalty_revised": "La pénalité est corrigée. Un collègue la décide.",
    "penalty_decided": "La pénalité est décidée, et l'entreprise est prévenue.",
    "penalty_waived": "Vous avez renoncé à la pénalité, et l'entreprise est prévenue.",
    "decision_answered": "Votre réponse est transmise à l'acheteur.",
    "closing_report_sent": "Le bilan est transmis à {buyer}.",
    "lot_ended": "Le lot est clos.",
    "reopening_asked": "La réouverture est demandée. L'autre fonction doit la confirmer.",
    "lot_reopened": "Le lot est rouvert.",
    "case_file_asked": "Le dossier se prépare. Il s'affiche ici dès qu'il est prêt.",
    "letter_asked": "Le courrier se prépare. Il s'affiche ici dès qu'il est prêt.",
    "letter_sent": "Le courrier est envoyé : {name} le lit dans le portail.",
}
