"""What is said after a change to an organization, a parameter or a task?"""

SUCCESSES: dict[str, str] = {
    "organization_added": "L'organisation est ajoutée.",
    "organization_closed": "La fermeture est enregistrée.",
    "organization_reopened": "L'organisation est rouverte.",
    "organizations_merged": "Les deux organisations n'en font plus qu'une. Vous pouvez annuler la fusion depuis cette page.",
    "merge_undone": "La fusion est annulée : chaque ligne est revenue à sa place.",
    "parameter_recorded": "Le paramètre est enregistré : il prendra effet à la date choisie.",
    "email_model_recorded": "Le modèle est enregistré : les prochains messages de ce type partiront avec ce texte.",
    "email_model_put_back": "La version choisie est de nouveau en vigueur.",
    "job_retried": "La tâche est relancée.",
}
