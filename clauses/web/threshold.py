"""Is the thing that an address names within reach of the act that the address is for?

Asked at the door, before a view reads anything of what was sent: an act that is not for this person answers 403 or
404, never on the shape of its form. The act itself asks again, with the row locked.
"""

from typing import Any

from flask import request

from clauses.access import gate
from clauses.access.policy import Actor, Permission, reach_of
from clauses.models.agenda import Appointment
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.decisions import Decision
from clauses.models.evidence import Evidence
from clauses.models.files import MarketDocument
from clauses.models.follow_up import Difficulty, RecoveryAction
from clauses.models.hours import Eligibility, EmploymentContract, Participant, Relay
from clauses.models.journal import EmailMessage
from clauses.models.letters import CaseFile, Letter
from clauses.models.markets import Lot, Market
from clauses.models.notices import Notification
from clauses.models.partner_requests import PartnerRequest
from clauses.models.pathways import PathwayEmployee
from clauses.models.personal_data import DataRequest, PurgeOrder, RetentionHold
from clauses.models.pooling import HoursPool, PoolAgreement
from clauses.models.programme import YearlyProgramme
from clauses.models.relays import HeldHours
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch

# What each number of an address names. The first one of the address decides; a lot or a document inside its market
# decides for it.
NAMED: dict[str, type] = {
    "claim_id": HoursClaim,
    "case_file_id": CaseFile,
    "commitment_id": Commitment,
    "contract_id": EmploymentContract,
    "decision_id": Decision,
    "data_request_id": DataRequest,
    "difficulty_id": Difficulty,
    "eligibility_id": Eligibility,
    "evidence_id": Evidence,
    "held_id": HeldHours,
    "hold_id": RetentionHold,
    "letter_id": Letter,
    "line_id": AllocationLine,
    "lot_id": Lot,
    "market_id": Market,
    "match_id": HoursMatch,
    "message_id": EmailMessage,
    "order_id": PurgeOrder,
    "agreement_id": PoolAgreement,
    "notification_id": Notification,
    "pick_id": ControlPick,
    "pool_id": HoursPool,
    "participant_id": Participant,
    "pathway_id": PathwayEmployee,
    "partner_request_id": PartnerRequest,
    "programme_id": YearlyProgramme,
    "recovery_id": RecoveryAction,
    "relay_id": Relay,
    "request_id": ReportRequest,
    "schedule_id": ReportSchedule,
    "appointment_id": Appointment,
}
LOT_OF_A_MARKET = "/lots/<int:number>"


def thing_named(named: dict[str, Any]) -> tuple[str, int] | None:
    """The model and the number of the thing that an address is about, when it says one that is guarded."""
    return next(((NAMED[name].__name__, n) for name, n in named.items() if name in NAMED), None)


def cross(actor: Actor, permission: Permission, *, hidden: bool) -> None:
    """Raises OutOfReach or Forbidden; `hidden`: what is refused here is not even said to exist.

    Where the address names nothing that is guarded, the role alone is asked and the act decides of the rest.
    """
    named: dict[str, Any] = request.view_args or {}
    rule = request.url_rule.rule if request.url_rule else ""
    try:
        if LOT_OF_A_MARKET in rule:
            inside = (Lot.market_id == named["market_id"], Lot.number == named["number"])
            gate.ask(actor, permission, Lot, *inside)
            return
        if "document_id" in named:
            inside = (
                MarketDocument.market_id == named["market_id"],
                MarketDocument.id == named["document_id"],
            )
            gate.ask(actor, permission, MarketDocument, *inside)
            return
        for name, number in named.items():
            if name in NAMED:
                model: Any = NAMED[name]
                gate.ask(actor, permission, model, model.id == number)
                return
        if reach_of(actor, permission) is None:
            raise gate.Forbidden
    except gate.Forbidden:
        if hidden:
            raise gate.OutOfReach from None
        raise
