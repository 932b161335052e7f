"""How is a form made of several lines read? Each line is a form whose names end with the line: `lot_title-2`."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.web.fields import Form, choices_of, told_apart
from clauses.web.fields import Positive as Positive
from clauses.wording import markets as words
from clauses.wording import sentences
from clauses.wording.markets import NO, YES

Answer = TypeVar("Answer")


MOST_EUROS = 10**12  # 10^10 euros, in cents


MOST_ROWS = 200  # lines read of one form: more than the trade admits, so that it still says why it refuses


class Expected:
    """Nothing is checked, but the field is not shown as one to leave out."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Any) -> None: ...


class _OfKind:
    """A choice among the members of an enum; anything else typed by hand is refused, never guessed."""

    kind: Any
    data: Any
    choices: Any

    def pre_validate(self, form: Form) -> None:
        known = {choice.value for choice in self.choices}
        if self.data and self.data not in known:
            raise ValidationError(sentences.refusal("choose"))

    @property
    def member(self) -> Any:
        return self.kind(self.data) if self.data and self.data in {m.value for m in self.kind} else None


class KindSelect(_OfKind, SelectField):
    def __init__(self, label: str, validators: Any = None, *, kind: Any, empty: str | None = None, without: Any = (),
                 **options: Any) -> None:  # fmt: skip
        self.kind = kind
        choices = choices_of(kind, without=without, empty=empty)
        super().__init__(label, validators, choices=choices, validate_choice=False, **options)


class KindRadio(_OfKind, RadioField):
    def __init__(
        self, label: str, validators: Any = None, *, kind: Any, without: Any = (), **options: Any
    ) -> None:
        self.kind = kind
        super().__init__(
            label, validators, choices=choices_of(kind, without=without), validate_choice=False, **options
        )


class KindBoxes(_OfKind, SelectMultipleField):
    def __init__(
        self, label: str, validators: Any = None, *, kind: Any, without: Any = (), **options: Any
    ) -> None:
        self.kind = kind
        super().__init__(
            label, validators, choices=choices_of(kind, without=without), validate_choice=False, **options
        )

    def pre_validate(self, form: Form) -> None:
        if set(self.data or ()) - {choice.value for choice in self.choices}:
            raise ValidationError(sentences.refusal("choose"))

    @property
    def members(self) -> tuple[Any, ...]:
        known = {m.value for m in self.kind}
        return tuple(self.kind(value) for value in self.data or () if value in known)


YES_NO = [SelectChoice("yes", YES), SelectChoice("no", NO)]
_ANSWERS = {"yes": True, "oui": True, "no": False, "non": False}


class YesNo(RadioField):
    """Oui or Non; held as a bool, None while there is no answer."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, choices=YES_NO, validate_choice=False, **options)

    def process_data(self, value: Any) -> None:
        self.data = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            answer = _ANSWERS.get(valuelist[0].strip().lower())
            self.data = None if answer is None else "yes" if answer else "no"

    def pre_validate(self, form: Form) -> None:
        return None

    @property
    def answer(self) -> bool | None:
        return _ANSWERS.get(self.data or "")


class RowForm(Form):
    """One line of a form; its fields are named with the line at their end."""

    class Meta:
        def bind_field(self, form: "RowForm", unbound_field: UnboundField, options: dict[str, Any]) -> Any:
            return unbound_field.bind(form=form, **{**options, "name": f"{options['name']}-{form.row}"})

    def __init__(self, row: int, formdata: Any = None, **values: Any) -> None:
        self.row = row
        self.form_errors = []
        super().__init__(formdata, **values)


Row = TypeVar("Row", bound=RowForm)


class Rows(Generic[Row]):
    """Several lines sent together; what is refused goes back to its line and its field."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self.form_errors: list[str] = []

    def key_of(self, row: Row) -> int:
        """What a refusal calls this line by: its place, unless the form says otherwise."""
        return row.row

    def validate(self) -> bool:
        verdicts = [
            row.validate() for row in self.rows
        ]  # every line, so that everything is corrected in one go
        return all(verdicts)

    def attempt(self, verb: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer | None:
        """The verb's answer, or None when the shape or the trade refuses; the lines then hold the reasons."""
        try:
            return verb(*args, **kwargs)
        except IllegalMove:
            raise
        except (Refused, Several) as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: DomainError) -> None:
        by_key = {self.key_of(row): row for row in self.rows}
        for one in refusal.refusals if isinstance(refusal, Several) else [refusal]:
            row = by_key.get(one.facts.get("row", -1))
            if row is not None:
                row.refuse(one)
            else:
                self.form_errors.append(sentences.refusal(one.code, **one.facts))

    @property
    def problems(self) -> list[tuple[str, str]]:
        found = [(at, self.name_of(row), e) for row in self.rows for at, e in row.problems]
        return [("", e) for e in self.form_errors] + told_apart(found)

    def name_of(self, row: Row) -> str:
        """What the summary calls this line when two lines have the same thing to correct; "" without a name."""
        return words.LOT.format(number=row.row)

    @property
    def errors(self) -> list[tuple[str, str]]:
        return self.problems


def posted_rows(form: MultiDict[str, str], field: str) -> list[int]:
    """The lines sent, in their order, by the field that every line has."""
    found = (re.fullmatch(rf"{field}-([0-9]{{1,4}})", name) for name in form)
    return sorted(int(match[1]) for match in found if match)[:MOST_ROWS]
