"""What is shared out of what is owed, what do the rules say of it, and how are its lines rewritten?"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clauses.domain import plan as rules
from clauses.domain.errors import Refused
from clauses.domain.kinds import LineState, Modality
from clauses.domain.subcontracts import low_price
from clauses.domain.values import ratio
from clauses.models.allocation import AllocationPlan, Commitment
from clauses.queries.allocation_figures import Done
from clauses.queries.hours_staff import WITH_STAFF
from clauses.reference import rulebook
from clauses.web.allocation.forms_lines import LineForm, Lines, line_name
from clauses.web.colours import MODALITIES as COLOURS
from clauses.web.points import PointsTold, points_told
from clauses.wording import allocation as words
from clauses.wording import formats, sentences
from clauses.wording.labels import label


@dataclass(slots=True)
class Balance:
    """What is shared out of what is owed, and what the relay rule says of it."""

    target: int
    total: int
    left: int  # never negative
    excess: int  # never negative
    sentence: str
    warnings: list[str]
    bar: list[dict[str, Any]]
    has_relay: bool
    prices: list[str] = field(default_factory=list)  # subcontracts whose hours would be too cheap (R23)
    beyond: set[str] = field(default_factory=set)  # the fields of the lines beyond the relay
    points: PointsTold = field(default_factory=PointsTold)  # what the law asks to look at before a placement


def target_of(one: Commitment) -> int:
    return one.lot.targets[-1].hours if one.lot.targets else 0


def balance(lines: Lines, one: Commitment, on: date) -> Balance:
    """The live total of a declaration or a plan, computed here and nowhere else."""
    target, total, filled = target_of(one), lines.typed_total, lines.filled
    found = rules.relay_warnings([_as_rule(f) for f in filled], rulebook.relay(on))
    warnings = [
        words.RELAY_WARNING.format(
            total=formats.hours(filled[w.index].line_hours.data or 0),
            persons=words.persons(filled[w.index].line_persons.data or 1),
            each=formats.hours(w.each),
            excess=formats.hours(w.excess),
        )
        for w in found
    ]
    if total == target:
        sentence = words.TOTAL_REACHED.format(total=formats.hours(total), target=formats.hours(target))
    elif total < target:
        sentence = sentences.refusal("lines_under", total=total, target=target, left=target - total)
    else:
        sentence = sentences.refusal("lines_over", excess=total - target)
    bar = [
        {
            "label": (f.line_partner.data or label(Modality(f.line_modality.data))),
            "hours": f.line_hours.data,
            "share": ratio(f.line_hours.data or 0, total),
            "color_class": COLOURS[Modality(f.line_modality.data)],
        }
        for f in filled
    ]
    return Balance(
        target, total, max(0, target - total), max(0, total - target), sentence, warnings, bar, bool(found),
        _prices(lines, on), {filled[w.index].override_reason.name for w in found}, _points(lines, one),
    )  # fmt: skip


def _points(lines: Lines, one: Commitment) -> PointsTold:
    named = [
        (Modality(f.line_modality.data), lines.structure_named(f.line_partner.data or ""))
        for f in lines.filled
    ]
    told = [(modality, (there.id, there.name) if there else None) for modality, there in named]
    return points_told(told, one.lot, one.company.name)


def _prices(lines: Lines, on: date) -> list[str]:
    """The subcontracts of the lot whose amount is small for the hours of their lines (R23)."""
    rule, found = rulebook.subcontract(on), []
    for f in lines.filled:
        structure = lines.structure_named(f.line_partner.data or "")
        amount = lines.offer.amounts.get(structure.id) if structure else None
        if amount is None or Modality(f.line_modality.data) not in WITH_STAFF:
            continue
        price = low_price(amount, f.line_hours.data, rule)
        if price is not None and structure is not None:
            facts = {"name": structure.name, "amount": amount, "hours": f.line_hours.data, "price": price}
            found.append(sentences.refusal("a_subcontract_price", least=rule.min_hourly_cents, **facts))
    return found


def _as_rule(f: LineForm) -> rules.PlanLine:
    return rules.PlanLine(Modality(f.line_modality.data), f.line_hours.data or 0, f.line_persons.data or 1)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A line as the form is filled with it."""

    modality: Modality
    structure_id: int | None
    hours: int
    persons: int
    first_month: date | None = None
    last_month: date | None = None
    override_reason: Any = None


