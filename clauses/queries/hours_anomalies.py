"""What deserves a look before the hours of a month are counted? Anomalies, each one a sentence with its facts.

A report without any may be validated in a batch.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from clauses.domain import ai_cap
from clauses.domain.evidence import Expected, missing_kinds
from clauses.domain.hours_files import MONTHLY_PAID
from clauses.domain.kinds import (
    EligibilityState,
    EntryState,
    LineState,
    Modality,
    PlanState,
    RelayState,
    ReportState,
)
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceState
from clauses.domain.kinds_months import ContestState
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.queries import (
    hours_checks,
    hours_contests,
    hours_counters,
    hours_doubles,
    hours_evidence,
    hours_passes,
    hours_staff,
)
from clauses.queries.hours_facts import counting, covers
from clauses.reference import rulebook
from clauses.wording import sentences

ALLOCATION_SLACK_BP = 11_000  # hours inside the allocation + 10 %


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something to look at: the code and the facts of its sentence, and the entry it is about.

    `stake`: the hours (hundredths) that would count wrongly if nobody looked; `pair`: two lines that may be one.
    """

    code: str
    entry_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    stake: int = 0
    pair: tuple[int, int] | None = None

    @property
    def sentence(self) -> str:
        return sentences.refusal(self.code, **self.facts)


def of_reports(reports: Sequence[MonthlyReport]) -> dict[int, list[Anomaly]]:
    """The anomalies of each report, read together in a fixed number of statements; entries are loaded already."""
    found: dict[int, list[Anomaly]] = {report.id: _nothing_left(report) for report in reports}
    entries = [
        (report, entry) for report in reports for entry in report.entries if entry.worked or entry.training
    ]
    if not entries:
        return found
    people = {entry.participant_id for _, entry in entries}
    proofs = proofs_of(people)
    placements = hours_counters.ai_hours(
        {e.participant_id for _, e in entries if e.modality is Modality.AI_PLACEMENT}
    )
    overridden = _overridden(people)
    users = hours_counters.user_kinds({report.lot_id for report in reports})
    contracts = _contracts(people)
    contests = hours_contests.standing([entry.id for _, entry in entries])
    pieces = hours_evidence.of_reports(reports)
    totals = {
        month: hours_counters.month_hours(people, month) for month in {report.month for report in reports}
    }
    for report, entry in entries:
        name = entry.participant.short
        rows = found[report.id]
        rows += _eligibility(report, entry, proofs[entry.participant_id], name)
        spared = entry.participant_id in overridden or hours_counters.exempt(
            users.get(report.lot_id), report.month
        )
        if entry.modality is Modality.AI_PLACEMENT and not spared:
            relay = ai_cap.relay_counter(
                placements[entry.participant_id], report.month, rulebook.relay(last_day(report.month))
            )
            if relay.over:
                facts = {"name": name, "done": relay.done, "over": relay.over, "max": relay.max_hours}
                rows.append(Anomaly("a_relay", entry.id, facts, min(relay.over, entry.worked)))
        if not any(c.lot_id == report.lot_id and c.employer_id == entry.employer_id and covers(c, report.month)
                   for c in contracts[entry.participant_id]):  # fmt: skip
            rows.append(Anomaly("h_period", entry.id, {"name": name, "month": report.month}, entry.worked))
        total = totals[report.month].get(entry.participant_id, 0)
        usual = rulebook.plausibility(last_day(report.month)).comment_over
        if total > usual and not entry.comment:
            facts = {"name": name, "hours": total}
            rows.append(Anomaly("a_plausibility", entry.id, facts, min(total - usual, entry.worked)))
        elif entry.worked in MONTHLY_PAID and not entry.comment:
            rows.append(
                Anomaly("a_paid_month", entry.id, {"name": name, "hours": entry.worked}, entry.worked)
            )
        if contest := contests.get(entry.id):
            code = "a_contested" if contest.state is ContestState.OPEN else "a_contest_kept"
            told = {
                "name": name,
                "text": contest.reason,
                "employer": entry.employer.name,
                "answer": contest.answer,
            }
            rows.append(Anomaly(code, entry.id, told, entry.worked))
    for report_id, paused in _suspended(entries, people):
        found[report_id].append(paused)
    wrong = hours_checks.found_wrong([entry.id for _, entry in entries])
    for report, entry in entries:
        if entry.id in wrong:
            right = wrong[entry.id].right_hours or 0
            facts = {"name": entry.participant.short, "right": right, "hours": entry.worked}
            found[report.id].append(Anomaly("a_control", entry.id, facts, max(0, entry.worked - right)))
    for report_id, doubles in hours_doubles.open_doubles(reports).items():
        found[report_id] += [_double(one) for one in doubles]
    for report_id, low in hours_staff.low_prices(reports).items():
        found[report_id] += [
            Anomaly("a_subcontract_price", None, {
                "name": one.name, "amount": one.amount, "hours": one.hours, "price": one.price, "least": one.least,
            })
            for one in low
        ]  # fmt: skip
    for report in reports:
        found[report.id] += _documents(report, pieces[report.id])
    for report_id, anomaly in _beyond_allocation(reports):
        found[report_id].append(anomaly)
    return found


