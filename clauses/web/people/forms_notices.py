"""In which words does somebody choose how each event is told?"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from clauses.domain.kinds_notices import Delivery, Topic
from clauses.domain.notices import notice_of
from clauses.web.fields import Expected, Form
from clauses.wording.labels import label
from clauses.wording.notices import EVENTS

CHOICES = [SelectChoice(one.value, label(one)) for one in Delivery]


class DeliveriesForm(Form):
    """One choice a kind; the fields depend on what the roles of the person receive."""

    kinds: tuple[str, ...] = ()

    @property
    def topics(self) -> list[tuple[Topic, list[Any]]]:
        """The fields, by subject."""
        ordered = sorted(self.kinds, key=lambda kind: list(Topic).index(notice_of(kind).topic))
        return [
            (topic, [self[kind] for kind in kinds])
            for topic, kinds in groupby(ordered, key=lambda kind: notice_of(kind).topic)
        ]

    def chosen(self, obligatory: Iterable[str]) -> dict[str, Delivery]:
        """What was chosen, with what was sent for kinds that are not to be chosen: the act refuses those."""
        answers = {kind: Delivery(self[kind].data) for kind in self.kinds if self[kind].data in set(Delivery)}
        return {**answers, **dict.fromkeys(obligatory, Delivery.NEVER)}


def deliveries_form(kinds: list[str], chosen: Mapping[str, Delivery], sent: Any = None) -> DeliveriesForm:
    """The form of these kinds, filled with what was chosen before or with what was sent."""
    fields = {kind: RadioField(EVENTS[kind], [Expected()], choices=CHOICES) for kind in kinds}
    made = type("DeliveriesOfRoles", (DeliveriesForm,), {**fields, "kinds": tuple(kinds)})
    data = {kind: chosen.get(kind, Delivery.AT_ONCE).value for kind in kinds}
    form: DeliveriesForm = made(sent, data=data)
    return form
