"""How is a whole region made for a bench: thousands of lots, a million lines of the ledger or ten, in a minute?

Everything is drawn by its number: the same size gives the same region. Markets, lots and people are written in bulk;
months, entries and lines are made by the database itself from the contracts, with the triggers of the sums left out,
then the sums are made anew from the ledger as the command does. Names are numbers: nobody is described.

All the lots run on the day of the bench, the hardest there is: twenty-four months of thirty are over, the last one is
validated for most, sent for some, missing for a few. One lot in twenty is in alert, one in ten to watch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from clauses.actions import sums
from clauses.domain.chain import line_hash
from clauses.domain.kinds import (
    CommitmentState,
    ContractType,
    EligibilityState,
    EmployerKind,
    Gender,
    LineState,
    LotResult,
    MarketForm,
    MarketState,
    MarketType,
    Modality,
    OrganizationKind,
    PartyCapacity,
    PlanState,
    Procedure,
    Programme,
    RelayState,
)
from clauses.domain.values import add_months
from clauses.extensions import db, write_transaction
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import Eligibility, EmploymentContract, Participant, Relay
from clauses.models.journal import AuditEvent
from clauses.models.markets import Award, Clause, HoursTarget, Lot, LotParty, Market
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.models.threads import LotMessage
from clauses.queries import audit

START, MONTHS, EXEC_MONTHS = date(2024, 3, 1), 24, 30
TODAY = date(2026, 3, 12)  # the reports of February were due two days ago
LOTS_PER_MARKET = 6
SENT, MISSING = (
    7,
    20,
)  # of the last month: one lot in seven waits for its validation, one in twenty sent nothing
AT_ONCE = 5000
HOURS = "100 + (c.id * 37 + r.id * 101) % 1400"  # hundredths: 1 to 15 h a month, 8 on average
WAYS = (
    (Modality.AI_PLACEMENT, EmployerKind.AI), (Modality.ETTI_PLACEMENT, EmployerKind.ETTI),
    (Modality.DIRECT_HIRE, None),  # by the company itself: a subcontract would need its deed, hence a file
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How many lots, and how many lines of the ledger in all; the lines are met within a few in a hundred."""

    lots: int
    lines: int

    @property
    def people(self) -> int:
        """Contracts on each lot: each is a line a month, save in the last month of the lots not decided yet."""
        decided = MONTHS - 1 / SENT - 1 / MISSING
        return max(len(WAYS), round(self.lines / (self.lots * decided)))


def fill(size: Size) -> int:
    """The region of this size beside the demonstration, on an open application; how many lines the ledger has."""
    with write_transaction():
        territories = list(db.session.scalars(select(Territory.id).order_by(Territory.code)))
        parties = _parties(size)
        lots = list(_lots(size, parties, territories))
        _people(size, lots)
        db.session.commit()
        _hours()
        _sent(lots)
        db.session.commit()
    sums.rebuild_sums()
    _journal()
    _analyzed()
    lines: int = db.session.execute(text("SELECT count(*) FROM ledger_line")).scalar_one()
    db.session.rollback()
    return lines


def _analyzed() -> None:
    """What a database does by itself once it has grown; without it no plan means anything."""
    postgresql = db.engine.dialect.name == "postgresql"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if postgresql else "ANALYZE"))


def _put(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(model), batch)


def _first(model: Any) -> int:
    """The first free number: rows are numbered here, so that their children know them before they are written."""
    return (db.session.scalar(select(func.max(model.id))) or 0) + 1