def _nothing_left(report: MonthlyReport) -> list[Anomaly]:
    """A report that was sent with hours and declares none any more: a month without hours is said by whoever owes it, with
    its reason (« néant »; ux/5.10). One whose lines are all doubles may be decided, once somebody looked."""
    if report.state is not ReportState.SUBMITTED:
        return []
    if empty(report):
        return [Anomaly("a_empty")]
    worked = [entry for entry in report.entries if entry.worked or entry.training]
    return [Anomaly("a_all_refused")] if all(one.state is EntryState.REFUSED for one in worked) else []


def empty(report: MonthlyReport) -> bool:
    """Does this report declare no hour at all?"""
    return not any(entry.worked or entry.training for entry in report.entries)


def _documents(report: MonthlyReport, pieces: list[Expected]) -> list[Anomaly]:
    """A document is missing, each nature once; or one that hours wait for was not looked at yet (R5-7), by employer."""
    names = {entry.employer_id: entry.employer.name for entry in report.entries}
    found = [
        Anomaly("a_piece_missing" if one.missing else "a_piece_to_check", None, {"kind": one.kind, "name": names[one.employer_id]})
        for one in pieces
        if one.holds and one.state is not EvidenceState.ACCEPTED
    ]  # fmt: skip
    for kind in missing_kinds(one for one in pieces if not one.holds):
        invoice = kind is EvidenceKind.SUBCONTRACT_INVOICE
        found.append(Anomaly("a_invoice_missing" if invoice else "a_document_missing", None, {"kind": kind}))
    return found


BLOCKING = frozenset(
    {"a_relay", "a_contested", "a_contest_kept", "a_duplicate", "h_period", "a_plausibility", "a_paid_month"}
)
# The file of a person, or another market: not for the holder of this one.
PRIVATE = frozenset({"a_proof_late", "a_eligibility_refused", "a_two_lots"})


def complete(
    report: MonthlyReport, contracts: Iterable[EmploymentContract], anomalies: Iterable[Anomaly]
) -> bool:
    """Has every person under contract in the month a line, none contested nor beyond the relay? (batch of D08)"""
    typed_any = any(entry.worked or entry.training for entry in report.entries)
    if report.state not in (ReportState.DRAFT, ReportState.TO_CORRECT) or not typed_any:
        return False
    typed = {(entry.participant_id, entry.employer_id) for entry in report.entries}
    expected = {(c.participant_id, c.employer_id) for c in contracts if covers(c, report.month)}
    return expected <= typed and not any(anomaly.code in BLOCKING for anomaly in anomalies)


def proofs_of(participant_ids: Iterable[int]) -> dict[int, list[Eligibility]]:
    found: dict[int, list[Eligibility]] = defaultdict(list)
    for proof in db.session.scalars(
        select(Eligibility)
        .where(Eligibility.participant_id.in_(set(participant_ids)))
        .order_by(Eligibility.id)
    ):
        found[proof.participant_id].append(proof)
    return found


def _eligibility(
    report: MonthlyReport, entry: HoursEntry, proofs: list[Eligibility], name: str
) -> list[Anomaly]:
    answer = counting(proofs, report.month)
    if answer.counted:
        return []
    late = next(
        (p for p in proofs if p.effective_on and p.effective_on > p.hired_on and p.state is not EligibilityState.VALIDATED),
        None,
    )  # fmt: skip
    if late is not None:
        facts = {"name": name, "effective": late.effective_on, "hired": late.hired_on}
        return [Anomaly("a_proof_late", entry.id, facts, entry.worked)]
    if answer.reason == "eligibility_expired":
        facts = {"name": name, "until": answer.facts["valid_until"]}
        return [Anomaly("a_eligibility_expired", entry.id, facts, entry.worked)]
    code = "a_eligibility" if answer.pending else "a_eligibility_refused"
    return [Anomaly(code, entry.id, {"name": name}, entry.worked)]


