"""How are the facts of a market written for a page? Pairs of words and values, ready to print."""

from datetime import date
from typing import Any

from flask import url_for

from clauses.access import gate
from clauses.access.policy import Actor, Permission, reach_of
from clauses.domain.kinds import Role
from clauses.domain.levers import IN_WEEKS, OWN_ACTIVITY, SCORED, WITH_HOURS, WITH_PENALTY
from clauses.domain.sub_targets import Asked, hours_asked
from clauses.domain.values import add_months, month_of
from clauses.models.markets import Clause, Lot, Market
from clauses.queries import compliance, decisions_group
from clauses.queries.markets import HistoryEntry, LotFile, MarketFile
from clauses.queries.markets.consultations import commune_names
from clauses.queries.volumes import terms
from clauses.reference import trades
from clauses.web.fields import lowered
from clauses.wording import formats, sentences, territories
from clauses.wording import markets as words
from clauses.wording.advice import sub_target
from clauses.wording.bases import expressed
from clauses.wording.labels import label

Pairs = list[tuple[str, str | None]]


def ways(actor: Actor, file: LotFile, on: date) -> list[tuple[str, str]]:
    """Where a reader may go from a lot: its commitment and plan, its last month, its people, the report."""
    lot, found = file.lot, []
    if file.commitment_id:
        at = url_for("allocation.commitment", commitment_id=file.commitment_id)
        found.append((words.SEE_COMMITMENT, at))
    if lot.award and lot.award.exec_start <= on and gate.may(actor, Permission.MONTH_VIEW, Lot, lot.id):
        last = add_months(lot.award.exec_start, lot.award.exec_months - 1)
        month = max(month_of(lot.award.exec_start), min(month_of(last), add_months(month_of(on), -1)))
        at = url_for("hours.month", lot_id=lot.id, month=f"{month:%Y-%m}")
        found.append((words.SEE_MONTH.format(month=formats.of_month(month)), at))
    if lot.award and lot.has_clause and gate.may(actor, Permission.PARTICIPANT_IDENTIFY, Lot, lot.id):
        found.append((words.SEE_PEOPLE, url_for("hours.participant_list", lot_id=lot.id)))
    if lot.has_clause and gate.may(actor, Permission.EFFORT_VIEW, Lot, lot.id):
        found.append((words.SEE_EFFORTS, url_for("partners.efforts", lot_id=lot.id)))
    at_lot: dict[str, Any] = {"market_id": file.market.id, "number": lot.number}
    if lot.award and lot.targets and gate.may(actor, Permission.DECISION_MAKE, Lot, lot.id):
        found.append((words.DECIDE, url_for("compliance.decision_new", **at_lot)))
    if lot.award and lot.targets and gate.may(actor, Permission.RECOVERY_VIEW, Lot, lot.id):
        found.append((words.SEE_RECOVERY, url_for("compliance.lot_recovery", lot_id=lot.id)))
    if lot.award and lot.targets and gate.may(actor, Permission.DECISION_VIEW, Lot, lot.id):
        found.append((words.SEE_CLOSING, url_for("compliance.closing", **at_lot)))
    elif lot.award and decisions_group.spoken_to(actor, lot.id):
        found.append((words.SEE_DECISIONS, url_for("compliance.decisions")))
    if (
        lot.award
        and lot.targets
        and file.commitment_id
        and gate.may(actor, Permission.CLOSING_REPORT, Lot, lot.id)
    ):
        found.append(
            (words.WRITE_REPORT, url_for("compliance.closing_report", commitment_id=file.commitment_id))
        )
    if lot.award and lot.targets and gate.may(actor, Permission.LETTER_MAKE, Lot, lot.id):
        found.append((words.WRITE_LETTER, url_for("compliance.letter_new", lot=lot.id)))
    if lot.award and lot.targets and gate.may(actor, Permission.CASE_FILE_MAKE, Lot, lot.id):
        found.append((words.CASE_FILE, url_for("compliance.case_files", **at_lot)))
    if lot.closed_on and gate.may(actor, Permission.LOT_REOPEN, Lot, lot.id):
        found.append((words.REOPEN, url_for("compliance.reopening", lot_id=lot.id)))
    if lot.award and lot.has_clause and reach_of(actor, Permission.REPORT_REQUEST) is not None:
        found.append((words.ASK_REPORT, url_for("compliance.show_request", rep_scope=file.market.id)))
    return found


def breadcrumb(
    actor: Actor, market: Market, lot: Lot | None = None, last: str | None = None
) -> list[tuple[str, str]]:
    """From the list down to the page."""
    listed = reach_of(actor, Permission.MARKET_VIEW) is not None and actor.role not in (
        Role.COMPANY,
        Role.SIAE,
    )
    trail = [(words.MARKETS, url_for("markets.market_list"))] if listed else []
    trail.append((market.reference, url_for("markets.market", market_id=market.id)))
    if lot is not None:
        trail.append(
            (
                words.LOT.format(number=lot.number),
                url_for("markets.lot", market_id=market.id, number=lot.number),
            )
        )
    if last:
        trail.append((last, ""))
    return trail


def market_definition(file: MarketFile) -> Pairs:
    market = file.market
    start = formats.day_long(market.exec_start) if market.exec_start else None
    months = words.MONTHS.format(n=market.exec_months) if market.exec_months else None
    pairs: Pairs = [
        (words.BUYER, market.buyer.name),
        (words.TYPE, f"{label(market.market_type)}, {lowered(label(market.market_form))}"),
        (words.PROCEDURE, label(market.procedure)),
        (words.PROGRAMME, label(market.programme)),
        (words.PLACES, ", ".join(commune_names(market.places)) or None),
        (words.PUBLICATION, _day(market.published_on or market.publication_date)),
        (words.DEADLINE, _day(market.offers_deadline)),
        (words.EXECUTION, ", ".join(part for part in (start, months) if part) or None),
    ]
    if file.amounts_shown and market.amount:
        pairs.insert(3, (words.AMOUNT, formats.euros(market.amount, ht=True)))
    return pairs