def _kept(lines: Lines) -> list[_Kept]:
    found = []
    for f in lines.filled:
        structure = lines.structure_named(f.line_partner.data or "")
        rule = _as_rule(f)
        first, last = (_month(lines, one.data) for one in (f.line_first, f.line_last))
        found.append(
            _Kept(rule.modality, structure.id if structure else None, rule.hours, rule.persons, first, last,
                  f.override_reason.data or None)
        )  # fmt: skip
    return found


def _month(lines: Lines, text: str | None) -> date | None:
    return next((month for month in lines.offer.months if f"{month:%Y-%m}" == text), None)


def with_relay(lines: Lines, on: date) -> Lines:
    """« Proposer le relais »: each AI keeps 240 h a person, the excess goes to the ETTI of the lines or the nearest."""
    kept = _kept(lines)
    plan = [rules.PlanLine(one.modality, one.hours, one.persons) for one in kept]
    nearest = next((s.id for s in lines.offer.structures if s.kind.value == "ETTI"), None)
    rows = []
    for i, line in enumerate(rules.propose_relay(plan, rulebook.relay(on))):
        same = kept[i] if i < len(kept) else _Kept(line.modality, nearest, line.hours, line.persons)
        rows.append(
            _Kept(
                line.modality, same.structure_id, line.hours, line.persons, same.first_month, same.last_month
            )
        )
    return Lines.of(rows, lines.offer)


def with_more_people(lines: Lines, on: date) -> Lines:
    """« Prévoir une personne de plus »: as many as keep everybody of an AI within the relay."""
    kept = _kept(lines)
    plan = [rules.PlanLine(one.modality, one.hours, one.persons) for one in kept]
    rows = [
        replace(one, persons=line.persons)
        for one, line in zip(kept, rules.propose_people(plan, rulebook.relay(on)), strict=True)
    ]
    return Lines.of(rows, lines.offer)


def with_answers(lines: Lines, plan: AllocationPlan) -> Lines:
    """« Reprendre les réponses »: what the structures proposed instead, without those that declined."""
    rows = []
    for line in plan.lines:
        if line.state is LineState.DECLINED:
            continue
        if line.state is not LineState.COUNTERED:
            rows.append(_Kept(line.modality, line.structure_id, line.hours, line.persons, line.first_month,
                              line.last_month, line.override_reason))  # fmt: skip
            continue
        rows.append(
            _Kept(line.modality, line.structure_id, line.counter_hours or line.hours,
                  line.counter_persons or line.persons, line.counter_first or line.first_month,
                  line.counter_last or line.last_month, line.override_reason)
        )  # fmt: skip
    return Lines.of(rows, lines.offer)


def with_move(lines: Lines, source: int, destination: int, moved: int, done: dict[rules.Who, Done]) -> Lines:
    """« Réaffecter des heures » from one line to another; refuses what was already done there, or the whole line."""
    kept = _kept(lines)
    if not (0 <= source < len(kept) and 0 <= destination < len(kept)):
        raise Refused("move_line", field="move_from")
    one = kept[source]
    company_id = lines.offer.company_id
    who = (one.modality, None if one.structure_id in (None, company_id) else one.structure_id)
    hours = rules.move([k.hours for k in kept], source, destination, moved, done.get(who, Done()).done)
    if not hours[source]:
        raise Refused("move_all", field="move_hours")
    rows = [
        _Kept(k.modality, k.structure_id, h, k.persons, k.first_month, k.last_month, k.override_reason)
        for k, h in zip(kept, hours, strict=True)
    ]
    return Lines.of(rows, lines.offer)


def line_labels(lines: Lines) -> list[str]:
    """The lines as a list to choose from: « 2. ETTI, Tremplin Intérim : 400 h »."""
    return [
        words.LINE_CHOICE.format(
            n=n, name=f.line_partner.data or label(Modality(f.line_modality.data)),
            hours=formats.hours(f.line_hours.data or 0),
        )
        for n, f in enumerate(lines.filled, 1)
    ]  # fmt: skip


__all__ = [
    "COLOURS", "Balance", "balance", "line_labels", "line_name", "target_of", "with_answers", "with_more_people", "with_move",
    "with_relay",
]  # fmt: skip
