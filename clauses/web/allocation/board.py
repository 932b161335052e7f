"""What stands beside the lines of a plan? What each structure answered, did and can offer."""

from dataclasses import dataclass, field

from clauses.domain.kinds import Modality
from clauses.domain.plan import Who
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.queries.allocation import Structure
from clauses.queries.allocation_figures import Done, done_on, open_relays
from clauses.web.allocation.forms_lines import LineForm, Lines, line_name
from clauses.web.allocation.versions import answer_words, who_of

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a line: the answer of its structure, what is done of it, and its months on the lot."""

    answer: AllocationLine | None
    answered: str | None
    done: Done
    over: int  # hours validated beyond what is planned
    span: tuple[int, int, int] | None  # first month, number of months, months of the lot


@dataclass(frozen=True, slots=True)
class Offered:
    """What a structure can offer, beside the lines that name it."""

    structure: Structure
    named: bool
    relays: int  # people of an AI whose relay is open


@dataclass(frozen=True, slots=True)
class Board:
    beside: dict[str, Beside] = field(default_factory=dict)  # by the name of the hours field of the line
    offered: list[Offered] = field(default_factory=list)
    outside: int = 0  # hours done on the lot by nobody of the plan


def board_of(one: Commitment, lines: Lines, plan: AllocationPlan | None) -> Board:
    """The page of a plan, line by line; what was done by somebody the lines do not name is told too."""
    done = done_on(one.lot_id, one.company_id)
    answers = {who_of(line, one): line for line in (plan.lines if plan else [])}
    beside, named = {}, set()
    for form in lines.filled:
        who = _who(form, lines)
        named.add(who)
        line, made = answers.get(who), done.get(who, Done())
        beside[form.line_hours.name] = Beside(
            line, answer_words(line) if line else None, made,
            max(0, made.validated - (form.line_hours.data or 0)), _span(form, lines),
        )  # fmt: skip
    outside = sum(made.validated for who, made in done.items() if who not in named)
    return Board(beside, _offered(lines), outside)


def _who(form: LineForm, lines: Lines) -> Who:
    structure = lines.structure_named(form.line_partner.data or "")
    named = structure.id if structure and structure.id != lines.offer.company_id else None
    return Modality(form.line_modality.data), named


def _span(form: LineForm, lines: Lines) -> tuple[int, int, int] | None:
    months = [f"{month:%Y-%m}" for month in lines.offer.months]
    if not months:
        return None
    first = months.index(form.line_first.data) if form.line_first.data in months else 0
    last = months.index(form.line_last.data) if form.line_last.data in months else len(months) - 1
    return (first, max(1, last - first + 1), len(months))


def _offered(lines: Lines) -> list[Offered]:
    """The structures named in the lines first, then the nearest that work in the trade."""
    names = {(f.line_partner.data or "").strip() for f in lines.forms}
    first = [s for s in lines.offer.structures if line_name(s) in names]
    rest = [s for s in lines.offer.structures if line_name(s) not in names and s.monthly_hours]
    shown = (first + rest)[:SHOWN]
    relays = open_relays([s.id for s in shown])
    return [Offered(s, line_name(s) in names, relays.get(s.id, 0)) for s in shown]