def lot_definition(file: LotFile, on: date) -> Pairs:
    lot, clause, award = file.lot, file.lot.clause, file.lot.award
    trade = trades.trade(lot.trade, on) if lot.trade else None
    pairs: Pairs = [
        (words.BUYER, file.market.buyer.name),
        (words.TRADE, trade.label if trade else None),
        (words.PLACES, ", ".join(commune_names(lot.places or file.market.places)) or None),
        (words.ASSOCIATED, formats.joined([one.territory.name for one in lot.associated]) or None),
        (words.RESULT, label(lot.result) if lot.result else None),
        (words.AWARDEE, award.awardee.name if award else None),
    ]
    if lot.result_reason:
        pairs.append((words.RESULT_REASON, lot.result_reason))
    if award:
        span = f"{formats.day_long(award.exec_start)}, {words.MONTHS.format(n=award.exec_months)}"
        pairs += [(words.NOTIFIED, formats.day_long(award.notified_on)), (words.EXECUTION, span)]
    if file.amounts_shown:
        pairs.append((words.AMOUNT, formats.euros(lot.amount, ht=True) if lot.amount else None))
        if award and award.amount:
            pairs.append((words.AWARD_AMOUNT, formats.euros(award.amount, ht=True)))
    if clause:
        pairs += clause_definition(lot, clause, amounts=file.amounts_shown)
    elif lot.no_clause_reason:
        pairs.append((words.NO_CLAUSE, label(lot.no_clause_reason)))
    return pairs


def clause_definition(lot: Lot, clause: Clause, *, amounts: bool) -> Pairs:
    """What a clause asks, in the words of its lever; amounts are for those who see them."""
    said, lever = terms(lot), clause.clause_type
    volume = expressed(said) if said and (lever in WITH_HOURS or clause.target_hours) else None
    if lever in IN_WEEKS:
        pairs: Pairs = [(words.WEEKS, weeks_of(clause))]
    elif lever in OWN_ACTIVITY:
        asked = words.CONFIRMED_HOURS.format(hours=volume) if volume else words.NO_HOURS_OWED
        pairs = [(words.BASIS, asked)]
    else:
        pairs = [(words.BASIS, volume)]
    if lever in SCORED:
        pairs.append(
            (words.WEIGHT, formats.rate(clause.criterion_weight) if clause.criterion_weight else None)
        )
    if clause.base_amount and amounts:
        base = formats.euros(clause.base_amount, ht=True)
        left = (
            words.BASE_OF.format(base=base, reason=lowered(clause.base_reason))
            if clause.base_reason
            else base
        )
        pairs.append((words.BASE, left))
    if clause.taken_over:
        pairs.append((words.TAKEN_OVER, formats.hours(clause.taken_over)))
    penalty = formats.euros(clause.penalty_hour) if clause.penalty_hour is not None else None
    asked_of = [Asked(s.audience, s.share, s.hours, s.mandatory) for s in clause.sub_targets]
    if asked_of:
        target = lot.targets[-1].hours if lot.targets else clause.target_hours
        pairs.append(
            (words.SUB_TARGETS, " ; ".join(sub_target(one, hours_asked(one, target)) for one in asked_of))
        )
    return [
        (words.LEVER, label(lever)),
        *pairs,
        *(
            [(words.TRAINING, words.YES if clause.training_counts else words.NO)]
            if lever in WITH_HOURS
            else []
        ),
        *([(words.PENALTY, penalty)] if lever in WITH_PENALTY else []),
    ]


def weeks_of(clause: Clause | None) -> str | None:
    """« 6 semaines » where the lever counts weeks; None elsewhere."""
    if clause is None or clause.clause_type not in IN_WEEKS or not clause.experience_weeks:
        return None
    return formats.count(clause.experience_weeks, *words.WEEKS_COUNT)


def history_entries(entries: list[HistoryEntry], *, inside: bool) -> list[dict[str, Any]]:
    """For the timeline: what, when, who, and the figures of the act. What concerns a person is not shown here."""
    found = []
    for entry in entries:
        what = words.ACTS.get(entry.act)
        if what is None or (not inside and entry.act in words.BEFORE_PUBLICATION):
            continue
        if entry.lot_number is not None:
            what = words.ACT_ON_LOT.format(what=what, number=entry.lot_number)
        detail = _detail(entry) if entry.act.startswith(("clause:", "lot:", "opinion:")) else None
        found.append({"what": what, "when": entry.at, "who": entry.who, "detail": detail})
    return found


def _detail(entry: HistoryEntry) -> str | None:
    facts = entry.facts
    if entry.was:
        days = {name: date.fromisoformat(facts[name]) for name in ("since", "until")}
        return sentences.written(territories.FOLLOWED, name=entry.was, **days)
    hours = facts.get("target_hours") or facts.get("hours")
    before, parts = facts.get("before"), []
    if isinstance(hours, int):
        told = formats.hours(hours)
        if isinstance(before, int) and before != hours:
            told = words.BEFORE_AFTER.format(before=formats.hours(before), after=told)
        parts.append(told)
    if facts.get("reason"):
        parts.append(str(facts["reason"]))
    return ", ".join(parts) or None


def follow_up(actor: Actor, lot_id: int, on: date) -> Any:
    """What the rooms of the hours say of a lot; None while it has no target."""
    return compliance.lot_follow_up(actor, lot_id, on=on)


def _day(day: date | None) -> str | None:
    return formats.day_long(day) if day else None
