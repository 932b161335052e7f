"""What does the portal say when it refuses a report?"""

REFUSALS: dict[str, str] = {
    "report_scope": "Choisissez un marché.",
    "as_of_future": "La date d'arrêté ne peut pas être dans le futur.",
}
