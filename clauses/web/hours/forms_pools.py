"""What is typed to pool lots, to agree, to end, and once a month for each person?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from clauses.actions.hours.pooled import Shared
from clauses.domain.kinds_pooling import AgreementSide
from clauses.domain.values import add_months, month_of, months_between
from clauses.queries.hours_pool_sheets import AgreementRow, PersonLine
from clauses.queries.hours_pools import Choice
from clauses.web.fields import DayField, Expected, Form, HoursField, Length, TextField
from clauses.web.hours.door import written
from clauses.web.hours.forms_people import Asked
from clauses.web.uploads import UploadField
from clauses.wording import formats, sentences
from clauses.wording import pooling as words


class PoolForm(Form):
    """« Mutualiser ces lots » : which lots, for whom, from when to when."""

    pool_lots = SelectMultipleField(
        "Lots à mutualiser", [Expected()], validate_choice=True,
        description="Même territoire, périodes communes. Chaque titulaire et chaque acheteur donnera son accord écrit.",
    )  # fmt: skip
    pool_people = SelectMultipleField(
        "Personnes partagées", [Expected()], validate_choice=True,
        description="Des personnes déjà sous contrat sur l'un de ces lots.",
    )  # fmt: skip
    pool_start = SelectField("Premier mois", [Expected()])
    pool_end = SelectField("Dernier mois", [Expected()])
    pool_message = TextAreaField(
        "Votre message", [Length(500)], description="Lu par toutes les parties. Ne nommez personne."
    )

    choice: Choice
    lot_notes: dict[str, str]
    people_notes: dict[str, str]

    def offer(self, choice: Choice, on: date, several: bool) -> "PoolForm":
        """Fill the choices with what the actor may pool."""
        self.choice = choice
        self.pool_lots.choices = [
            SelectChoice(
                str(one.lot.id),
                words.lot_named(one.lot.market.reference, one.lot.number, one.lot.title, one.target),
            )
            for one in choice.lots
        ]
        self.lot_notes = {
            str(one.lot.id): words.lot_note(
                one.lot.award.awardee.name if one.lot.award else "", one.counted, *one.period,
                one.lot.territory.name if several and one.lot.territory else None,
            )
            for one in choice.lots
        }  # fmt: skip
        self.pool_people.choices = [SelectChoice(one.key, one.participant.name) for one in choice.people]
        self.people_notes = {
            one.key: words.person_note(
                one.employer.name, one.modality, [(lot.market.reference, lot.number) for lot in one.lots]
            )
            for one in choice.people
        }
        last = max((one.period[1] for one in choice.lots), default=month_of(on))
        months = [add_months(month_of(on), n) for n in range(months_between(on, last) + 1)]
        options = [SelectChoice(written(one), formats.month_long(one)) for one in months]
        for field in (self.pool_start, self.pool_end):
            field.choices = [SelectChoice("", "Choisir…"), *options]
        return self

    def lots(self) -> list[int]:
        return [int(one) for one in self.pool_lots.data or []]

    def lacks_period(self) -> None:
        """Say at its field which month is still to be chosen."""
        for field in (self.pool_start, self.pool_end):
            if not field.data:
                field.errors = [
                    *field.errors,
                    sentences.refusal("pool_month", label=field.label.text.lower()),
                ]

    def period(self) -> tuple[date, date] | None:
        """First and last month, when both are chosen."""
        if not (self.pool_start.data and self.pool_end.data):
            return None
        return _month(self.pool_start.data), _month(self.pool_end.data)


def answer_form(row: AgreementRow, typed: Any = None) -> Form:
    """The answer of one organization: a date, who signed, the document, a ceiling for each lot of a buyer; or a reason."""
    fields: dict[str, Any] = {
        "pool_signed": DayField(
            "Date de l'accord écrit", [Expected()] if not row.own else [],
            description="Laissez vide pour aujourd'hui." if row.own else "Sous la forme jj/mm/aaaa.",
        ),
        "pool_signatory": TextField(
            "Signataire", [Length(160), *([Expected()] if not row.own else [])],
            description="Nom et fonction de qui s'engage." if not row.own else "Vous, si vous laissez vide.",
        ),
        "pool_document": UploadField(
            "Accord signé", [Expected()] if not row.own else [],
            description="PDF, JPG ou PNG, 10 Mo au plus. Facultatif si vous répondez ici aujourd'hui." if row.own
            else "PDF, JPG ou PNG, 10 Mo au plus.",
        ),
        "pool_reason": TextAreaField(
            "Pourquoi, si vous refusez", [Asked(), Length(300)],
            description="Une phrase suffit ; la personne ressource la lira.",
        ),
    }  # fmt: skip
    if row.agreement.side is AgreementSide.BUYER:
        for lot in row.lots:
            fields[f"pool_ceiling-{lot.id}"] = HoursField(f"Plafond pour le lot {lot.number}")
    kind = cast(type[Form], type("AnswerForm", (Form,), fields))
    return kind(typed, prefix=f"a{row.agreement.id}-")


class EndForm(Form):
    """« Mettre fin », or take a proposal back."""

    pool_end_month = SelectField("Dernier mois partagé", [Expected()], validate_choice=False)
    pool_end_reason = TextAreaField(
        "Motif", [Expected(), Length(300)], description="Lu par toutes les parties."
    )

    def offer(self, months: Sequence[date]) -> "EndForm":
        self.pool_end_month.choices = [
            SelectChoice("", "Choisir…"),
            *[SelectChoice(written(m), formats.month_long(m)) for m in months],
        ]
        return self

    def month(self) -> date | None:
        known = {choice.value for choice in self.pool_end_month.choices or []}
        return _month(self.pool_end_month.data) if self.pool_end_month.data in known - {""} else None


def month_form(
    lines: Sequence[PersonLine], typed: MultiDict[str, str] | None = None, *, training: bool, correcting: bool
) -> Form:
    """One set of fields per person: h_worked-3, h_training-3, h_comment-3 (3: the person's place in the pool)."""
    fields: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for line in lines:
        if not line.may_type:
            continue
        n = line.seat.id
        fields[f"h_worked-{n}"] = HoursField(f"Heures travaillées, {line.name}", [Asked()])
        fields[f"h_comment-{n}"] = TextField(f"Commentaire pour {line.name}", [Length(500)])
        kept |= {f"h_worked-{n}": line.worked or None, f"h_comment-{n}": line.comment}
        if training:
            fields[f"h_training-{n}"] = HoursField(f"Heures de formation, {line.name}")
            kept[f"h_training-{n}"] = line.training or None
    if correcting:
        fields["pooled_reason"] = TextField(
            "Motif de la correction", [Expected(), Length(300)],
            description="Il reste dans l'historique de chaque lot. Ne nommez personne.",
        )  # fmt: skip
    kind = cast(type[Form], type("PoolMonthForm", (Form,), {**fields, "about_people": True}))
    return kind(typed, data=kept)


def shared_rows(form: Form) -> list[Shared]:
    """What was typed, person by person."""
    keys = [int(name.rsplit("-", 1)[1]) for name in form._fields if name.startswith("h_worked-")]
    return [
        Shared(
            key, form[f"h_worked-{key}"].data,
            form[f"h_training-{key}"].data if f"h_training-{key}" in form else None,
            form[f"h_comment-{key}"].data,
        )
        for key in keys
    ]  # fmt: skip


def _month(text: str) -> date:
    return date(int(text[:4]), int(text[5:]), 1)
