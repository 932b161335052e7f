"""What did the person type, in words? Everything sent, as label and value, for the pages that keep it."""

import re
from functools import cache

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField
from wtforms.fields.choices import SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField

from clauses.config import clock
from clauses.domain.kinds import Modality, OverrideReason
from clauses.reference import trades
from clauses.web.fields import Form
from clauses.wording import markets as words
from clauses.wording.labels import label as label_of

KEPT_BACK = frozenset(
    {"csrf_token", "idem_key", "version", "password", "current_password", "next_url", "act"}
)
# The choices that a page makes when it is shown.
CHOSEN_LATER = {"line_modality": Modality, "k_modality": Modality, "override_reason": OverrideReason}


def typed_values(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Label and value of everything typed, secrets and guards left out."""
    found = []
    for name, value in form.items(multi=True):
        field = re.sub(r"-\d+$", "", name)
        label, word = _labels().get(field), _word(field, value)
        if label and word and name not in KEPT_BACK:
            found.append((label, word.replace("\0", "")))  # no page can show that one
    return found


def _word(name: str, value: str) -> str:
    """What was typed, or the words of what was chosen; "" for a choice that has no words of its own."""
    field = _fields().get(name)
    if field is None or not issubclass(field.field_class, SelectField | SelectMultipleField | BooleanField):
        return value
    if issubclass(field.field_class, BooleanField) or value in ("yes", "no"):
        return words.NO if value == "no" else words.YES
    kind = field.kwargs.get("kind") or CHOSEN_LATER.get(name)
    if kind is not None:
        return label_of(kind(value)) if value in set(kind) else ""
    known = {str(choice.value): str(choice.label) for choice in field.kwargs.get("choices") or []}
    trade = trades.trade(value, clock.today())
    return known.get(value) or (trade.label if trade else "")


@cache
def _labels() -> dict[str, str]:
    """The label of every field of every form, by its name: names are the codes of one catalogue."""
    found: dict[str, str] = {}
    for name, field in _fields().items():
        label = field.kwargs.get("label") or (field.args[0] if field.args else None)
        if isinstance(label, str):
            found[name] = label
    return found


@cache
def _fields() -> dict[str, UnboundField]:
    found: dict[str, UnboundField] = {}
    waiting: list[type] = [Form]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        for name, field in vars(one).items():
            if isinstance(field, UnboundField):
                found.setdefault(name, field)
    return found
