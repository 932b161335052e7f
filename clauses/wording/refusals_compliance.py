"""What does the portal say when it refuses a report?"""

REFUSALS: dict[str, str] = {
    "report_kind": "Choisissez un rapport dans la liste.",
    "report_scope": "Ce rapport se demande sur {scope} : choisissez dans la liste.",
    "plan_recipients": "Choisissez au moins une personne à qui envoyer le rapport.",
    "plan_recipient_gone": "Une personne choisie n'a plus de compte ouvert ici : rechargez la page et choisissez à nouveau.",
    "fte_base": "Cette base n'est pas proposée à cette date. Choisissez-en une de la liste.",
    "as_of_future": "La date d'arrêté ne peut pas être dans le futur.",
}
