"""What did the person type, in words? Everything sent, as label and value, for the pages that keep it."""

import re
from functools import cache

from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField

from clauses.web.fields import Form

KEPT_BACK = frozenset({"csrf_token", "idem_key", "version", "password", "next_url", "act"})


def typed_values(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Label and value of everything typed, secrets and guards left out."""
    found = []
    for name, value in form.items(multi=True):
        label = _labels().get(re.sub(r"-\d+$", "", name))
        if label and value and name not in KEPT_BACK:
            found.append((label, value.replace("\0", "")))  # no page can show that one
    return found


@cache
def _labels() -> dict[str, str]:
    """The label of every field of every form, by its name: names are the codes of one catalogue."""
    found: dict[str, str] = {}
    waiting: list[type] = [Form]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        for name, field in vars(one).items():
            if isinstance(field, UnboundField):
                label = field.kwargs.get("label") or (field.args[0] if field.args else None)
                if isinstance(label, str):
                    found.setdefault(name, label)
    return found
