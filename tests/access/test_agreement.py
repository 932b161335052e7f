"""Do the list, the detail and the button agree, for every permission, role, organization and territory?

Then the matrix of who can see what, written by hand: what is out of reach answers 404 like what does not exist, an
act refused on what one sees answers 403.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from clauses.access.gate import Forbidden, OutOfReach, load, may
from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import PLACES, SEEN_BY, within_reach
from clauses.extensions import db
from clauses.models.agenda import Appointment
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.cooperation import CooperationEvent
from clauses.models.decisions import Decision
from clauses.models.evidence import Evidence
from clauses.models.files import MarketDocument
from clauses.models.follow_up import Difficulty, RecoveryAction, Visit
from clauses.models.handovers import Absence
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    MonthlyReport,
    Participant,
    Relay,
)
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
from clauses.models.territory import Territory
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch
from tests.builders import World, world

P = Permission
pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture
def small_world(portal) -> Iterator[World]:
    yield world()
    db.session.rollback()


def listed(actor: Actor, permission: Permission, model: type) -> set[int]:
    return set(db.session.scalars(select(model.id).where(within_reach(actor, permission, model))))


def answer(actor: Actor, permission: Permission, model: type, id: int) -> int:
    """What the door would answer: 200, 403 or 404."""
    try:
        load(actor, permission, model, id)
    except Forbidden:
        return 403
    except OutOfReach:
        return 404
    return 200


def test_the_list_the_detail_and_the_button_agree(small_world):
    """One question for all permissions of the same reach on a model: the reach alone decides of the rows."""
    for model in PLACES:
        ids = small_world.ids(model).values()
        for name, actor in small_world.actors.items():
            seen = listed(actor, SEEN_BY[model], model)
            asked: set[object] = set()
            for permission in P:
                reach = reach_of(actor, permission)
                if reach in asked:  # a place is asked with the reach, never with the permission
                    continue
                asked.add(reach)
                rows = listed(actor, permission, model)
                for id in ids:
                    expected = 200 if id in rows else (403 if id in seen else 404)
                    where = f"{name}, {permission}, {model.__name__} {id}"
                    assert answer(actor, permission, model, id) == expected, where
                    assert may(actor, permission, model, id) == (id in rows), where
            if reach_of(actor, SEEN_BY[model]) is None:
                assert not seen


def test_a_model_without_a_place_is_reached_by_nobody(small_world):
    from clauses.models.people import Organization

    for actor in small_world.actors.values():
        for permission in P:
            assert not listed(actor, permission, Organization)
            assert not may(actor, permission, Organization, actor.organization_id)
            assert answer(actor, permission, Organization, actor.organization_id) == 404


def test_what_does_not_exist_answers_as_what_is_out_of_reach(small_world):
    for model in PLACES:
        for actor in small_world.actors.values():
            assert answer(actor, SEEN_BY[model], model, 999_999_999) == 404


# On the things of side A. Columns: who asks.
WHO = (
    "buyer_a", "buyer_b", "company_a", "company_b", "siae_a", "siae_b",
    "resource_person_a", "resource_person_b", "coordinator", "admin",
)  # fmt: skip
MATRIX = [
    (P.MARKET_VIEW, Lot, (200, 404, 200, 404, 200, 404, 200, 404, 200, 200)),
    (P.MARKET_FILE, Market, (200, 404, 403, 404, 403, 404, 403, 404, 403, 403)),
    (P.MARKET_FILE, YearlyProgramme, (200, 404, 404, 404, 404, 404, 404, 404, 404, 404)),
    (P.OPINION_GIVE, Market, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.AWARD_DECLARE, Lot, (200, 404, 403, 404, 403, 404, 403, 404, 403, 403)),
    (P.OPINION_COMMENT, Lot, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.SUBCONTRACT_DECLARE, Lot, (200, 404, 200, 404, 403, 404, 403, 404, 403, 403)),
    (P.KICK_OFF_PREPARE, Lot, (200, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.DIFFICULTY_SIGNAL, Commitment, (403, 404, 200, 404, 200, 404, 403, 404, 403, 403)),
    (P.DIFFICULTY_VIEW, Difficulty, (404, 404, 200, 404, 404, 404, 200, 404, 404, 404)),
    (P.DIFFICULTY_ANSWER, Difficulty, (404, 404, 403, 404, 404, 404, 200, 404, 404, 404)),
    (P.RECOVERY_VIEW, Lot, (200, 404, 200, 404, 200, 404, 200, 404, 200, 403)),
    (P.RECOVERY_VIEW, RecoveryAction, (200, 404, 200, 404, 200, 404, 200, 404, 200, 404)),
    (P.RECOVERY_PROPOSE, Lot, (403, 404, 200, 404, 403, 404, 200, 404, 403, 403)),
    (P.RECOVERY_DECIDE, RecoveryAction, (403, 404, 403, 404, 403, 404, 200, 404, 403, 404)),
    (P.RECOVERY_FINISH, RecoveryAction, (403, 404, 403, 404, 200, 404, 200, 404, 403, 404)),
    (P.VISIT_VIEW, Visit, (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)),
    (P.VISIT_NOTE, Lot, (403, 404, 403, 404, 200, 404, 200, 404, 403, 403)),
    (P.REMINDER_VIEW, Lot, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.REMINDER_SEND, Lot, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.MESSAGE_VIEW, Lot, (200, 404, 200, 404, 200, 404, 200, 404, 200, 403)),
    (P.MESSAGE_WRITE, Lot, (200, 404, 200, 404, 200, 404, 200, 404, 403, 403)),
    (P.DOCUMENT_VIEW, Lot, (200, 404, 200, 404, 200, 404, 200, 404, 200, 403)),
    (P.DOCUMENT_VIEW, MarketDocument, (200, 404, 200, 404, 200, 404, 200, 404, 200, 404)),
    (P.DOCUMENT_PUT, Lot, (200, 404, 200, 404, 200, 404, 200, 404, 403, 403)),
    (P.DOCUMENT_WITHDRAW, MarketDocument, (403, 404, 200, 404, 403, 404, 200, 404, 403, 404)),
    (P.COMMITMENT_VIEW, Commitment, (200, 404, 200, 404, 200, 404, 200, 404, 200, 200)),
    (P.COMMITMENT_EDIT, Commitment, (403, 404, 200, 404, 403, 404, 403, 404, 403, 403)),
    (P.PLAN_MAKE, Commitment, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.PLAN_MAKE, AllocationPlan, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.LINE_VIEW, AllocationLine, (200, 404, 200, 404, 200, 404, 200, 404, 200, 404)),
    (P.LINE_ANSWER, AllocationLine, (403, 404, 403, 404, 200, 404, 403, 404, 403, 404)),
    (P.PARTNER_SEEK, Lot, (403, 404, 200, 404, 403, 404, 403, 404, 403, 403)),
    (P.PARTNER_SEEK, PartnerRequest, (404, 404, 200, 404, 403, 404, 403, 404, 404, 404)),
    (P.EFFORT_VIEW, Lot, (403, 404, 200, 404, 403, 404, 200, 404, 403, 403)),
    (P.REQUEST_VIEW, PartnerRequest, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.REQUEST_ANSWER, PartnerRequest, (404, 404, 403, 404, 200, 404, 403, 404, 404, 404)),
    (P.PARTICIPANT_IDENTIFY, Participant, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.PARTICIPANT_IDENTIFY, EmploymentContract, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.ELIGIBILITY_VIEW, Eligibility, (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)),
    (P.ELIGIBILITY_DECIDE, Eligibility, (404, 404, 404, 404, 403, 404, 200, 404, 404, 404)),
    (P.PARTICIPANT_MERGE, Participant, (404, 404, 403, 404, 403, 404, 200, 404, 404, 404)),
    (P.PASS_VIEW, Participant, (404, 404, 403, 404, 200, 404, 200, 404, 404, 404)),
    (P.PASS_RECORD, Participant, (404, 404, 403, 404, 200, 404, 200, 404, 404, 404)),
    (P.MISSION_MAKE, EmploymentContract, (404, 404, 403, 404, 200, 404, 403, 404, 404, 404)),
    (P.PATHWAY_KEEP, PathwayEmployee, (404, 404, 404, 404, 200, 404, 404, 404, 404, 404)),
    (P.PORTFOLIO_VIEW, PathwayEmployee, (404, 404, 404, 404, 200, 404, 404, 404, 404, 404)),
    (P.MONTH_VIEW, MonthlyReport, (200, 404, 200, 404, 200, 404, 200, 404, 200, 404)),
    (P.EVIDENCE_VIEW, Lot, (403, 404, 200, 404, 200, 404, 200, 404, 403, 403)),
    (P.EVIDENCE_PUT, Lot, (403, 404, 200, 404, 200, 404, 200, 404, 403, 403)),
    (P.EVIDENCE_VIEW, Evidence, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.EVIDENCE_DECIDE, Evidence, (404, 404, 403, 404, 403, 404, 200, 404, 404, 404)),
    (P.EVIDENCE_WITHDRAW, Evidence, (404, 404, 200, 404, 403, 404, 200, 404, 404, 404)),
    (P.HOURS_ENTER, MonthlyReport, (403, 404, 200, 404, 200, 404, 200, 404, 403, 404)),
    (P.MONTH_SUBMIT, MonthlyReport, (403, 404, 200, 404, 403, 404, 403, 404, 403, 404)),
    (P.HOURS_VALIDATE, MonthlyReport, (403, 404, 403, 404, 403, 404, 200, 404, 403, 404)),
    (P.HOURS_ENTER, HoursEntry, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.RELAY_VIEW, Relay, (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)),
    (P.RELAY_PREPARE, Relay, (404, 404, 404, 404, 403, 404, 200, 404, 404, 404)),
    (P.POOL_VIEW, HoursPool, (200, 404, 200, 404, 200, 404, 200, 404, 200, 404)),
    (P.POOL_PROPOSE, HoursPool, (403, 404, 200, 404, 403, 404, 200, 404, 403, 404)),
    (P.POOL_PROPOSE, Lot, (403, 404, 200, 404, 403, 404, 200, 404, 403, 403)),
    (P.HOURS_ENTER, HoursPool, (403, 404, 200, 404, 200, 404, 200, 404, 403, 404)),
    (P.POOL_ANSWER, PoolAgreement, (200, 404, 404, 404, 404, 404, 200, 404, 403, 404)),
    (P.RELAY_ANSWER, Relay, (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)),
    (P.RELAY_VIEW, HeldHours, (404, 404, 404, 404, 200, 404, 200, 404, 404, 404)),
    (P.HOURS_VALIDATE, HeldHours, (404, 404, 404, 404, 403, 404, 200, 404, 404, 404)),
    (P.PARTICIPANT_IDENTIFY, HoursMatch, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.HOURS_ENTER, HoursMatch, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.HOURS_ENTER, HoursClaim, (404, 404, 200, 404, 200, 404, 200, 404, 404, 404)),
    (P.HOURS_VALIDATE, HoursClaim, (404, 404, 403, 404, 403, 404, 200, 404, 404, 404)),
    (P.HOURS_VALIDATE, ControlPick, (404, 404, 404, 404, 404, 404, 200, 404, 404, 404)),
    (P.EARLIER_DECLARE, Participant, (404, 404, 403, 404, 200, 404, 200, 404, 404, 404)),
    (P.COOPERATION_VIEW, CooperationEvent, (404, 404, 404, 404, 200, 404, 200, 404, 200, 404)),
    (P.DECISION_VIEW, Decision, (200, 404, 200, 404, 404, 404, 200, 404, 200, 404)),
    (P.DECISION_MAKE, Lot, (200, 404, 403, 404, 403, 404, 403, 404, 403, 403)),
    (P.DECISION_MAKE, Decision, (200, 404, 403, 404, 404, 404, 403, 404, 403, 404)),
    (P.DECISION_ANSWER, Decision, (403, 404, 200, 404, 404, 404, 403, 404, 403, 404)),
    (P.CLOSING_REPORT, Commitment, (403, 404, 403, 404, 403, 404, 200, 404, 403, 403)),
    (P.LOT_CLOSE, Lot, (200, 404, 403, 404, 403, 404, 403, 404, 403, 403)),
    (P.LOT_REOPEN, Lot, (403, 404, 403, 404, 403, 404, 403, 404, 200, 200)),
    (P.CASE_FILE_MAKE, Lot, (200, 404, 403, 404, 403, 404, 403, 404, 403, 403)),
    (P.CASE_FILE_MAKE, CaseFile, (200, 404, 404, 404, 404, 404, 404, 404, 404, 404)),
    (P.LETTER_VIEW, Letter, (200, 404, 200, 404, 404, 404, 200, 404, 200, 404)),
    (P.LETTER_MAKE, Letter, (403, 404, 403, 404, 404, 404, 200, 404, 403, 404)),
    (P.REPORT_REQUEST, Market, (200, 404, 403, 404, 403, 404, 200, 404, 200, 403)),
    (P.REPORT_VIEW, ReportRequest, (200, 404, 404, 404, 404, 404, 200, 404, 200, 404)),
    (P.CALENDAR_VIEW, Appointment, (404, 404, 200, 404, 404, 404, 404, 404, 404, 404)),
    (P.CALENDAR_WRITE, Appointment, (404, 404, 200, 404, 404, 404, 404, 404, 404, 404)),
    (P.REPORT_PLAN, ReportSchedule, (200, 404, 404, 404, 404, 404, 404, 404, 404, 404)),
    (P.CERTIFICATE_REQUEST, Lot, (403, 404, 200, 404, 403, 404, 200, 404, 200, 403)),
    (P.TERRITORY_REPORT, Territory, (404, 404, 404, 404, 404, 404, 200, 404, 200, 403)),
    (P.COOPERATION_VIEW, Territory, (404, 404, 404, 404, 404, 404, 200, 404, 200, 403)),
    (P.COOPERATION_NOTE, Territory, (404, 404, 404, 404, 404, 404, 200, 404, 403, 403)),
    (P.EVALUATION_PUBLISH, Territory, (404, 404, 404, 404, 404, 404, 200, 404, 403, 403)),
    (P.OFFER_PUBLISH, Territory, (404, 404, 404, 404, 404, 404, 404, 404, 403, 403)),
    (P.REVIEW_SIGN, Territory, (404, 404, 404, 404, 404, 404, 404, 404, 403, 403)),
    (P.MANDATE_GIVE, Territory, (404, 404, 404, 404, 404, 404, 404, 404, 200, 403)),
    (P.TERRITORY_VIEW, Territory, (404, 404, 404, 404, 404, 404, 200, 404, 403, 403)),
    (P.TERRITORY_EDIT, Territory, (404, 404, 404, 404, 404, 404, 404, 404, 403, 200)),
    (P.ABSENCE_DECLARE, Absence, (404, 404, 404, 404, 404, 404, 200, 404, 404, 404)),
    (P.MAIL_VIEW, EmailMessage, (404, 404, 404, 404, 404, 404, 404, 404, 404, 200)),
    (P.DATA_ANSWER, DataRequest, (404, 404, 404, 404, 404, 404, 404, 404, 404, 200)),
    (P.DATA_ANSWER, RetentionHold, (404, 404, 404, 404, 404, 404, 404, 404, 404, 200)),
    (P.PURGE_CONFIRM, PurgeOrder, (404, 404, 404, 404, 404, 404, 404, 404, 200, 200)),
    (P.NOTIFICATION_VIEW, Notification, (404, 404, 404, 404, 404, 404, 200, 404, 404, 404)),
]


def test_who_can_see_what(small_world):
    for permission, model, expected in MATRIX:
        id = small_world.ids(model)["a"]
        found = tuple(answer(small_world.actors[who], permission, model, id) for who in WHO)
        wrong = [f"{w}: {f} instead of {e}" for w, f, e in zip(WHO, found, expected, strict=True) if f != e]
        assert not wrong, f"{permission} on {model.__name__}: {', '.join(wrong)}"


def test_the_matrix_speaks_of_every_permission_that_opens_a_thing():
    opened = {permission for permission, _, _ in MATRIX}
    of_no_thing = {
        P.DASHBOARD_VIEW, P.NETWORK_VIEW, P.SERVICE_VIEW, P.CONSULTATION_VIEW, P.QUESTION_ASK, P.PARTICIPANT_ADD,
        P.REFERENCE_VIEW, P.REFERENCE_EDIT, P.MEMBERS_MANAGE, P.ACCOUNT_CHECK, P.ACCOUNT_MANAGE,
        P.JOB_RETRY, P.PARAMETER_VIEW, P.PARAMETER_EDIT, P.EMAIL_MODEL_EDIT, P.AUDIT_VIEW, P.ORGANIZATION_EDIT,
        P.STRUCTURE_VIEW, P.CAPACITY_STATE, P.SHEET_EDIT, P.SUPPLY_VIEW, P.LOT_FOLLOW, P.REGION_REPORT,
        P.ALERT_VIEW, P.AGREEMENT_RECORD, P.QUARTER_VIEW, P.QUARTER_CONFIRM, P.QUARTER_CLOSE,
    }  # fmt: skip
    assert opened | of_no_thing == set(P), "add a line to MATRIX for the new permission"


def test_a_draft_is_seen_by_its_buyer_alone(small_world):
    id = small_world.ids(Market)["draft"]
    found = {
        who for who, actor in small_world.actors.items() if answer(actor, P.MARKET_VIEW, Market, id) == 200
    }
    assert found == {"buyer_a", "reader_a"}


def test_a_reader_sees_what_colleagues_see_and_changes_nothing(small_world):
    id = small_world.ids(Market)["a"]
    assert answer(small_world.actors["reader_a"], P.MARKET_VIEW, Market, id) == 200
    assert answer(small_world.actors["reader_a"], P.MARKET_FILE, Market, id) == 403


def test_an_open_consultation_is_shown_without_becoming_a_market_that_one_sees(small_world):
    id = small_world.ids(Market)["open"]
    for who in ("company_a", "siae_a", "resource_person_a", "coordinator"):
        assert answer(small_world.actors[who], P.CONSULTATION_VIEW, Market, id) == 200, who
    for who in ("company_a", "siae_a", "buyer_a"):
        assert answer(small_world.actors[who], P.MARKET_VIEW, Market, id) == 404, who


def test_only_those_who_may_answer_a_consultation_ask_on_it(small_world):
    """A question is for candidates and structures, on what is shown to all of them; nowhere else."""
    opened, running, draft = (small_world.ids(Market)[one] for one in ("open", "a", "draft"))
    for who in ("company_a", "company_b", "siae_a", "siae_b"):
        assert answer(small_world.actors[who], P.QUESTION_ASK, Market, opened) == 200, who
        assert answer(small_world.actors[who], P.QUESTION_ASK, Market, running) in (403, 404), who
        assert answer(small_world.actors[who], P.QUESTION_ASK, Market, draft) == 404, who
    for who in ("buyer_b", "resource_person_b", "coordinator", "admin"):
        assert answer(small_world.actors[who], P.QUESTION_ASK, Market, opened) == 403, who


def test_a_vacant_territory_is_followed_by_the_coordination_and_by_nobody_else(small_world):
    ids = {
        model: small_world.ids(model)["vacant"]
        for model in (MonthlyReport, Participant, Eligibility, Commitment)
    }
    coordinator = small_world.actors["coordinator"]
    assert answer(coordinator, P.HOURS_VALIDATE, MonthlyReport, ids[MonthlyReport]) == 200
    assert answer(coordinator, P.PARTICIPANT_IDENTIFY, Participant, ids[Participant]) == 200
    assert answer(coordinator, P.ELIGIBILITY_DECIDE, Eligibility, ids[Eligibility]) == 200
    assert answer(coordinator, P.PLAN_MAKE, Commitment, ids[Commitment]) == 200
    for who in ("resource_person_a", "resource_person_b"):
        assert answer(small_world.actors[who], P.HOURS_VALIDATE, MonthlyReport, ids[MonthlyReport]) == 404, (
            who
        )
