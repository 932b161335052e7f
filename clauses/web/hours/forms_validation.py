"""What is decided on a report: keep all, keep part of each line, or send back?"""

from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.actions.hours.validation import Decision, Retained
from clauses.domain.kinds import ReturnReason
from clauses.queries.hours_validation import ReviewLine
from clauses.web.fields import Form, HoursField, Length, Required, choices_of
from clauses.web.hours.forms_people import Asked
from clauses.wording import sentences


def decision_form(lines: list[ReviewLine], typed: MultiDict[str, str] | None = None) -> Form:
    """The form of a decision: v_decision, v_reason, v_message, and v_hours-7, v_reason-7 for the entry 7."""
    fields: dict[str, Any] = {
        "v_decision": RadioField(
            "Décision", [Required(sentences.refusal("v_decision"))],
            choices=[SelectChoice(Decision.VALIDATE.value, "Valider"), SelectChoice(Decision.PARTLY.value, "Valider en partie"),
                     SelectChoice(Decision.RETURN.value, "Renvoyer pour correction")],
        ),
        "v_reason": SelectField(
            "Motif, pour un renvoi", [Asked(), Optional()], choices=choices_of(ReturnReason, empty="Choisir…"), validate_choice=False
        ),
        "v_message": TextAreaField(
            "Message", [Length(500)], description="Lu par l'entreprise et par les structures qui ont saisi."
        ),
    }  # fmt: skip
    kept: dict[str, Any] = {}
    for line in lines:
        name = line.entry.participant.name
        fields[f"v_hours-{line.entry.id}"] = HoursField(f"Heures retenues pour {name}")
        fields[f"v_reason-{line.entry.id}"] = SelectField(
            f"Motif pour {name}",
            [Optional()],
            choices=choices_of(ReturnReason, empty="Aucun motif"),
            validate_choice=False,
        )
        kept[f"v_hours-{line.entry.id}"] = line.declared
    kind = cast(type[Form], type("DecisionForm", (Form,), fields))
    return kind(typed, data=kept)


def retained(form: Form, lines: list[ReviewLine]) -> dict[int, Retained]:
    """Hours kept of each entry, as typed."""
    return {
        line.entry.id: Retained(
            form[f"v_hours-{line.entry.id}"].data, reason(form[f"v_reason-{line.entry.id}"].data)
        )
        for line in lines
    }


def reason(value: str | None) -> ReturnReason | None:
    return ReturnReason(value) if value in {r.value for r in ReturnReason} else None