def _parties(size: Size) -> dict[Any, list[int]]:
    """By kind of party, the organizations of the demonstration and as many more as a region of this size has."""
    wanted = {OrganizationKind.BUYER: size.lots // 40, OrganizationKind.COMPANY: size.lots // 20}
    wanted |= {EmployerKind.AI: size.lots // 60, EmployerKind.ETTI: size.lots // 60}
    found: dict[Any, list[int]] = {}
    serial = 0
    for kind, count in wanted.items():
        employer = kind if isinstance(kind, EmployerKind) else None
        of = Organization.employer_kind == kind if employer else Organization.kind == kind
        known = select(Organization.id).where(of, Organization.origin == "demonstration")
        ids = list(db.session.scalars(known.order_by(Organization.id)))
        for n in range(len(ids), count):
            serial += 1
            row = Organization(
                name=f"Organisation de mesure {kind.value} {n}", employer_kind=employer,
                kind=OrganizationKind.EMPLOYER if employer else kind, employer_kind_key=employer or "",
                siret=f"998{serial:011d}", commune_code="60057", origin="account",
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            ids.append(row.id)
        found[kind] = ids
    return found


@dataclass(frozen=True, slots=True)
class _Made:
    """A lot with whoever employs people on it, way by way."""

    id: int
    buyer: int
    company: int
    employers: tuple[tuple[Modality, int], ...]


def _lots(size: Size, parties: dict[Any, list[int]], territories: Sequence[int]) -> list[_Made]:
    market, lot = _first(Market), _first(Lot)
    commitment, plan = _first(Commitment), _first(AllocationPlan)
    buyers, companies = parties[OrganizationKind.BUYER], parties[OrganizationKind.COMPANY]
    places = ("60057", "60175", "60159", "60157", "60176", "60395")
    count = -(-size.lots // LOTS_PER_MARKET)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    _put(Market, (
        {"id": market + n, "version": 1, "reference": f"REG-{n:06d}", "title": f"Marché de mesure n° {n}", "source": "form",
         "market_type": MarketType.WORKS, "market_form": MarketForm.ORDINARY, "procedure": Procedure.OPEN,
         "programme": Programme.NONE, "places": [places[n % 6]], "buyer_id": buyers[n % len(buyers)], "amount": 240_000_000,
         "exec_start": START, "exec_months": EXEC_MONTHS, "state": MarketState.IN_PROGRESS, "created_at": now, "changed_at": now,
         "published_on": START, "published_without_opinion": n % 9 == 0, "visible": False}
        for n in range(count)
    ))  # fmt: skip
    made = []
    for n in range(size.lots):
        company = companies[(n * 7) % len(companies)]
        employers = tuple((way, _of(parties[kind], n) if kind else company) for way, kind in WAYS)
        made.append(_Made(lot + n, buyers[n // LOTS_PER_MARKET % len(buyers)], company, employers))
    done = size.people * MONTHS * 800  # hundredths, as `HOURS` makes them on average
    owed = [round(done * EXEC_MONTHS / MONTHS * (1.8 if n % 20 == 0 else 1.15 if n % 10 == 1 else 0.97)) // 100 * 100
            for n in range(size.lots)]  # fmt: skip
    _put(Lot, (
        {"id": one.id, "version": 1, "market_id": market + n // LOTS_PER_MARKET, "number": n % LOTS_PER_MARKET + 1,
         "title": f"Lot de mesure {n}", "amount": 40_000_000, "trade": "gros_oeuvre", "places": [places[n // LOTS_PER_MARKET % 6]],
         "has_clause": True, "territory_id": territories[n // LOTS_PER_MARKET % len(territories)], "result": LotResult.AWARDED}
        for n, one in enumerate(made)
    ))  # fmt: skip
    _put(Clause, (
        {"version": 1, "lot_id": one.id, "target_hours": owed[n], "labour_share": 4500, "hourly_cost": 3800,
         "integration_rate": 500, "modalities": [way.value for way, _ in WAYS], "publics": []}
        for n, one in enumerate(made)
    ))  # fmt: skip
    _put(HoursTarget, (
        {"lot_id": one.id, "number": 1, "hours": owed[n], "exec_start": START, "exec_months": EXEC_MONTHS,
         "effective_on": START, "recorded_on": START, "reason": "Attribution"}
        for n, one in enumerate(made)
    ))  # fmt: skip
    _put(Award, (
        {"lot_id": one.id, "awardee_id": one.company, "amount": 40_000_000, "notified_on": START, "exec_start": START,
         "exec_months": EXEC_MONTHS}
        for one in made
    ))  # fmt: skip
    _put(LotParty, (
        {"lot_id": one.id, "organization_id": who, "capacity": capacity, "since": START}
        for one in made
        for who, capacity in (
            (one.buyer, PartyCapacity.BUYER), (one.company, PartyCapacity.AWARDEE),
            *((who, PartyCapacity.STRUCTURE) for way, who in one.employers if way is not Modality.DIRECT_HIRE),
        )
    ))  # fmt: skip
    _put(Commitment, (
        {"id": commitment + n, "version": 1, "lot_id": one.id, "company_id": one.company,
         "state": CommitmentState.PLANNED, "submitted_on": START}
        for n, one in enumerate(made)
    ))  # fmt: skip
    _put(AllocationPlan, (
        {"id": plan + n, "version": 1, "commitment_id": commitment + n, "number": 1, "state": PlanState.SETTLED,
         "proposed_on": START, "proposed_by_id": 1, "settled_on": START}
        for n in range(size.lots)
    ))  # fmt: skip
    _put(AllocationLine, (
        {"version": 1, "plan_id": plan + n, "position": position, "modality": way, "hours": owed[n] // 3, "persons": 1,
         "structure_id": None if way is Modality.DIRECT_HIRE else who, "state": LineState.ACCEPTED, "answered_on": START}
        for n, one in enumerate(made)
        for position, (way, who) in enumerate(one.employers)
    ))  # fmt: skip
    return made


def _of(ids: Sequence[int], n: int) -> int:
    return ids[(n * 3 + 1) % len(ids)] if n % 4 else ids[n % len(ids)]


def _people(size: Size, lots: Sequence[_Made]) -> None:
    """So many contracts a lot; seven people for ten contracts, so that some work on two lots."""
    first, contracts = _first(Participant), size.people * len(lots)
    people = max(size.people, contracts * 7 // 10)
    _put(Participant, (
        {"id": first + n, "version": 1, "last_name": f"Mesure {n}", "first_name": "Personne", "fold": f"mesure {n} personne",
         "birth": date(1966, 1, 1) + timedelta(days=n * 37 % 14_000), "gender": tuple(Gender)[n % len(Gender)],
         "informed_on": START, "created_by_id": lots[0].company, "priority_district": n % 5 == 0}
        for n in range(people)
    ))  # fmt: skip
    _put(Eligibility, (
        {"version": 1, "participant_id": first + n, "categories": [], "hired_on": START, "effective_on": START,
         "state": EligibilityState.PENDING if n % 200 == 7 else EligibilityState.VALIDATED,
         "submitted_by_id": lots[0].company, "submitted_on": START}
        for n in range(people)
    ))  # fmt: skip
    _put(EmploymentContract, (
        {"version": 1, "participant_id": first + (n * size.people + m) % people, "lot_id": one.id, "reception": [],
         "employer_id": one.employers[m % 3][1], "modality": one.employers[m % 3][0], "contract_type": ContractType.CDD,
         "starts_on": START}
        for n, one in enumerate(lots)
        for m in range(size.people)
    ))  # fmt: skip


def _hours() -> None:
    """Months, entries and lines, made by the database itself from the contracts of the region."""
    ours = "(SELECT l.id FROM lot l JOIN market m ON m.id = l.market_id WHERE m.reference LIKE 'REG-%')"
    last = add_months(START, MONTHS - 1)
    months = [add_months(START, n) for n in range(MONTHS)]
    for month in months:
        ended = month is months[-1]
        state = (
            f"CASE WHEN l.id % {SENT} = 0 THEN 'submitted' ELSE 'validated' END" if ended else "'validated'"
        )
        there = f"AND l.id % {MISSING} <> 1" if ended else ""
        db.session.execute(
            text(
                f"""INSERT INTO monthly_report (version, lot_id, month, state, submitted_on, decided_on, decided_by_id)
                SELECT 1, l.id, '{month}', {state}, '{add_months(month, 1)}',
                CASE WHEN {state} = 'validated' THEN {_day(add_months(month, 1) + timedelta(days=4))} END,
                CASE WHEN {state} = 'validated' THEN 1 END FROM lot l WHERE l.id IN {ours} {there} ORDER BY l.id"""  # noqa: S608
            )
        )
    db.session.execute(
        text(
            f"""INSERT INTO hours_entry (version, report_id, participant_id, employer_id, modality, worked, training,
            entered_by_id, state)
            SELECT 1, r.id, c.participant_id, c.employer_id, c.modality, {HOURS}, 0, c.employer_id,
            CASE WHEN r.state = 'validated' THEN 'validated' ELSE 'draft' END
            FROM monthly_report r JOIN employment_contract c ON c.lot_id = r.lot_id
            WHERE r.lot_id IN {ours} ORDER BY r.month, r.id, c.id"""  # noqa: S608
        )
    )
    triggers = _sums_left_out()
    db.session.execute(
        text(
            f"""INSERT INTO ledger_line (kind, entry_id, lot_id, participant_id, employer_id, modality, month, hours,
            recorded_on, recorded_at, recorded_by_id)
            SELECT 'validation', e.id, r.lot_id, e.participant_id, e.employer_id, e.modality, r.month, e.worked,
            r.decided_on, '2026-03-01 08:00:00', 1
            FROM hours_entry e JOIN monthly_report r ON r.id = e.report_id
            WHERE r.lot_id IN {ours} AND r.state = 'validated' AND r.month <= '{last}' ORDER BY e.id"""  # noqa: S608
        )
    )
    for statement in triggers:
        db.session.execute(text(statement))


def _day(on: date) -> str:
    return f"DATE '{on}'" if db.engine.dialect.name == "postgresql" else f"'{on}'"


def _sums_left_out() -> list[str]:
    """The sums are made at the end, all at once: what gives their trigger back."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE ledger_line DISABLE TRIGGER ledger_line_sums"))
        return ["ALTER TABLE ledger_line ENABLE TRIGGER ledger_line_sums"]
    made: str = db.session.execute(
        text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'ledger_line_sums'")
    ).scalar_one()
    db.session.execute(text("DROP TRIGGER ledger_line_sums"))
    return [made]


def _sent(lots: Sequence[_Made]) -> None:
    """What waits for somebody: relays to prepare on one lot in fifty, messages to read on one in forty."""
    people = dict(
        db.session.execute(
            select(EmploymentContract.lot_id, func.min(EmploymentContract.participant_id))
            .where(EmploymentContract.modality == Modality.AI_PLACEMENT)
            .group_by(EmploymentContract.lot_id)
        ).all()
    )
    _put(Relay, (
        {"version": 1, "participant_id": people[one.id], "lot_id": one.id, "employer_id": one.employers[0][1],
         "state": RelayState.TO_PREPARE, "alerted_on": TODAY - timedelta(days=n % 30), "alert_month": add_months(START, MONTHS - 1)}
        for n, one in enumerate(lots) if n % 50 == 3 and one.id in people
    ))  # fmt: skip
    _put(LotMessage, (
        {"lot_id": one.id, "organization_id": one.company, "author_id": 2, "text": "Message de mesure.",
         "sent_at": datetime(2026, 3, 2, 9, tzinfo=UTC)}
        for n, one in enumerate(lots) if n % 40 == 5
    ))  # fmt: skip


def _journal() -> None:
    """The line of the journal that each validation leaves, in its chain: the invariants ask for it."""
    with write_transaction():
        seq, previous = audit.head()
        rows = []
        asked = text("SELECT id, lot_id FROM monthly_report WHERE state = 'validated' ORDER BY id")
        for report_id, lot_id in db.session.execute(asked).all():
            seq += 1
            row = AuditEvent(
                seq=seq, prev_hash=previous, at=datetime(2026, 3, 1, 8, tzinfo=UTC), actor_id=1, action="report:validate",
                object_type="MonthlyReport", object_id=report_id, lot_id=lot_id, facts={"synthetic": True},
            )  # fmt: skip
            previous = line_hash(previous, row.content())
            rows.append({c.name: getattr(row, c.name) for c in AuditEvent.__table__.columns if c.name != "hash"}
                        | {"hash": previous})  # fmt: skip
        _put(AuditEvent, iter(rows))
        db.session.commit()
