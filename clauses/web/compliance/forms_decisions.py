"""What is typed of the penalties of a contract, of a decision and its answer, of a closing report and of a closing?"""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from clauses.actions.decisions import DecisionFields, ReportFields, TermsFields
from clauses.actions.decisions.deciding import DELAY
from clauses.domain.kinds_decisions import (
    Attribution,
    DecisionCause,
    DecisionKind,
    HoursPrice,
    NoticeDemand,
    PriceDay,
)
from clauses.domain.penalties import Member
from clauses.queries.decisions import Case, LateFacts
from clauses.web.fields import (
    Between,
    DayField,
    EurosField,
    Expected,
    Form,
    HoursField,
    Length,
    TextField,
    WholeField,
    choices_of,
)

CHOOSE = "Choisir…"
MEMBER = "dec_member_"
DONE_FOR = "Heures réalisées pour {name}"
COMMON = ("dec_kind", "dec_reason")
FIELDS: dict[DecisionKind, tuple[str, ...]] = {
    DecisionKind.NEUTRALISATION: ("dec_hours", "dec_cause"),
    DecisionKind.RECOVERY: ("dec_delay",),
    DecisionKind.FORMAL_NOTICE: ("dec_demand", "dec_delay"),
    DecisionKind.PENALTY: (
        "dec_days_late",
        "dec_same_proof",
        "dec_absences",
        "dec_amount",
        "dec_clause",
        "dec_delay",
    ),
    DecisionKind.WAIVER: (),
}


def trimmed(text: str | None) -> str:
    return (text or "").strip()


def member(kind: Any, value: str | None) -> Any:
    """The member of an enum that a form names; None for anything else."""
    return kind(value) if value in {one.value for one in kind} else None


class Boxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TermsForm(Form):
    """The penalties of the contract; what is not written in it stays empty."""

    pen_price = RadioField(
        "Prix de l'heure non réalisée ou non justifiée", [Expected()], choices=choices_of(HoursPrice), validate_choice=False
    )  # fmt: skip
    pen_per_hour = EurosField("Prix par heure")
    pen_multiple = HoursField("Multiple", description="Par exemple 4, ou 1,5")
    pen_day = SelectField("Valeur prise", choices=choices_of(PriceDay), validate_choice=False)
    pen_fixed_on = DayField("Jour écrit au contrat")
    pen_per_day_late = EurosField(
        "Pièces en retard, par jour ouvré", description="Laissez vide si le contrat n'en dit rien"
    )
    pen_per_absence = EurosField(
        "Absence à une réunion de suivi", description="Laissez vide si le contrat n'en dit rien"
    )
    pen_prior_notice = BooleanField("Le contrat demande une mise en demeure préalable")
    pen_both = BooleanField(
        "Le contrat applique les deux bases à une même pièce manquante",
        description="Sinon, une pièce qui manque ne compte qu'une fois : dans les heures non réalisées.",
    )  # fmt: skip
    pen_article = TextField(
        "Article du contrat", [Length(200)], description="Par exemple : CCAP, article 12.4"
    )

    def fields(self) -> TermsFields:
        return TermsFields(
            hours_price=member(HoursPrice, self.pen_price.data), per_hour=self.pen_per_hour.data,
            multiple=self.pen_multiple.data,
            price_day=member(PriceDay, self.pen_day.data) or PriceDay.NOTIFICATION,
            fixed_on=self.pen_fixed_on.data, per_day_late=self.pen_per_day_late.data,
            per_absence=self.pen_per_absence.data, prior_notice=self.pen_prior_notice.data,
            both_bases=self.pen_both.data, article=self.pen_article.data,
        )  # fmt: skip


