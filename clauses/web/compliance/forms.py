"""What is typed to ask for a report, once or again and again?"""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.domain.kinds_reports import ReportKind, ReportScope
from clauses.domain.reports import SHAPES
from clauses.web.fields import DayField, Form, Required, whole_number
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

    rep_kind = SelectField("Quel rapport ?", validators=[Optional()], coerce=str, validate_choice=False)
    rep_scope = SelectField("Sur quoi ?", validators=[Optional()], coerce=str, validate_choice=False)

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


def scope_choice(scope: ReportScope, number: int, text: str) -> SelectChoice:
    return SelectChoice(f"{PREFIXES.get(scope, '')}{number}", text, optgroup=label(scope))
