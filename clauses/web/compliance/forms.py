"""What is typed to ask for a report, once or again and again?"""

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from clauses.domain.kinds_reports import Frequency, ReportKind, ReportScope
from clauses.domain.reports import LAST_DAY_OF_SENDING, SHAPES
from clauses.web.fields import (
    Between,
    DayField,
    Expected,
    Form,
    Required,
    WholeField,
    choices_of,
    whole_number,
)
from clauses.wording import sentences
from clauses.wording.labels import label

CHOOSE = "Choisir…"
PREFIXES: dict[ReportScope, str] = {
    ReportScope.BUYER: "acheteur-",
    ReportScope.COMPANY: "entreprise-",
    ReportScope.TERRITORY: "territoire-",
}
REGION = "region"


class SubjectForm(Form):
    """A kind of report and what it is asked on; a market is typed by its number alone."""

    rep_kind = SelectField("Quel rapport ?", validators=[Expected()], coerce=str, validate_choice=False)
    rep_scope = SelectField("Sur quoi ?", validators=[Expected()], coerce=str, validate_choice=False)
    rep_base = SelectField(
        "Heures d'un équivalent temps plein",
        coerce=str,
        validate_choice=False,
        description="Les bilans publiés n'ont pas tous la même base ; elle est écrite à côté du chiffre.",
    )

    @property
    def kind(self) -> ReportKind | None:
        typed = self.rep_kind.data or ReportKind.MARKET_COMPLIANCE.value
        return ReportKind(typed) if typed in set(ReportKind) else None

    @property
    def number(self) -> int | None:
        """The number of what the report is asked on; None where it is another thing than the kind asks for."""
        typed, kind = self.rep_scope.data or "", self.kind
        if kind is None:
            return None
        prefix = PREFIXES.get(SHAPES[kind].scope, "")
        return whole_number(typed[len(prefix) :]) if typed.startswith(prefix) else None

    @property
    def fte_base(self) -> int | None:
        """The base chosen, in hundredths of an hour; None keeps that of the rule."""
        typed = self.rep_base.data or ""
        return (whole_number(typed) or 0) if typed else None

    def validate(self, **kwargs: object) -> bool:
        right = super().validate(**kwargs)
        kind = self.kind
        if kind is None:
            self.rep_kind.errors = [sentences.refusal("report_kind")]
            return False
        scope = SHAPES[kind].scope
        if scope is not ReportScope.REGION and self.number is None:
            self.rep_scope.errors = [
                sentences.refusal(
                    "report_scope", kind=kind, scope=label(scope)[:1].lower() + label(scope)[1:]
                )
            ]
            return False
        return bool(right)


class ReportForm(SubjectForm):
    rep_date = DayField(
        "Arrêté au",
        [Required("Indiquez la date à laquelle arrêter le rapport.")],
        description="Seuls comptent les mois entiers terminés à cette date. Exemple : 28/02/2027",
    )


class ScheduleForm(SubjectForm):
    plan_freq = RadioField(
        "À quelle fréquence ?",
        choices=choices_of(Frequency),
        coerce=str,
        validators=[Required("Choisissez une fréquence.")],
    )
    plan_day = WholeField(
        "Quel jour du mois ?",
        [Required("Indiquez un jour du mois."), Between(1, LAST_DAY_OF_SENDING)],
        description="De 1 à 28. Les relevés d'un mois sont dus le 10 du mois suivant : après le 10, les chiffres sont plus complets.",
    )
    plan_to = SelectMultipleField(
        "À qui l'envoyer ?", validators=[Expected()], coerce=str, validate_choice=False
    )

    @property
    def frequency(self) -> Frequency:
        return Frequency(self.plan_freq.data)

    @property
    def recipients(self) -> list[int]:
        return [number for typed in self.plan_to.data or [] if (number := whole_number(typed)) is not None]


def scope_choice(scope: ReportScope, number: int, text: str) -> SelectChoice:
    return SelectChoice(f"{PREFIXES.get(scope, '')}{number}", text, optgroup=label(scope))
