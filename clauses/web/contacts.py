"""Does what was typed read as an address or as a telephone number?"""

import re
from typing import Any

from wtforms import Field
from wtforms import Form as WTForm
from wtforms.validators import StopValidation, ValidationError

from clauses.wording import sentences

# One @, no space, a name of a site with a dot: whoever owns the address proves it by opening the link sent there.
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
)
MAX_EMAIL = 254


def is_email(text: str) -> bool:
    """Whether the text reads as a complete address."""
    return len(text) <= MAX_EMAIL and bool(_EMAIL.fullmatch(text)) and ".." not in text


class Email:
    """A complete e-mail address; kept in lower case."""

    def __call__(self, form: WTForm, field: Field) -> None:
        typed = (field.data or "").strip()
        if not is_email(typed):
            raise StopValidation(sentences.refusal("email"))
        field.data = typed.lower()


class Phone:
    """Ten figures, with or without spaces, dots or +33; kept as ten figures."""

    def __call__(self, form: WTForm, field: Any) -> None:
        if not field.data:
            return
        bare = re.sub(r"[\s.\-()]", "", field.data)
        bare = re.sub(r"^(?:\+33|0033)0?", "0", bare)
        if not re.fullmatch(r"0[1-9][0-9]{8}", bare):
            raise ValidationError(sentences.refusal("phone"))
        field.data = bare
