"""What does the portal say once a report is asked for?"""

SUCCESSES: dict[str, str] = {
    "report_asked": "Votre demande est enregistrée. Le rapport s'affiche ici dès qu'il est prêt.",
    "report_there": "Ce rapport existe déjà, avec les mêmes chiffres : le voici.",
    "report_cancelled": "Le rapport est annulé. Vous pouvez le relancer quand vous voulez.",
}
