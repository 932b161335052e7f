"""What is said to a program when a calculation cannot be made?"""

REFUSALS: dict[str, str] = {
    "amount_missing": "Indiquez un montant pour obtenir un volume d'heures.",
    "share_missing": "Choisissez un corps d'état, ou indiquez une part de main-d'œuvre, pour obtenir un volume d'heures.",
    "value_missing": "Indiquez une valeur, ou retirez ce paramètre pour prendre celle qui est proposée.",
}
