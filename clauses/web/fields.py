"""What shape must a typed value have? Fields that understand French habits, and the base of every form.

A form checks shape; an action checks the trade. `attempt()` runs the action and brings its refusals back to the
fields, so that a person corrects everything in one go and nothing typed is lost.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, TypeVar

from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.nir import holds_nir
from clauses.reference import cpv, geography
from clauses.wording import formats, parsing, sentences
from clauses.wording.labels import label

Answer = TypeVar("Answer")


class _Words:
    """The few sentences that the form library says by itself, in ours: an answer outside the list, a wrong token."""

    def gettext(self, text: str) -> str:
        return sentences.refusal("choose") if "choice" in text.lower() else sentences.refusal("refused")

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


def whole_number(text: str | None) -> int | None:
    """The number of a row as a form sends it; None for anything else, and for what no database holds."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None


class _Seen:
    """The values of a form without their invisible characters; files are left as they are."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    def __iter__(self) -> Any:
        return iter(self._sent)

    def __len__(self) -> int:
        return len(self._sent)

    def __contains__(self, name: object) -> bool:
        return name in self._sent

    def getlist(self, name: str) -> list[Any]:
        return [parsing.seen(one) if isinstance(one, str) else one for one in self._sent.getlist(name)]


class Form(WTForm):
    """The base of every form: French messages, and refusals of the trade shown at their field."""

    class Meta:
        def wrap_formdata(self, form: WTForm, formdata: Any) -> Any:
            """What nobody can see is let go before anything is read: a database refuses some of it."""
            wrapped = super().wrap_formdata(form, formdata)  # type: ignore[misc]
            return _Seen(wrapped) if wrapped is not None else None

        def get_translations(self, form: WTForm) -> "_Words":
            return _Words()

    form_errors: list[str]
    about_people: ClassVar[bool] = False  # then no line of text may hold a social security number either

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Every field by its own rules; and nobody leaves a social security number in a text that others read."""
        right: bool = super().validate(*args, **kwargs)
        for field in self:
            free = isinstance(field, TextAreaField) or self.about_people
            if free and isinstance(field.data, str) and holds_nir(field.data):
                field.errors = [*field.errors, Told("nir_typed")]
                right = False
        return right

    def attempt(self, verb: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer | None:
        """The verb's answer, or None when the shape or the trade refuses; the form then holds the reasons."""
        if not self.validate():
            return None
        try:
            return verb(*args, **kwargs)
        except IllegalMove:
            raise
        except (Refused, Several) as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: DomainError) -> None:
        for one in refusal.refusals if isinstance(refusal, Several) else [refusal]:
            sentence = sentences.refusal(one.code, **one.facts)
            if one.field and one.field in self._fields:
                field = self._fields[one.field]
                field.errors = [*field.errors, sentence]
            else:
                self.form_errors = [*getattr(self, "form_errors", []), sentence]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) of everything to correct, for the summary at the top."""
        return [("", e) for e in (getattr(self, "form_errors", None) or [])] + told_apart(
            [(f.id, f.label.text, str(e)) for f in self for e in f.errors]
        )


def told_apart(found: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """(id, sentence) from (id, name, sentence); sentences that would read the same say what they are about."""
    times = Counter(sentence for _, _, sentence in found)
    return [(i, e if times[e] == 1 or not name else f"{name} : {lowered(e)}") for i, name, e in found]


def lowered(label: str) -> str:
    """A label inside a sentence; an acronym keeps its capitals (« SIRET »)."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


class Required:
    """The field must be filled; « Renseignez « Nom ». » where the form has no sentence of its own."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = sentence

    def __call__(self, form: WTForm, field: Field) -> None:
        empty = (
            field.data is None or field.data == [] or (isinstance(field.data, str) and not field.data.strip())
        )
        if empty and not field.errors:
            raise StopValidation(self.sentence or sentences.refusal("required", label=field.label.text))


class Expected:
    """Marks a field that must be filled in the end, though a draft may leave it empty: the action refuses it then."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: WTForm, field: Field) -> None:
        return None


class Length:
    """Between `min` and `max` characters, counted as people count them."""

    def __init__(self, max: int, min: int = 0, sentence: str | None = None) -> None:
        self.min, self.max, self.sentence = min, max, sentence

    def __call__(self, form: WTForm, field: Field) -> None:
        n = len((field.data or "").strip())
        if n > self.max:
            raise ValidationError(sentences.refusal("too_long", label=field.label.text, max=self.max, n=n))
        if 0 < n < self.min:
            raise ValidationError(
                self.sentence or sentences.refusal("too_short", label=field.label.text, min=self.min, n=n)
            )


class Told(str):
    """A refusal in words that still knows its code, for the answers that programs read."""

    code: str

    def __new__(cls, code: str, **facts: Any) -> "Told":
        found = super().__new__(cls, sentences.refusal(code, **facts))
        found.code = code
        return found