class DecisionForm(Form):
    """One decision; the fields of the others are left out."""

    dec_kind = HiddenField()
    dec_hours = HoursField(
        "Heures neutralisées",
        [Expected()],
        description="Heures empêchées par une cause étrangère à l'entreprise",
    )
    dec_cause = SelectField(
        "Cause", [Expected()], choices=choices_of(DecisionCause, empty=CHOOSE), validate_choice=False
    )
    dec_demand = RadioField(
        "Ce qui est demandé", [Expected()], choices=choices_of(NoticeDemand), validate_choice=False
    )
    dec_delay = WholeField(
        "Délai laissé à l'entreprise", [Expected()], description=f"En jours, {DELAY} par défaut"
    )
    dec_days_late = WholeField("Pièces en retard, en jours ouvrés", [Between(0, 999)])
    dec_same_proof = BooleanField("Ces pièces sont celles d'heures qui ne sont pas validées")
    dec_absences = WholeField("Absences aux réunions de suivi", [Between(0, 99)])
    dec_amount = EurosField("Montant de la pénalité", [Expected()])
    dec_clause = TextField(
        "Clause du marché qui permet davantage",
        [Length(200)],
        description="Seulement si le montant dépasse la proposition",
    )
    dec_reason = TextAreaField(
        "Motif de la décision", [Expected(), Length(2000)], filters=[trimmed],
        description="Il sera lu par l'entreprise. 30 caractères au moins, sans nom de participant.",
    )  # fmt: skip

    def __init__(self, kind: DecisionKind, case: Case, formdata: Any = None, **data: Any) -> None:
        super().__init__(formdata, data={"dec_kind": kind.value, "dec_delay": DELAY, **data})
        self.kind, self.members = kind, case.members
        shown = (*COMMON, *FIELDS[kind])
        if case.terms.per_day_late is None:
            shown = tuple(name for name in shown if name not in ("dec_days_late", "dec_same_proof"))
        if case.terms.per_absence is None:
            shown = tuple(name for name in shown if name != "dec_absences")
        shown += (
            tuple(name for name in self._fields if name.startswith(MEMBER))
            if kind is DecisionKind.PENALTY
            else ()
        )
        for name in [name for name in self._fields if name not in shown]:
            del self[name]

    def late(self) -> LateFacts:
        def typed(name: str) -> Any:
            return self[name].data if name in self else None

        return LateFacts(
            typed("dec_days_late") or 0, typed("dec_absences") or 0, bool(typed("dec_same_proof")),
            done_by(self, self.members),
        )  # fmt: skip

    def fields(self) -> DecisionFields:
        def typed(name: str) -> Any:
            return self[name].data if name in self else None

        return DecisionFields(
            kind=self.kind, reason=typed("dec_reason") or "", hours=typed("dec_hours"),
            cause=member(DecisionCause, typed("dec_cause")), demand=member(NoticeDemand, typed("dec_demand")),
            delay=typed("dec_delay"), amount=typed("dec_amount"), article=typed("dec_clause"), late=self.late(),
        )  # fmt: skip


def with_members(form: type[Form], members: Sequence[Member]) -> Any:
    """The same form with the hours done for each member of a group that owes part by part, in their order."""
    fields = {
        f"{MEMBER}{n}": HoursField(DONE_FOR.format(name=one.name), [Expected()], default=one.validated)
        for n, one in enumerate(members, start=1)
    }
    return type(form.__name__, (form,), fields)


def done_by(form: Form, members: Sequence[Member]) -> dict[int, int] | None:
    """The hours typed for each member; None where the group owes as one, or where one of them is not understood."""
    typed = [form[f"{MEMBER}{n}"].data for n, one in enumerate(members, start=1) if f"{MEMBER}{n}" in form]
    if not typed or None in typed:
        return None
    return {one.number: hours for one, hours in zip(members, typed, strict=True)}


class RevisionForm(Form):
    dec_amount = EurosField("Montant de la pénalité", [Expected()])
    dec_clause = TextField(
        "Clause du marché qui permet davantage", [Length(200)], description="Seulement si le montant dépasse la proposition"
    )  # fmt: skip
    dec_reason = TextAreaField(
        "Motif de la décision", [Expected(), Length(2000)], filters=[trimmed], description="Il sera lu par l'entreprise"
    )  # fmt: skip


class WaiverForm(Form):
    waiver_reason = TextAreaField(
        "Pourquoi renoncer à cette pénalité ?", [Expected(), Length(2000)], filters=[trimmed],
        description="Il sera lu par l'entreprise. 30 caractères au moins.",
    )  # fmt: skip

    def refuse(self, refusal: Any) -> None:
        """The reason is refused under its own name here."""
        for one in getattr(refusal, "refusals", [refusal]):
            one.field = "waiver_reason" if one.field == "dec_reason" else one.field
        super().refuse(refusal)


class AnswerForm(Form):
    dec_answer = TextAreaField(
        "Votre réponse", [Expected(), Length(4000)], filters=[trimmed],
        description="Lue par l'acheteur et la personne ressource. Pas d'information de santé, et pas de nom de participant.",
    )  # fmt: skip
    dec_contests = BooleanField("Je conteste cette décision")


class ClosingReportForm(Form):
    bilan_text = TextAreaField(
        "Bilan", [Expected(), Length(6000)], filters=[trimmed],
        description="Ce qui a été fait, ce qui ne l'a pas été, et la suite pour les personnes. Aucun nom.",
    )  # fmt: skip
    bilan_causes = Boxes("Causes de l'écart", choices=choices_of(DecisionCause), validate_choice=False)
    op_attribution = RadioField(
        "À qui tiennent les heures manquantes ?", [Expected()], choices=choices_of(Attribution), validate_choice=False,
        description="Votre constat éclaire l'acheteur, qui décide seul d'une pénalité.",
    )  # fmt: skip
    op_neutral = HoursField(
        "Heures à neutraliser (avis)", description="Laissez vide si rien n'est à neutraliser"
    )

    def fields(self) -> ReportFields:
        causes = tuple(one for value in self.bilan_causes.data or [] if (one := member(DecisionCause, value)))
        return ReportFields(
            self.bilan_text.data, causes, self.op_neutral.data, member(Attribution, self.op_attribution.data)
        )


class ClosingForm(Form):
    close_comment = TextAreaField("Observation de l'acheteur", [Length(2000)], filters=[trimmed])


class ReopeningForm(Form):
    reopen_reason = TextAreaField(
        "Pourquoi rouvrir ce lot ?", [Expected(), Length(2000)], filters=[trimmed],
        description="30 caractères au moins, sans nom de participant.",
    )  # fmt: skip
