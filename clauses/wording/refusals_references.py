"""What is said when a reference value is refused, or recorded?"""

REFUSALS: dict[str, str] = {
    "reference_past": "Une valeur ne s'applique jamais à une date passée : les marchés déjà calculés gardent la leur.",
    "reference_far": "Indiquez une date d'effet dans les cinq ans qui viennent.",
    "reference_same": "Cette valeur est déjà celle qui s'applique au {day:day}.",
    "reference_labour_share": "Saisissez une part comprise entre {low:rate} et {high:rate}.",
    "reference_hourly_cost": "Saisissez un coût compris entre {low:euros} et {high:euros}.",
}
SUCCESSES: dict[str, str] = {
    "reference_recorded": "Valeur enregistrée : {value}, applicable à partir du {day:day}.",
}
