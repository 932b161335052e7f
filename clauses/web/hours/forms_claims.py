"""What is typed to contest or correct a decided line, to answer it, and to say whose hours declared twice are?"""

from collections.abc import Iterable

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from clauses.domain.kinds_validation import MatchAnswer, PickResult
from clauses.queries.hours_claims import Claimable
from clauses.web.fields import Form, HoursField, Length, Required, TextField, choices_of
from clauses.web.hours.forms_people import Asked
from clauses.wording import formats, sentences


class ClaimForm(Form):
    """Which line, how many hours should count, and why."""

    about_people = True

    claim_line = SelectField(
        "Ligne", [Required(sentences.refusal("claim_line"))], validate_choice=False, coerce=str
    )
    claim_hours = HoursField(
        "Heures à compter",
        [Asked()],
        description="Ce qui doit compter à la place. 0 si rien ne doit compter.",
    )
    claim_motive = TextField(
        "Motif", [Asked(), Length(300)], description="Il restera dans l'historique, à côté des écritures."
    )


def claim_form(lines: Iterable[Claimable], **kwargs: object) -> ClaimForm:
    form = ClaimForm(**kwargs)
    form.claim_line.choices = [
        SelectChoice("", "Choisir…"),
        *(
            SelectChoice(
                str(one.entry.id),
                f"{one.entry.participant.name}, {one.entry.employer.name} : {formats.hours(one.counted)} comptées sur "
                f"{formats.hours(one.declared)}",
            )
            for one in lines
        ),
    ]
    return form


class AnswerForm(Form):
    """Why a claim is refused, or a word with its acceptance."""

    about_people = True

    claim_answer = TextField(
        "Réponse", [Length(300)], description="Nécessaire pour refuser. Lue par la personne qui a demandé."
    )


class SettleForm(Form):
    """Which line of a pair is kept, by whoever follows the lot."""

    about_people = True

    match_reason = TextField("Motif", [Length(300)], description="Nécessaire si ce sont d'autres heures.")


class PickForm(Form):
    """What the check of a line found."""

    about_people = True

    pick_result = RadioField(
        "Résultat", [Required(sentences.refusal("pick_result"))], choices=choices_of(PickResult)
    )
    pick_hours = HoursField("Heures justes", description="Seulement en cas d'écart.")
    pick_note = TextField("Constat", [Length(300)], description="Nécessaire en cas d'écart.")


class MatchForm(Form):
    """Whose hours they are."""

    match_answer = RadioField(
        "Que dites-vous de ces heures ?", [Required(sentences.refusal("match_answer"))], choices=choices_of(MatchAnswer)
    )  # fmt: skip
