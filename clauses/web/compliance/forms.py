"""What is typed to ask for a report?"""

from wtforms import SelectField
from wtforms.validators import Optional

from clauses.web.fields import DayField, Form, Required
from clauses.wording import sentences

CHOOSE_MARKET = "Choisir un marché…"


class ReportForm(Form):
    rep_scope = SelectField("Sur quel marché ?", validators=[Optional()], coerce=str, validate_choice=False)
    rep_date = DayField(
        "Arrêté au",
        [Required("Indiquez la date à laquelle arrêter le rapport.")],
        description="Seuls comptent les mois entiers terminés à cette date. Exemple : 28/02/2027",
    )

    def validate(self, **kwargs: object) -> bool:
        right = super().validate(**kwargs)
        if not self.rep_scope.data:
            self.rep_scope.errors = [sentences.refusal("report_scope")]
            return False
        return bool(right)