class _Understood(Field):
    """A text field whose text means something; what was typed is kept when it does not."""

    widget = TextInput()
    read: Callable[[str], Any]
    write: Callable[[Any], str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.raw_text: str | None = None

    def _value(self) -> str:
        if self.raw_text is not None:
            return self.raw_text
        return "" if self.data is None else type(self).write(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.raw_text = valuelist[0]
        self.data = None
        if not self.raw_text.strip():
            return
        try:
            self.data = type(self).read(self.raw_text)
        except parsing.NotUnderstood as problem:
            facts = {"label": lowered(self.label.text), "typed": self.raw_text.strip()[:60], **problem.facts}
            raise ValueError(Told(problem.code, **facts)) from None


MOST = 2_000_000_000  # beyond, it is a slip of the keyboard, and no column of whole numbers would hold it


def _held(read: Callable[[str], int], code: str) -> Any:
    def within(text: str) -> int:
        found = read(text)
        if found > MOST:
            raise parsing.NotUnderstood(code)
        return found

    return staticmethod(within)


class HoursField(_Understood):
    """Hours, typed 35, 35,5, 35h30 or 1 190; held in hundredths."""

    read = _held(parsing.hours, "hours_format")
    write = staticmethod(formats.hours_plain)


class EurosField(_Understood):
    """An amount in euros; held in cents."""

    read = staticmethod(parsing.euros)
    write = staticmethod(lambda cents: formats.euros(cents).removesuffix("€").strip())


class PercentField(_Understood):
    """A percentage; held in basis points."""

    read = staticmethod(parsing.percent)
    write = staticmethod(lambda bp: formats.rate(bp).removesuffix("%").strip())


class DayField(_Understood):
    read = staticmethod(parsing.day)
    write = staticmethod(formats.day_short)


class TimeField(_Understood):  # typed 14 h 30, held as « 14:30 »
    read = staticmethod(parsing.time_of_day)
    write = staticmethod(formats.hour_written)


def _month(text: str) -> date:
    found = parsing.month(text)
    if not 2000 <= found.year <= 2099:  # a slip of the keyboard
        raise parsing.NotUnderstood("month_format")
    return found


class MonthField(_Understood):
    """A month, typed 04/2026 or avril 2026; held as its first day."""

    read = staticmethod(_month)
    write = staticmethod(formats.month_numeric)


def _cpv(text: str) -> str:
    code = parsing.cpv(text)
    if cpv.division(code) is None:
        raise parsing.NotUnderstood("cpv_division", division=code[:2])
    expected = cpv.wrong_key(code)
    if expected is not None:
        raise parsing.NotUnderstood("cpv_key", bare=code[:8], key=code[-1], expected=expected)
    return code


class CpvField(_Understood):
    """A CPV code of a division that exists, with or without its key."""

    read = staticmethod(_cpv)
    write = staticmethod(str)

    @property
    def division(self) -> tuple[str, str] | None:
        """(number, label) of what the code speaks of, as far as it is known here."""
        label = cpv.division(self.data) if self.data else None
        return (self.data[:2], label) if self.data and label else None


class WholeField(_Understood):
    read = _held(parsing.integer, "integer_format")
    write = staticmethod(str)


class SiretField(_Understood):
    read = staticmethod(parsing.siret)
    write = staticmethod(formats.siret)


def _commune(text: str) -> str:
    found = geography.find(text)
    if found is None:
        raise parsing.NotUnderstood("commune_unknown", typed=text.strip()[:60])
    return found.code


def _commune_name(code: str) -> str:
    commune = geography.commune(code)
    return f"{commune.name} ({commune.code})" if commune else code


class CommuneField(_Understood):
    """A commune, typed by its name, its postcode or its INSEE code; held as the INSEE code."""

    read = staticmethod(_commune)
    write = staticmethod(_commune_name)

    @property
    def suggestions(self) -> list[str]:
        """What the person may have meant, when what was typed is not one commune: « Beauvais (60057) »."""
        if not self.errors:
            return []
        return [_commune_name(one.code) for one in geography.search(self.raw_text or "", 5)]


class CommunesField(_Understood):
    """Several communes, one a line or separated by semicolons; held as INSEE codes, the first one first."""

    read = staticmethod(
        lambda text: [_commune(part) for part in text.replace("\n", ";").split(";") if part.strip()]
    )
    write = staticmethod(lambda codes: "; ".join(_commune_name(code) for code in codes))

    @property
    def suggestions(self) -> list[str]:
        """What the person may have meant by the first commune that was not understood."""
        if not self.errors:
            return []
        parts = (part.strip() for part in (self.raw_text or "").replace("\n", ";").split(";"))
        wrong = next((part for part in parts if part and geography.find(part) is None), None)
        return [_commune_name(one.code) for one in geography.search(wrong, 5)] if wrong else []


class TextField(StringField):
    """A line of text, spaces at both ends removed, empty as None."""

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([v.strip() for v in valuelist])
        self.data = self.data or None


class Boxes(SelectMultipleField):
    """Several answers among boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Between:
    """A number within bounds written as people read them."""

    def __init__(self, low: int, high: int, write: Callable[[int], str] = str) -> None:
        self.low, self.high, self.write = low, high, write

    def __call__(self, form: WTForm, field: Field) -> None:
        if field.data is not None and not self.low <= field.data <= self.high:
            facts = {"min": self.write(self.low), "max": self.write(self.high)}
            raise ValidationError(Told("number_range", **facts))


class Positive:
    """More than zero; the sentence is the catalogue's."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, form: WTForm, field: Field) -> None:
        if field.data is not None and field.data <= 0:
            raise StopValidation(Told(self.code))  # one sentence a field is enough


class NotBefore:
    """A date on or after another field's."""

    def __init__(self, other: str, sentence: str, strict: bool = True) -> None:
        self.other, self.sentence, self.strict = other, sentence, strict

    def __call__(self, form: WTForm, field: Field) -> None:
        start: date | None = form[self.other].data
        if field.data and start and (field.data < start or (self.strict and field.data == start)):
            raise ValidationError(self.sentence)


def choices_of(kind: Any, *, without: tuple[Any, ...] = (), empty: str | None = None) -> list[SelectChoice]:
    """The choices of an enum, in its order, with their French labels."""
    members = [SelectChoice(m.value, label(m)) for m in kind if m not in without]
    return [SelectChoice("", empty), *members] if empty else members
