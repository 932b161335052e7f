"""What is typed of a member of a group that fails?"""

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from clauses.actions.markets import DefaultFields
from clauses.queries.markets import Failing
from clauses.web.fields import DayField, Form, HoursField, Length, whole_number
from clauses.web.markets.rows import Expected


class DefaultForm(Form):
    default_member = SelectField("Membre défaillant", [Expected()], choices=[], validate_choice=False)
    default_since = DayField("Défaillant depuis le", [Expected()])
    default_kept = HoursField(
        "Heures validées qu'il conserve", [Expected()],
        description="Celles de ses propres salariés sont proposées ci-dessous ; ajoutez celles faites pour lui par une structure.",
    )  # fmt: skip
    default_reason = TextAreaField(
        "Motif", [Expected(), Length(500)], filters=[lambda text: (text or "").strip() or None],
        description="Lu par les membres du groupement. Par exemple : liquidation judiciaire du 3 mars 2027.",
    )  # fmt: skip

    def offer(self, members: list[Failing]) -> "DefaultForm":
        named = [SelectChoice(str(one.member_id), one.name) for one in members]
        self.default_member.choices = [SelectChoice("", "Choisir…"), *named]
        return self

    def fields(self) -> DefaultFields:
        return DefaultFields(
            member_id=whole_number(self.default_member.data), since=self.default_since.data, kept=self.default_kept.data,
            reason=self.default_reason.data,
        )  # fmt: skip
