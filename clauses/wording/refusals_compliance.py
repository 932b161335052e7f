"""What does the portal say when it refuses a report?"""

REFUSALS: dict[str, str] = {
    "report_kind": "Choisissez un rapport dans la liste.",
    "report_scope": "Ce rapport se demande sur {scope} : choisissez dans la liste.",
    "as_of_future": "La date d'arrêté ne peut pas être dans le futur.",
}
