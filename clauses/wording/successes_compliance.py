"""What does the portal say once a report is asked for?"""

SUCCESSES: dict[str, str] = {
    "report_asked": "Votre demande est enregistrée. Le rapport s'affiche ici dès qu'il est prêt.",
    "report_there": "Ce rapport existe déjà, avec les mêmes chiffres : le voici.",
    "report_planned": "Le rapport est planifié : il partira le {day} de chaque échéance aux personnes choisies.",
    "report_unplanned": "La planification est arrêtée. Les rapports déjà produits restent disponibles.",
    "report_cancelled": "Le rapport est annulé. Vous pouvez le relancer quand vous voulez.",
}
