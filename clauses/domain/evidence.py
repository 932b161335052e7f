"""Which documents go with the hours of a month, which are here, and which are missing?

Computed line by line from the modality (domain-rules §5, §6.1): nothing of the checklist is kept. A document that was
turned down is missing again. The hours of a subcontractor wait for its deed (DC4): only declared subcontractors count
(R5-7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clauses.domain.kinds import Modality
from clauses.domain.kinds_evidence import EvidenceKind, EvidenceState
from clauses.domain.rules import Dated

LONGEST_REASON = 300
# What stands for every month of the lot once it is here.
LASTING = frozenset({
    EvidenceKind.EMPLOYMENT_CONTRACT, EvidenceKind.PLACEMENT_CONTRACT, EvidenceKind.SUBCONTRACTING_DEED,
    EvidenceKind.SITUATION_PROOF,
})  # fmt: skip
# What is about a whole team, whoever of it was ticked.
OF_TEAMS = frozenset({EvidenceKind.SUBCONTRACTING_DEED, EvidenceKind.SUBCONTRACT_INVOICE})
# What tells pay, contract or ground of somebody: its employer and the resource person read it, nobody else.
OF_EMPLOYERS = frozenset({EvidenceKind.EMPLOYMENT_CONTRACT, EvidenceKind.PAYSLIP})
# What a statement of the employer may stand for, with a reason; a contract or a deed has no substitute.
REPLACEABLE = frozenset({
    EvidenceKind.PAYSLIP, EvidenceKind.SIGNED_TIMESHEET, EvidenceKind.SUBCONTRACT_INVOICE,
})  # fmt: skip
HERE = frozenset({EvidenceState.RECEIVED, EvidenceState.ACCEPTED})
_BEST_FIRST = (
    EvidenceState.ACCEPTED, EvidenceState.RECEIVED, EvidenceState.UNREADABLE, EvidenceState.REFUSED,
    EvidenceState.EXPECTED,
)  # fmt: skip

Cover = tuple[int, int | None]  # an employer and one of its people, or its whole team


@dataclass(frozen=True)
class EvidenceRule(Dated):
    """What is expected of each modality, and which documents the hours wait for."""

    expected: Mapping[Modality, tuple[EvidenceKind, ...]]
    holding: frozenset[EvidenceKind]


@dataclass(frozen=True, slots=True)
class Worker:
    """A line of the month: who works, for whom, and how."""

    employer_id: int
    participant_id: int
    modality: Modality


@dataclass(frozen=True, slots=True)
class Filed:
    """A document that was put and not withdrawn, with whom it covers; `reason`: why it stands for another."""

    id: int
    kind: EvidenceKind
    state: EvidenceState
    covers: frozenset[Cover]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """One document that a month asks for: of whom, where it stands, which documents answer for it."""

    kind: EvidenceKind
    employer_id: int
    participant_id: int | None  # none: of the whole team
    modality: Modality
    holds: bool  # the hours wait for it
    state: EvidenceState
    filed: tuple[int, ...] = ()
    instead: bool = False  # a statement of the employer stands for it

    @property
    def missing(self) -> bool:
        return self.state not in HERE


def covers_of(kind: EvidenceKind, ticked: Iterable[Cover]) -> frozenset[Cover]:
    """Whom a document covers: a deed or an invoice is of the whole team, and a team holds each of its people."""
    found = set(ticked)
    if kind in OF_TEAMS:
        found = {(employer_id, None) for employer_id, _ in found}
    teams = {employer_id for employer_id, person in found if person is None}
    return frozenset(one for one in found if one[1] is None or one[0] not in teams)


def reason_needed(kind: EvidenceKind, modalities: Iterable[Modality], rule: EvidenceRule) -> bool:
    """Must it be said why the expected document cannot be given? For a statement that is not itself expected."""
    if kind is not EvidenceKind.HOURS_STATEMENT:
        return False
    return any(kind not in rule.expected.get(modality, ()) for modality in modalities)


def checklist(lines: Iterable[Worker], filed: Iterable[Filed], rule: EvidenceRule) -> list[Expected]:
    """What the lines of a month ask for, each with where it stands; what hours wait for comes first."""
    kept = list(filed)
    wanted: dict[tuple[EvidenceKind, int, int | None], Modality] = {}
    for line in lines:
        for kind in rule.expected.get(line.modality, ()):
            person = None if kind in OF_TEAMS else line.participant_id
            wanted.setdefault((kind, line.employer_id, person), line.modality)
    found = [_expected(*key, modality, kept, rule) for key, modality in wanted.items()]
    return sorted(found, key=lambda one: not one.holds)


def missing_kinds(found: Iterable[Expected]) -> list[EvidenceKind]:
    """The natures of what is missing, each once, what hours wait for first."""
    return list(dict.fromkeys(one.kind for one in found if one.missing))


def _expected(
    kind: EvidenceKind, employer_id: int, participant_id: int | None, modality: Modality, kept: list[Filed],
    rule: EvidenceRule,
) -> Expected:  # fmt: skip
    direct = [one for one in kept if one.kind is kind and _covers(one, employer_id, participant_id)]
    instead = [
        one for one in kept
        if kind in REPLACEABLE and one.kind is EvidenceKind.HOURS_STATEMENT and one.reason
        and _covers(one, employer_id, participant_id)
    ]  # fmt: skip
    states = {one.state for one in direct} or {EvidenceState.EXPECTED}
    state = next(one for one in _BEST_FIRST if one in states)
    replaced = state not in HERE and any(one.state in HERE for one in instead)
    if replaced:
        state = next(one for one in _BEST_FIRST if one in {i.state for i in instead})
    return Expected(
        kind, employer_id, participant_id, modality, kind in rule.holding, state,
        tuple(one.id for one in (instead if replaced else direct)), replaced,
    )  # fmt: skip


def _covers(one: Filed, employer_id: int, participant_id: int | None) -> bool:
    if participant_id is None:
        return any(employer == employer_id for employer, _ in one.covers)
    return (employer_id, None) in one.covers or (employer_id, participant_id) in one.covers
