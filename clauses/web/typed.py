"""What did the person type, in words? The fields of a form as label and value, for the pages that keep them."""

from werkzeug.datastructures import MultiDict

KEPT_BACK = frozenset({"csrf_token", "idem_key", "version", "password"})


def typed_values(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Label and value of everything typed, secrets and guards left out."""
    return [(name, value) for name, value in form.items(multi=True) if name not in KEPT_BACK and value]
