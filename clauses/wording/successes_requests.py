"""What does the portal say once a request to structures, or an answer, is kept?"""

SUCCESSES: dict[str, str] = {
    "request_sent_one": "Demande envoyée à {name}. Réponse attendue avant le {day:day}.",
    "request_sent_many": "Demande envoyée à {n} structures. Réponse attendue avant le {day:day}.",
    "replied_accepted": "Vous avez accepté. L'entreprise est prévenue.",
    "replied_countered": "Contre-proposition transmise à l'entreprise.",
    "replied_declined": "Vous avez décliné. Merci d'avoir répondu : l'entreprise peut chercher ailleurs à temps.",
    "request_agreed": "Contre-proposition acceptée. {name} est prévenue.",
    "request_withdrawn": "Demande retirée. {name} est prévenue ; la trace reste dans vos démarches.",
    "request_reminded": "Relance envoyée à {name}.",
}
