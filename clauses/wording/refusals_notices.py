"""Why is a choice of how to be told refused?"""

REFUSALS: dict[str, str] = {
    "delivery_obligatory": "Ce message ne peut pas être désactivé : un délai, la convention ou votre sécurité en dépend.",
}