def _suspended(
    entries: list[tuple[MonthlyReport, HoursEntry]], people: set[int]
) -> Iterator[tuple[int, Anomaly]]:
    """Hours of a month that a suspension covers whole: to look at, never rejected, as it may have been told late
    (trap 23). The sentence says dates and no ground: a company reads it too."""
    pauses = hours_passes.pauses(people)
    for report, entry in entries:
        for pause in pauses[entry.participant_id]:
            if pause.first <= report.month and last_day(report.month) <= pause.last:
                facts = {"name": entry.participant.short, "first": pause.first, "last": pause.last}
                yield report.id, Anomaly("a_suspended", entry.id, facts, entry.worked)


def _double(double: hours_doubles.Double) -> Anomaly:
    """The same hours of one person declared by two employers (R13), or on two lots by one."""
    one, other = double.one, double.other
    facts: dict[str, Any] = {"name": one.participant.short, "hours": one.worked, "month": one.report.month}
    if double.elsewhere is None:
        facts |= {"first": one.employer.name, "second": other.employer.name}
        return Anomaly("a_duplicate", other.id, facts, one.worked, double.pair)
    facts |= {"reference": double.elsewhere.market.reference, "lot": double.elsewhere.number}
    return Anomaly("a_two_lots", one.id, facts, one.worked, double.pair)


def _overridden(participant_ids: set[int]) -> set[int]:
    """People whom the resource person lets stay in an AI beyond the relay, with a reason (R6)."""
    return set(
        db.session.scalars(
            select(Relay.participant_id).where(
                Relay.participant_id.in_(participant_ids), Relay.state == RelayState.OVERRIDDEN
            )
        )
    )


def _contracts(participant_ids: set[int]) -> dict[int, list[EmploymentContract]]:
    found: dict[int, list[EmploymentContract]] = defaultdict(list)
    for contract in db.session.scalars(
        select(EmploymentContract).where(EmploymentContract.participant_id.in_(participant_ids))
    ):
        found[contract.participant_id].append(contract)
    return found


def _beyond_allocation(reports: Sequence[MonthlyReport]) -> list[tuple[int, Anomaly]]:
    """Structures whose hours on the lot, with this month, pass what the plan entrusts to them by more than a tenth."""
    lot_ids = {report.lot_id for report in reports}
    allocated: dict[tuple[int, int | None], int] = {
        (lot_id, structure_id): hours
        for lot_id, structure_id, hours in db.session.execute(
            select(Commitment.lot_id, AllocationLine.structure_id, func.sum(AllocationLine.hours))
            .select_from(AllocationLine)
            .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
            .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
            .where(
                Commitment.lot_id.in_(lot_ids),
                AllocationPlan.state == PlanState.SETTLED,
                AllocationLine.state == LineState.ACCEPTED,
                AllocationLine.structure_id.is_not(None),
            )
            .group_by(Commitment.lot_id, AllocationLine.structure_id)
        )
    }
    counted: dict[tuple[int, int], int] = {
        (lot_id, employer_id): hours
        for lot_id, employer_id, hours in db.session.execute(
            select(LedgerLine.lot_id, HoursEntry.employer_id, func.sum(LedgerLine.hours))
            .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
            .where(LedgerLine.lot_id.in_(lot_ids))
            .group_by(LedgerLine.lot_id, HoursEntry.employer_id)
        )
    }
    found = []
    for report in reports:
        this_month: dict[int, int] = defaultdict(int)
        names = {}
        for entry in report.entries:
            if entry.state is EntryState.DRAFT:
                this_month[entry.employer_id] += entry.worked
                names[entry.employer_id] = entry.employer.name
        for employer_id, hours in this_month.items():
            key = (report.lot_id, employer_id)
            if key not in allocated:
                continue
            total = counted.get(key, 0) + hours
            if total * 10_000 > allocated[key] * ALLOCATION_SLACK_BP:
                facts = {"name": names[employer_id], "total": total, "allocated": allocated[key]}
                stake = min(hours, total - allocated[key])
                found.append((report.id, Anomaly("a_allocation", None, facts, stake)))
    return found
