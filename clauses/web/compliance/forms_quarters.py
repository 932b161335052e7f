"""What is typed to confirm the figures of a territory for a quarter, and to close the quarter?"""

from wtforms import HiddenField, TextAreaField

from clauses.web.fields import Form, Length, whole_number


class _Seen(Form):
    seen_hours = HiddenField()  # hundredths, as the page shows them

    @property
    def seen(self) -> int | None:
        return whole_number(self.seen_hours.data)


class ConfirmForm(_Seen):
    conf_comment = TextAreaField(
        "Commentaire du territoire",
        [Length(500)],
        description="Ce qui explique un chiffre : un chantier arrêté, un lot commencé. Jamais le nom d'une personne.",
    )


class CloseForm(_Seen):
    close_reason = TextAreaField(
        "Motif, si un territoire n'a pas confirmé",
        [Length(500)],
        description="Ce motif reste écrit avec le trimestre.",
    )
