"""Where may what is written show? At the end of each transaction, those places take another mark.

Safe by default. A table is either shown on no kept page (`SILENT`), or its rows say where they show (`SHOWN`), or a
change in it marks everything. So does whatever is not written row by row by a session: a statement on many rows, plain
SQL, a definition. The mark is in the same transaction as the change, and its last statement: whoever sees the one sees
the other, a transaction that is undone marks nothing, and who holds a mark waits for nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import randbits
from typing import Any

from sqlalchemy import Engine, Select, bindparam, event, exists, func, inspect, literal, or_, select, union
from sqlalchemy.dialects import postgresql, sqlite

from clauses.extensions import flushing
from clauses.models.administration import OrganizationMerge
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment, CommitmentLine
from clauses.models.cooperation import CooperationEvent
from clauses.models.evidence import Evidence, EvidenceCover
from clauses.models.follow_up import Difficulty, RecoveryAction, Visit
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
    Relay,
)
from clauses.models.journal import AuditEvent
from clauses.models.markets import Award, Lot, LotParty, LotTerritory, Market
from clauses.models.partner_requests import PartnerRequest
from clauses.models.pooling import PoolLot
from clauses.models.relays import CeilingAlert, EarlierHours, HeldHours, RelayStep
from clauses.models.reminders import Reminder, ReminderCall, ReminderPause
from clauses.models.stamps import Stamp
from clauses.models.threads import LotMessage, MessageMark
from clauses.models.validation import HoursMatch
from clauses.queries.hours_silence import SIGNS
from clauses.queries.stamps import (
    EVERYTHING,
    REGION,
    account,
    lot,
    lots_of,
    organization,
    reach,
    table,
    territory,
)

# No kept page reads these, and the suite fails where one does.
SILENT = frozenset({
    "stamp", "web_session", "received_form", "outbox_event", "audit_head", "email_message", "background_job",
    "notification", "sign_in_failure", "counted_try", "spent_passage", "passkey_challenge", "factor_failure",
    "partner_request_step", "control_draw", "control_pick", "stored_file", "hours_file",
    "hours_file_shape", "column_mapping", "hiring_draft", "report_request", "report_file", "report_snapshot",
    "report_recipient", "secret_link", "signed_link", "handover",
})  # fmt: skip

# Where a row shows, by the columns that say it: numbers of lots, reports, plans, people, organizations, accounts…
SHOWN: dict[type, dict[str, str]] = {
    MonthlyReport: {"lot_id": "lots"},
    HoursEntry: {
        "id": "entries", "report_id": "reports", "participant_id": "people", "employer_id": "organizations",
        "entered_by_id": "organizations",
    },
    LedgerLine: {"lot_id": "lots", "participant_id": "people", "employer_id": "organizations"},
    Evidence: {"lot_id": "lots", "organization_id": "organizations"},
    EvidenceCover: {"evidence_id": "pieces", "employer_id": "organizations", "participant_id": "people"},
    LotMessage: {"lot_id": "lots", "organization_id": "organizations"},
    MessageMark: {"user_id": "accounts"},
    PartnerRequest: {"lot_id": "lots", "company_id": "organizations", "structure_id": "organizations"},
    LotParty: {"lot_id": "lots", "organization_id": "reaches"},
    Commitment: {"lot_id": "lots", "company_id": "organizations"},
    CommitmentLine: {"commitment_id": "commitments", "structure_id": "organizations"},
    AllocationPlan: {"commitment_id": "commitments"},
    AllocationLine: {"plan_id": "plans", "structure_id": "organizations"},
    Participant: {"id": "people", "merged_into_id": "people", "created_by_id": "organizations"},
    EmploymentContract: {"lot_id": "lots", "participant_id": "people", "employer_id": "organizations"},
    Eligibility: {"participant_id": "people", "submitted_by_id": "organizations"},
    EarlierHours: {"participant_id": "people", "organization_id": "organizations"},
    HeldHours: {"lot_id": "lots", "participant_id": "people", "employer_id": "organizations"},
    CeilingAlert: {"participant_id": "people"},
    Relay: {"lot_id": "lots", "participant_id": "people", "employer_id": "organizations", "to_id": "organizations"},
    RelayStep: {"relay_id": "relays", "to_id": "organizations"},
    CooperationEvent: {"lot_id": "lots", "first_id": "organizations", "second_id": "organizations"},
    Reminder: {"lot_id": "lots", "organization_id": "organizations"},
    ReminderCall: {"lot_id": "lots", "organization_id": "organizations"},
    ReminderPause: {"lot_id": "lots"},
    Difficulty: {"lot_id": "lots", "organization_id": "organizations"},
    Visit: {"lot_id": "lots", "organization_id": "organizations"},
    RecoveryAction: {"lot_id": "lots", "who_id": "organizations"},
    # Pages read it for the signs of life of a partner alone.
    AuditEvent: {"organization_id": "organizations"},
}  # fmt: skip
# They say where other rows show: who writes one waits for those who ask, and they for it.
MOVES = (
    LotParty, Commitment, AllocationPlan, AllocationLine, Participant, EmploymentContract, PartnerRequest,
)  # fmt: skip
TABLES = frozenset(model.__tablename__ for model in SHOWN)  # type: ignore[attr-defined]

# The PostgreSQL advisory lock between what changes where rows show (alone) and what only asks for places (together).
TURN = 0x7374616D
MANY = 2_000  # rows of one kind in one transaction

_READING = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|SHOW|SET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.I)
_WRITING_WITHIN = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\w|DELETE\s+FROM)\b", re.I)


KINDS = frozenset(kind for columns in SHOWN.values() for kind in columns.values())


@dataclass(slots=True)
class Touched:
    """What a transaction has written so far, as numbers of rows."""

    everything: bool = False
    moves: bool = False  # other rows show elsewhere since
    rows: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    tables: set[str] = field(default_factory=set)

    @property
    def wide(self) -> bool:
        """More than is worth being told apart: databases take so many values in a statement."""
        return max(map(len, self.rows.values())) > MANY


def watch(engine: Engine) -> None:
    """From now on, what is written by this engine is told."""
    event.listen(engine, "before_cursor_execute", _note_statement)
    event.listen(engine, "begin", _forget)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "commit", _mark)


def _touched(connection: Any) -> Touched:
    found = connection.info.get("touched")
    if found is None:
        found = connection.info["touched"] = Touched()
    return found


def _forget(connection: Any) -> None:
    connection.info.pop("touched", None)


def _note_statement(
    connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool
) -> None:
    """A statement that writes marks everything, unless it writes rows that a session knows or that no page reads."""
    compiled = context.compiled if context is not None else None
    if compiled is not None and (compiled.isinsert or compiled.isupdate or compiled.isdelete):
        table = getattr(compiled.statement.table, "name", None)
        known = table in SILENT or (table in TABLES and flushing.get())
        if not known or statement.lstrip()[:4].upper() == "WITH":
            _touched(connection).everything = True
        return
    if _READING.match(statement):
        return
    if statement.lstrip()[:4].upper() == "WITH" and not _WRITING_WITHIN.search(statement):
        return
    _touched(connection).everything = True


def _note_row(mapper: Any, connection: Any, row: Any) -> None:
    if isinstance(row, AuditEvent) and row.action not in SIGNS:
        return
    touched, state = _touched(connection), inspect(row)
    touched.moves = touched.moves or isinstance(row, MOVES)
    touched.tables.add(row.__tablename__)
    for column, kind in SHOWN[type(row)].items():
        if any(was is not None for was in state.attrs[column].history.deleted or ()):
            touched.everything = True  # it has changed places
        number = getattr(row, column)
        if number is not None:
            touched.rows[kind].add(number)


for _model in SHOWN:
    for _moment in ("after_insert", "after_update", "after_delete"):
        event.listen(_model, _moment, _note_row)


def _mark(connection: Any) -> None:
    touched: Touched | None = connection.info.pop("touched", None)
    if touched is None:
        return
    # A snapshot older than this moment may not know who has come to a place since.
    older = connection.get_execution_options().get("isolation_level") is not None
    whole = touched.everything or touched.wide or older
    if connection.dialect.name == "postgresql":
        # Whoever asks where rows show holds off whoever changes it, until both are committed.
        connection.execute(_HOLD[whole or touched.moves])
    places = {EVERYTHING} if whole else _places(connection, touched)
    if EVERYTHING not in places:
        places |= {table(name) for name in touched.tables}
    if not places:
        return
    mark = randbits(62)
    # In one order for everybody: two transactions that share places pass one after the other.
    connection.execute(
        _RENEW[connection.dialect.name], [{"place": place, "mark": mark} for place in sorted(places)]
    )


def _renewing(insert: Any) -> Any:
    question = insert(Stamp)
    return question.on_conflict_do_update(index_elements=["place"], set_={"mark": question.excluded.mark})


_HOLD = {
    True: select(func.pg_advisory_xact_lock(TURN)),
    False: select(func.pg_advisory_xact_lock_shared(TURN)),
}
_RENEW = {"postgresql": _renewing(postgresql.insert), "sqlite": _renewing(sqlite.insert)}


def _places(connection: Any, touched: Touched) -> set[str]:
    """The places of these rows, wider rather than narrower; everything where they cannot be told."""
    rows = touched.rows
    lots = _lots(connection, rows)
    found = {account(number) for number in rows["accounts"]} | {reach(number) for number in rows["reaches"]}
    found |= {lot(number) for number in lots}
    shown = rows["organizations"] | rows["reaches"]
    speakers = set(shown)
    for kind, number in connection.execute(_AROUND, {"lots": lots}) if lots else ():
        if number is None:
            continue
        if kind == "territory":
            found |= {territory(number), lots_of(number)}
        else:
            shown.add(number)
        if kind == "holder":
            speakers.add(number)
    if shown and connection.scalar(_ELSEWHERE, {"organizations": shown, "entries": rows["entries"]}):
        return {EVERYTHING}
    if speakers:  # whether a partner is silent is asked of all that it does, wherever the lot is
        present = connection.scalars(_PRESENT, {"speakers": speakers})
        found |= {territory(one) for one in present if one is not None}
    found |= {organization(number) for number in shown}
    return found | {REGION} if found else found


def _lots(connection: Any, rows: Mapping[str, set[int]]) -> set[int]:
    """The lots of these rows, those of the same people (what one did in an AI counts for every AI), and those that
    share hours with them."""
    lots = set(rows["lots"])
    asked = [kind for kind in _OF_ROWS if rows[kind]]
    if asked:
        question = union(*(_OF_ROWS[kind] for kind in asked))
        lots |= set(connection.scalars(question, {kind: rows[kind] for kind in asked}))
    return lots | set(connection.scalars(_POOLED, {"lots": lots})) if lots else lots


# Made once for the whole process: each is asked at the end of an act.
def _among(column: Any, name: str) -> Any:
    return column.in_(bindparam(name, expanding=True))


def _each(what: str, column: Any, lot_id: Any) -> Select[Any]:
    return select(literal(what), column).where(_among(lot_id, "lots"))


_OF_ROWS: dict[str, Select[Any]] = {
    "reports": select(MonthlyReport.lot_id).where(_among(MonthlyReport.id, "reports")),
    "pieces": select(Evidence.lot_id).where(_among(Evidence.id, "pieces")),
    "people": select(EmploymentContract.lot_id).where(_among(EmploymentContract.participant_id, "people")),
    "commitments": select(Commitment.lot_id).where(_among(Commitment.id, "commitments")),
    "plans": select(Commitment.lot_id)
    .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
    .where(_among(AllocationPlan.id, "plans")),
    "relays": select(Relay.lot_id).where(_among(Relay.id, "relays")),
}
_POOLED = select(PoolLot.lot_id).where(
    PoolLot.pool_id.in_(select(PoolLot.pool_id).where(_among(PoolLot.lot_id, "lots")))
)
# (what, number): the territories of lots, those who hold them, and every organization they can show to.
_AROUND = union(
    _each("territory", Lot.territory_id, Lot.id),
    _each("territory", LotTerritory.territory_id, LotTerritory.lot_id),
    _each("party", Market.buyer_id, Lot.id).join(Lot, Lot.market_id == Market.id),
    _each("party", LotParty.organization_id, LotParty.lot_id),
    _each("party", AllocationLine.structure_id, Commitment.lot_id)
    .join(AllocationPlan, AllocationPlan.id == AllocationLine.plan_id)
    .join(Commitment, Commitment.id == AllocationPlan.commitment_id),
    _each("party", Commitment.company_id, Commitment.lot_id),
    _each("party", EmploymentContract.employer_id, EmploymentContract.lot_id),
    _each("party", PartnerRequest.company_id, PartnerRequest.lot_id),
    _each("party", PartnerRequest.structure_id, PartnerRequest.lot_id),
    _each("holder", Award.awardee_id, Award.lot_id),
)
# Put together with another one, its lines show to the one that stays; declared by two structures, each of the two is
# shown the hours of the other.
_ELSEWHERE = select(
    or_(
        exists().where(
            OrganizationMerge.undone_at.is_(None), _among(OrganizationMerge.merged_id, "organizations")
        ),
        exists().where(_among(HoursMatch.first_id, "entries")),
        exists().where(_among(HoursMatch.second_id, "entries")),
    )
)
# The territories of every lot on which organizations work or employ somebody.
_PRESENT = (
    select(Lot.territory_id)
    .where(
        Lot.id.in_(
            union(
                select(LotParty.lot_id).where(_among(LotParty.organization_id, "speakers")),
                select(Award.lot_id).where(_among(Award.awardee_id, "speakers")),
                select(EmploymentContract.lot_id).where(_among(EmploymentContract.employer_id, "speakers")),
            )
        )
    )
    .distinct()
)
