"""What is typed to ask structures for hours, and to answer? Shapes only; the trade is in the actions."""

from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from clauses.actions.partner_requests import Need, Reply
from clauses.domain.kinds import DeclineReason
from clauses.domain.kinds_requests import RequestKind, RequestStepKind
from clauses.domain.partner_requests import LONGEST_MESSAGE, LONGEST_NEED, SHORTEST_NEED
from clauses.queries.partner_requests import Request, Side
from clauses.web.fields import (
    DayField,
    Expected,
    Form,
    HoursField,
    Length,
    MonthField,
    Required,
    choices_of,
    whole_number,
)
from clauses.wording import requests as words
from clauses.wording import sentences
from clauses.wording.labels import label


def numbers(typed: list[str]) -> list[int]:
    """The structures ticked, once each, in their order; what is no number is let go."""
    found = (whole_number(one) for one in typed)
    return list(dict.fromkeys(one for one in found if one is not None))


class RequestForm(Form):
    structure = SelectMultipleField("Structures", [Expected()], coerce=int, validate_choice=False)
    request_kind = SelectMultipleField(
        "Que cherchez-vous ?", [Expected()], choices=choices_of(RequestKind), validate_choice=False,
        description="Une ou plusieurs réponses : chaque structure ne reçoit que ce qu'elle peut faire.",
    )  # fmt: skip
    request_need = TextAreaField(
        "Votre besoin",
        [Required(sentences.refusal("request_need")),
         Length(LONGEST_NEED, SHORTEST_NEED, sentences.refusal("request_need"))],
        description="Poste, tâches, dates, nombre de personnes, horaires, accès au chantier. Lu par les structures "
        "choisies et par la personne ressource.",
    )  # fmt: skip
    request_hours = HoursField("Nombre d'heures envisagé", [Expected()])
    request_first = MonthField("Premier mois", description="Sous la forme mm/aaaa, par exemple 09/2026")
    request_last = MonthField("Dernier mois", description="Sous la forme mm/aaaa, par exemple 08/2027")
    request_deadline = DayField(
        "Réponse attendue avant le", [Required(sentences.refusal("request_deadline_missing"))],
        description="Ce jour compris. Sous la forme jj/mm/aaaa, par exemple 15/06/2026.",
    )  # fmt: skip

    def offer(self, sides: list[Side]) -> None:
        """The structures chosen, as boxes that can still be unticked."""
        self.structure.choices = [
            SelectChoice(one.id, f"{one.name} ({label(one.kind)})" if one.kind else one.name) for one in sides
        ]

    def need(self) -> Need:
        day = self.request_deadline.data
        assert day is not None  # required, and read once the form is right
        known = {kind.value: kind for kind in RequestKind}
        return Need(
            kinds=tuple(known[typed] for typed in self.request_kind.data or () if typed in known),
            need=self.request_need.data or "", hours=self.request_hours.data, reply_by=day,
            first_month=self.request_first.data, last_month=self.request_last.data,
        )  # fmt: skip


class ReplyForm(Form):
    answer = RadioField(
        "Réponse", [Required(sentences.refusal("answer"))],
        choices=[
            SelectChoice(RequestStepKind.ACCEPTED.value, "J'accepte"),
            SelectChoice(RequestStepKind.COUNTERED.value, "Je propose autre chose"),
            SelectChoice(RequestStepKind.DECLINED.value, "Je décline"),
        ],
    )  # fmt: skip
    answer_way = RadioField("Sous quelle forme ?", [Expected()], validate_choice=False)
    answer_hours = HoursField(
        "Heures proposées", [Expected()], description="Si vous proposez un autre volume"
    )
    answer_first = MonthField("Premier mois", [Expected()], description="Si vous proposez une autre période")
    answer_last = MonthField("Dernier mois", [Expected()], description="Sous la forme mm/aaaa")
    answer_reason = SelectField(
        "Motif", [Expected()], choices=choices_of(DeclineReason, empty="Choisir un motif…"),
        description="Si vous déclinez", validate_choice=False,
    )  # fmt: skip
    message = TextAreaField(
        "Message", [Length(LONGEST_MESSAGE)], description="Lu par l'entreprise. Pas de nom de salarié."
    )

    def __init__(self, one: Request, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.answer_way.choices = [SelectChoice(kind.value, words.WAYS[kind]) for kind in one.kinds]
        self.asks_way = len(one.kinds) > 1

    def reply(self) -> Reply:
        ways = {kind.value: kind for kind in RequestKind}
        reasons = {reason.value: reason for reason in DeclineReason}
        return Reply(
            RequestStepKind(self.answer.data), way=ways.get(self.answer_way.data or ""), hours=self.answer_hours.data,
            first_month=self.answer_first.data, last_month=self.answer_last.data,
            reason=reasons.get(self.answer_reason.data or ""), message=self.message.data,
        )  # fmt: skip


class WithdrawalForm(Form):
    withdrawal = TextAreaField(
        "Un mot à la structure",
        [Length(LONGEST_MESSAGE)],
        description="Facultatif. Pourquoi vous retirez la demande.",
    )
