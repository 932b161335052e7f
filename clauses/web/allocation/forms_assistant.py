"""What is typed to ask the assistant, and to take up one of its plans?"""

from clauses.domain.kinds_assistant import Way
from clauses.web.fields import Expected, Form, Length, Required, TextField, WholeField, whole_number

USUAL_KM = 50


class QuestionForm(Form):
    max_km = WholeField(
        "Distance maximale (km)",
        [Required("Indiquez une distance en kilomètres, par exemple 50.")],
        description="Entre le lot et la structure, à vol d'oiseau. Les structures déclarées par l'entreprise restent.",
    )


class TakeUpForm(Form):
    reason = TextField(
        "Pourquoi ce plan ?",
        [Expected(), Length(250)],
        description="Gardé avec la version du plan. Exemple : deux personnes déjà connues de l'AI",
    )


def way_typed(text: str | None) -> Way | None:
    """The plan that a button names."""
    return Way(text) if text in set(Way) else None


def number_typed(text: str | None) -> int:
    return whole_number(text or "") or 0
