"""What does the portal say once a commitment, a plan or an answer is kept?"""

SUCCESSES: dict[str, str] = {
    "commitment_saved": "Brouillon enregistré à {time}.",
    "commitment_sent": "Transmis à {name}.",
    "completion_asked": "{name} est prévenue : la déclaration lui revient, avec votre demande.",
    "plan_proposed": "Plan d'affectation proposé à {to}.",
    "plan_settled": "Plan d'affectation arrêté (version {number}).",
    "line_accepted": "Vous avez accepté {hours:hours}. La personne ressource est prévenue.",
    "line_countered": "Contre-proposition de {hours:hours} transmise. La personne ressource vous appellera.",
    "line_declined": "Vous avez décliné. Merci d'avoir répondu : la personne ressource cherche une autre solution.",
}
