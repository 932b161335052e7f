"""What does the portal say once a question, an answer or a rectification is recorded?"""

SUCCESSES: dict[str, str] = {
    "question_asked": "Question envoyée à l'acheteur, sans votre nom. La réponse sera publiée ici, pour tous.",
    "answer_drafted": "Réponse proposée à l'acheteur, qui décide de la publier.",
    "answer_published": "Réponse publiée à tous les lecteurs de la consultation.",
    "message_sent": "Message envoyé à ceux qui suivent ce lot.",
    "messages_read": "Messages marqués comme lus.",
    "market_rectified": "Rectification publiée, avec les valeurs d'avant et d'après.",
    "market_abandoned": "Résultat enregistré pour tout le marché.",
}
