"""Who may do what, and how far? One table, pure Python: read it aloud to a lawyer.

A reach says *how far* a permission goes:
OWN: my organization is a party to the thing; HELD: it holds the lot; PARTY: or it shares it with the holder, or works
under it; TERRITORY: I hold a mandate there today; ASSOCIATED: or the lot is also carried out there; VACANT: nobody holds one, so
the coordination does (rule R20); REGION: everything filed; OPEN: consultations shown to companies and structures;
ANY: no limit of place; AUTHOR: my organization put it there; CHARGED: my organization is to do it;
ADDRESSED: my organization holds the lot, or a decision says what it owes for its own part of a group; SOUGHT: lots for which I may look for partners, or did, and what I
asked for them; SHARED: what a person agreed to show to the territory where I am. « Qui peut quoi » is rendered from this table and there is no second one.
"""

from dataclasses import dataclass
from enum import StrEnum

from clauses.domain.kinds import Rank, Role


class Reach(StrEnum):
    OWN = "own"
    HELD = "held"
    PARTY = "party"
    TERRITORY = "territory"
    ASSOCIATED = "associated"
    VACANT = "vacant"
    REGION = "region"
    OPEN = "open"
    ANY = "any"
    AUTHOR = "author"
    SOUGHT = "sought"
    SHARED = "shared"
    CHARGED = "charged"
    ADDRESSED = "addressed"


class Permission(StrEnum):
    DASHBOARD_VIEW = "dashboard:view"
    NOTIFICATION_VIEW = "notification:view"
    CALENDAR_VIEW = "calendar:view"
    CALENDAR_WRITE = "calendar:write"
    MARKET_VIEW = "market:view"
    MARKET_FILE = "market:file"
    OPINION_GIVE = "opinion:give"
    OPINION_COMMENT = "opinion:comment"
    AWARD_DECLARE = "award:declare"
    SUBCONTRACT_DECLARE = "subcontract:declare"
    KICK_OFF_PREPARE = "kick_off:prepare"
    DIFFICULTY_SIGNAL = "difficulty:signal"
    DIFFICULTY_VIEW = "difficulty:view"
    DIFFICULTY_ANSWER = "difficulty:answer"
    RECOVERY_VIEW = "recovery:view"
    RECOVERY_PROPOSE = "recovery:propose"
    RECOVERY_DECIDE = "recovery:decide"
    RECOVERY_FINISH = "recovery:finish"
    REMINDER_VIEW = "reminder:view"
    REMINDER_SEND = "reminder:send"
    VISIT_VIEW = "visit:view"
    VISIT_NOTE = "visit:note"
    CONSULTATION_VIEW = "consultation:view"
    STRUCTURE_VIEW = "structure:view"
    CAPACITY_STATE = "capacity:state"
    SHEET_EDIT = "sheet:edit"
    SUPPLY_VIEW = "supply:view"
    LOT_FOLLOW = "lots:view"
    QUESTION_ASK = "question:ask"
    MESSAGE_VIEW = "message:view"
    MESSAGE_WRITE = "message:write"
    DOCUMENT_VIEW = "document:view"
    DOCUMENT_PUT = "document:put"
    DOCUMENT_WITHDRAW = "document:withdraw"
    COMMITMENT_VIEW = "commitment:view"
    COMMITMENT_EDIT = "commitment:edit"
    PLAN_MAKE = "plan:make"
    LINE_VIEW = "line:view"
    LINE_ANSWER = "line:answer"
    PARTNER_SEEK = "partner:seek"
    EFFORT_VIEW = "effort:view"
    REQUEST_VIEW = "request:view"
    REQUEST_ANSWER = "request:answer"
    PARTICIPANT_IDENTIFY = "participant:identify"
    PARTICIPANT_ADD = "participant:add"
    ELIGIBILITY_VIEW = "eligibility:view"
    ELIGIBILITY_DECIDE = "eligibility:decide"
    PARTICIPANT_MERGE = "participant:merge"
    PASS_VIEW = "pass:view"
    PASS_RECORD = "pass:record"
    MISSION_MAKE = "mission:make"
    PATHWAY_KEEP = "pathway:keep"
    PORTFOLIO_VIEW = "portfolio:view"
    MONTH_VIEW = "month:view"
    EVIDENCE_VIEW = "evidence:view"
    EVIDENCE_PUT = "evidence:put"
    EVIDENCE_DECIDE = "evidence:decide"
    EVIDENCE_WITHDRAW = "evidence:withdraw"
    HOURS_ENTER = "hours:enter"
    MONTH_SUBMIT = "month:submit"
    HOURS_VALIDATE = "hours:validate"
    RELAY_VIEW = "relay:view"
    RELAY_PREPARE = "relay:prepare"
    POOL_VIEW = "pool:view"
    POOL_PROPOSE = "pool:propose"
    POOL_ANSWER = "pool:answer"
    RELAY_ANSWER = "relay:answer"
    EARLIER_DECLARE = "earlier_hours:declare"
    COOPERATION_VIEW = "cooperation:view"
    OFFER_PUBLISH = "offer:publish"
    COOPERATION_NOTE = "cooperation:note"
    EVALUATION_PUBLISH = "evaluation:publish"
    REVIEW_SIGN = "review:sign"
    AGREEMENT_RECORD = "agreement:record"
    DECISION_VIEW = "decision:view"
    DECISION_MAKE = "decision:make"
    DECISION_ANSWER = "decision:answer"
    CLOSING_REPORT = "closing_report:send"
    LOT_CLOSE = "lot:close"
    LOT_REOPEN = "lot:reopen"
    CASE_FILE_MAKE = "case_file:make"
    LETTER_VIEW = "letter:view"
    LETTER_MAKE = "letter:make"
    REPORT_REQUEST = "report:request"
    REPORT_VIEW = "report:view"
    REPORT_PLAN = "report:plan"
    CERTIFICATE_REQUEST = "certificate:request"
    TERRITORY_REPORT = "territory:report"
    REGION_REPORT = "region:report"
    ALERT_VIEW = "alert:view"
    QUARTER_VIEW = "quarter:view"
    QUARTER_CONFIRM = "quarter:confirm"
    QUARTER_CLOSE = "quarter:close"
    NETWORK_VIEW = "network:view"
    MANDATE_GIVE = "mandate:give"
    TERRITORY_VIEW = "territory:view"
    TERRITORY_EDIT = "territory:edit"
    ABSENCE_DECLARE = "absence:declare"
    MAIL_VIEW = "mail:view"
    SERVICE_VIEW = "service:view"
    REFERENCE_VIEW = "reference:view"
    REFERENCE_EDIT = "reference:edit"
    AUDIT_VIEW = "audit:view"
    JOB_RETRY = "job:retry"
    ORGANIZATION_EDIT = "organization:edit"
    PARAMETER_VIEW = "parameter:view"
    PARAMETER_EDIT = "parameter:edit"
    EMAIL_MODEL_EDIT = "email_model:edit"
    MEMBERS_MANAGE = "members:manage"
    ACCOUNT_CHECK = "account:check"
    ACCOUNT_MANAGE = "account:manage"
    DATA_ANSWER = "data:answer"
    PURGE_CONFIRM = "purge:confirm"


_B, _C, _S = Role.BUYER, Role.COMPANY, Role.SIAE
_P, _R, _A = Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR, Role.ADMIN
_OWN, _HELD, _PARTY, _TER, _ASS, _VAC, _REG, _OPEN, _ANY = (
    Reach.OWN, Reach.HELD, Reach.PARTY, Reach.TERRITORY, Reach.ASSOCIATED, Reach.VACANT, Reach.REGION, Reach.OPEN,
    Reach.ANY,
)  # fmt: skip
P = Permission

GRANTS: dict[Permission, dict[Role, Reach]] = {
    P.DASHBOARD_VIEW: dict.fromkeys(Role, _ANY),
    P.NOTIFICATION_VIEW: dict.fromkeys(Role, _OWN),  # of the person, whatever the organization
    P.CALENDAR_VIEW: {_C: _OWN, _S: _OWN, _P: _OWN},  # what is in it is asked for thing by thing
    P.CALENDAR_WRITE: {_C: _OWN, _S: _OWN, _P: _OWN},
    P.MARKET_VIEW: {_B: _OWN, _C: _PARTY, _S: _OWN, _P: _ASS, _R: _REG, _A: _REG},
    P.MARKET_FILE: {_B: _OWN},
    P.OPINION_GIVE: {_P: _TER, _R: _VAC},
    P.OPINION_COMMENT: {_P: _ASS},
    P.AWARD_DECLARE: {_B: _OWN},
    P.SUBCONTRACT_DECLARE: {_B: _OWN, _C: _HELD, _S: _HELD},
    P.KICK_OFF_PREPARE: {_B: _OWN, _P: _TER, _R: _VAC},
    P.DIFFICULTY_SIGNAL: {_C: _OWN, _S: _OWN},
    P.DIFFICULTY_VIEW: {_C: _OWN, _S: _OWN, _P: _TER, _R: _VAC},  # never the buyer: it may be about somebody
    P.DIFFICULTY_ANSWER: {_P: _TER, _R: _VAC},
    # Proposed by who owes the hours or follows the lot, kept or dropped by who follows it, said done by who did it too.
    P.RECOVERY_VIEW: {_B: _OWN, _C: _PARTY, _S: _PARTY, _P: _TER, _R: _REG},
    P.RECOVERY_PROPOSE: {_C: _HELD, _S: _HELD, _P: _TER, _R: _VAC},
    P.RECOVERY_DECIDE: {_P: _TER, _R: _VAC},
    P.RECOVERY_FINISH: {
        _B: Reach.CHARGED,
        _C: Reach.CHARGED,
        _S: Reach.CHARGED,
        _P: _TER,
        _R: _VAC,
    },  # fmt: skip
    P.REMINDER_VIEW: {_P: _TER, _R: _VAC},  # who is late, and what was done about it
    P.REMINDER_SEND: {_P: _TER, _R: _VAC},
    P.VISIT_VIEW: {_S: _OWN, _P: _TER, _R: _VAC},
    P.VISIT_NOTE: {_S: _OWN, _P: _TER, _R: _VAC},
    P.CONSULTATION_VIEW: {_C: _OPEN, _S: _OPEN, _P: _OPEN, _R: _OPEN},
    P.STRUCTURE_VIEW: {_S: _OWN},
    P.CAPACITY_STATE: {_S: _OWN},
    P.SHEET_EDIT: {_S: _OWN},  # of the rank of manager
    P.SUPPLY_VIEW: {_P: _TER, _R: _REG},
    P.LOT_FOLLOW: {_B: _OWN, _P: _TER, _R: _REG},
    P.QUESTION_ASK: {_C: _OPEN, _S: _OPEN},
    P.MESSAGE_VIEW: {_B: _OWN, _C: _PARTY, _S: _OWN, _P: _TER, _R: _REG},
    P.MESSAGE_WRITE: {_B: _OWN, _C: _PARTY, _S: _OWN, _P: _TER, _R: _VAC},
    P.DOCUMENT_VIEW: {_B: _OWN, _C: _PARTY, _S: _OWN, _P: _TER, _R: _REG},
    P.DOCUMENT_PUT: {_B: _OWN, _C: _PARTY, _S: _OWN, _P: _TER, _R: _VAC},
    # Whoever put it takes it back; whoever follows the lot stops what should not have come.
    P.DOCUMENT_WITHDRAW: {_B: Reach.AUTHOR, _C: Reach.AUTHOR, _S: Reach.AUTHOR, _P: _TER, _R: _VAC},
    P.COMMITMENT_VIEW: {_B: _OWN, _C: _OWN, _S: _OWN, _P: _TER, _R: _REG, _A: _REG},
    P.COMMITMENT_EDIT: {_C: _HELD, _S: _HELD},  # a SIAE may hold a lot (convention, C2)
    P.PLAN_MAKE: {_P: _TER, _R: _VAC},
    P.LINE_VIEW: {_B: _OWN, _C: _OWN, _S: _OWN, _P: _TER, _R: _REG},
    P.LINE_ANSWER: {_S: _OWN},
    # Who asks whom is secret: the buyer and the other candidates never read it, a structure reads what it was asked.
    P.PARTNER_SEEK: {_C: Reach.SOUGHT, _S: Reach.SOUGHT},
    P.EFFORT_VIEW: {_C: Reach.SOUGHT, _S: Reach.SOUGHT, _P: _TER, _R: _VAC},
    P.REQUEST_VIEW: {_C: Reach.SOUGHT, _S: _PARTY, _P: _TER, _R: _VAC},
    P.REQUEST_ANSWER: {_S: _OWN},
    # Names are for those who employ or accompany the person: never the buyer, never the region as such.
    P.PARTICIPANT_IDENTIFY: {_C: _OWN, _S: _OWN, _P: _TER, _R: _VAC},
    P.PARTICIPANT_ADD: {_C: _OWN, _S: _OWN},
    # Grounds and documents: the person's own employer and the resource person, nobody else.
    P.ELIGIBILITY_VIEW: {_S: _OWN, _P: _TER, _R: _VAC},
    P.ELIGIBILITY_DECIDE: {_P: _TER, _R: _VAC},
    P.PARTICIPANT_MERGE: {_P: _TER, _R: _VAC},
    P.PASS_VIEW: {_S: _OWN, _P: _TER, _R: _VAC},  # of people one employs oneself; a company never
    P.PASS_RECORD: {_S: _OWN, _P: _TER, _R: _VAC},
    P.MISSION_MAKE: {_S: _OWN},  # of its own people alone
    P.PATHWAY_KEEP: {_S: _OWN},
    # Never a company, a buyer nor the coordination: the portfolio is shown to those who prepare what comes next.
    P.PORTFOLIO_VIEW: {_S: Reach.SHARED, _P: Reach.SHARED},
    P.MONTH_VIEW: {_B: _OWN, _C: _OWN, _S: _OWN, _P: _TER, _R: _REG},
    # Documents that prove hours show names: never the buyer, never the region as such.
    P.EVIDENCE_VIEW: {_C: _OWN, _S: _OWN, _P: _TER, _R: _VAC},
    P.EVIDENCE_PUT: {_C: _OWN, _S: _OWN, _P: _TER, _R: _VAC},
    P.EVIDENCE_DECIDE: {_P: _TER, _R: _VAC},
    P.EVIDENCE_WITHDRAW: {_C: Reach.AUTHOR, _S: Reach.AUTHOR, _P: _TER, _R: _VAC},
    P.HOURS_ENTER: {_C: _OWN, _S: _OWN, _P: _TER},
    P.MONTH_SUBMIT: {_C: _HELD, _S: _HELD},
    P.HOURS_VALIDATE: {_P: _TER, _R: _VAC},
    P.RELAY_VIEW: {_S: _OWN, _P: _TER, _R: _VAC},
    P.RELAY_PREPARE: {_P: _TER, _R: _VAC},
    P.POOL_VIEW: {_B: _OWN, _C: _OWN, _S: _OWN, _P: _TER, _R: _REG},
    P.POOL_PROPOSE: {_C: _HELD, _S: _HELD, _P: _TER, _R: _VAC},
    # Each holder and each buyer answers for itself; whoever follows the lots records an agreement signed on paper.
    P.POOL_ANSWER: {_B: _OWN, _C: _OWN, _S: _OWN, _P: _TER, _R: _VAC},
    P.RELAY_ANSWER: {_S: _OWN, _P: _TER, _R: _VAC},  # the ETTI for itself, the AI for the person's agreement
    P.EARLIER_DECLARE: {_S: _OWN, _P: _TER, _R: _VAC},  # hours in an AI before the portal
    P.COOPERATION_VIEW: {_S: _OWN, _P: _TER, _R: _REG},
    P.OFFER_PUBLISH: {_S: _OWN},
    P.COOPERATION_NOTE: {_S: _OWN, _P: _TER, _R: _VAC},  # meetings, joint sessions
    P.EVALUATION_PUBLISH: {_P: _TER, _R: _VAC},
    P.REVIEW_SIGN: {_S: _OWN},
    P.AGREEMENT_RECORD: {_R: _REG},
    P.DECISION_VIEW: {_B: _OWN, _C: Reach.ADDRESSED, _S: Reach.ADDRESSED, _P: _TER, _R: _REG},
    P.DECISION_MAKE: {_B: _OWN},  # the power of the contract is the buyer's alone
    P.DECISION_ANSWER: {_C: Reach.ADDRESSED, _S: Reach.ADDRESSED},
    P.CLOSING_REPORT: {_P: _TER, _R: _VAC},
    P.LOT_CLOSE: {_B: _OWN},
    P.LOT_REOPEN: {_R: _REG, _A: _REG},  # one of each, together
    P.CASE_FILE_MAKE: {_B: _OWN},
    P.LETTER_VIEW: {
        _B: _OWN,
        _C: _OWN,
        _S: _OWN,
        _P: _TER,
        _R: _REG,
    },  # a letter once sent, by whom it is sent to
    P.LETTER_MAKE: {_P: _TER, _R: _VAC},
    P.REPORT_REQUEST: {_B: _OWN, _P: _TER, _R: _REG},
    P.REPORT_VIEW: {_B: _OWN, _C: _OWN, _P: _TER, _R: _REG},
    P.REPORT_PLAN: {_B: _OWN, _P: _OWN, _R: _OWN},
    P.CERTIFICATE_REQUEST: {_C: _PARTY, _P: _TER, _R: _REG},  # the hours of a company on the lots it holds
    P.TERRITORY_REPORT: {_P: _TER, _R: _REG},
    P.REGION_REPORT: {_R: _REG},
    P.ALERT_VIEW: {_R: _REG},
    P.QUARTER_VIEW: {_P: _TER, _R: _REG},
    P.QUARTER_CONFIRM: {_P: _TER, _R: _VAC},  # each its own figures; where nobody is, the coordination
    P.QUARTER_CLOSE: {_R: _REG},
    P.NETWORK_VIEW: {_R: _REG, _A: _REG},
    P.MANDATE_GIVE: {_R: _REG},
    P.TERRITORY_VIEW: {_P: _TER},
    P.TERRITORY_EDIT: {_A: _REG},
    P.ABSENCE_DECLARE: {_P: _OWN},
    P.MAIL_VIEW: {_A: _ANY},
    P.SERVICE_VIEW: {_A: _ANY},
    P.REFERENCE_VIEW: {_R: _ANY, _A: _ANY},
    P.REFERENCE_EDIT: {_R: _ANY, _A: _ANY},
    P.AUDIT_VIEW: {_A: _ANY},
    P.JOB_RETRY: {_A: _ANY},
    P.ORGANIZATION_EDIT: {_A: _ANY},
    P.PARAMETER_VIEW: {_R: _ANY, _A: _ANY},
    P.PARAMETER_EDIT: {_A: _ANY},
    P.EMAIL_MODEL_EDIT: {_A: _ANY},
    P.MEMBERS_MANAGE: dict.fromkeys(Role, _OWN),  # of the rank of manager
    P.ACCOUNT_CHECK: {
        _R: _ANY,
        _A: _ANY,
    },  # nobody becomes a resource person or a coordinator on their own word
    P.ACCOUNT_MANAGE: {_A: _ANY},
    # What is held on one person, once their identity was checked; each opening is written in the audit.
    P.DATA_ANSWER: {_A: _ANY},
    P.PURGE_CONFIRM: {_R: _ANY, _A: _ANY},  # counts alone are shown; two different persons
}

# What shows who somebody is: a name, a ground, an address. The roles that hold one of these prove two factors.
PERSONAL = frozenset({
    P.DATA_ANSWER, P.PARTICIPANT_IDENTIFY, P.PARTICIPANT_ADD, P.ELIGIBILITY_VIEW, P.ELIGIBILITY_DECIDE, P.PARTICIPANT_MERGE, P.PASS_VIEW, P.PASS_RECORD, P.MISSION_MAKE, P.PATHWAY_KEEP, P.PORTFOLIO_VIEW, P.HOURS_ENTER, P.RELAY_VIEW,
    P.MAIL_VIEW, P.ACCOUNT_CHECK, P.ACCOUNT_MANAGE, P.EVIDENCE_VIEW, P.EVIDENCE_PUT,
})  # fmt: skip

WRITES = frozenset(
    {
        P.CALENDAR_WRITE, P.MARKET_FILE, P.OPINION_GIVE, P.OPINION_COMMENT, P.AWARD_DECLARE, P.SUBCONTRACT_DECLARE, P.KICK_OFF_PREPARE,
        P.DIFFICULTY_SIGNAL, P.DIFFICULTY_ANSWER, P.RECOVERY_PROPOSE, P.RECOVERY_DECIDE, P.RECOVERY_FINISH, P.REMINDER_SEND, P.VISIT_NOTE,
        P.QUESTION_ASK, P.MESSAGE_WRITE, P.DOCUMENT_PUT,
        P.DOCUMENT_WITHDRAW, P.COMMITMENT_EDIT, P.PLAN_MAKE,
        P.LINE_ANSWER, P.PARTNER_SEEK, P.REQUEST_ANSWER, P.PARTICIPANT_ADD, P.ELIGIBILITY_DECIDE, P.PARTICIPANT_MERGE, P.PASS_RECORD, P.MISSION_MAKE, P.PATHWAY_KEEP, P.HOURS_ENTER, P.MONTH_SUBMIT, P.HOURS_VALIDATE,
        P.EVIDENCE_PUT, P.EVIDENCE_DECIDE, P.EVIDENCE_WITHDRAW,
        P.MEMBERS_MANAGE, P.ACCOUNT_CHECK, P.ACCOUNT_MANAGE,
        P.POOL_PROPOSE, P.POOL_ANSWER, P.RELAY_PREPARE, P.RELAY_ANSWER, P.EARLIER_DECLARE, P.REPORT_REQUEST, P.REPORT_PLAN, P.CERTIFICATE_REQUEST, P.TERRITORY_REPORT,
        P.REGION_REPORT, P.QUARTER_CONFIRM, P.QUARTER_CLOSE, P.DATA_ANSWER, P.PURGE_CONFIRM, P.REFERENCE_EDIT, P.MANDATE_GIVE, P.TERRITORY_EDIT, P.ABSENCE_DECLARE,
        P.DECISION_MAKE, P.DECISION_ANSWER, P.CLOSING_REPORT, P.LOT_CLOSE, P.LOT_REOPEN, P.CASE_FILE_MAKE, P.LETTER_MAKE,
        P.JOB_RETRY, P.ORGANIZATION_EDIT, P.PARAMETER_EDIT, P.EMAIL_MODEL_EDIT, P.CAPACITY_STATE, P.SHEET_EDIT,
        P.OFFER_PUBLISH, P.COOPERATION_NOTE, P.EVALUATION_PUBLISH, P.REVIEW_SIGN, P.AGREEMENT_RECORD,
    }
)  # fmt: skip

# What may still be done on a closed lot: it changes nothing of it, or opens it again. A person is placed on a lot by
# `PARTICIPANT_ADD`; what followed a trial placement may be told later.
ON_A_CLOSED_LOT = frozenset({P.LOT_REOPEN, P.CASE_FILE_MAKE, P.LETTER_MAKE, P.REPORT_REQUEST, P.MISSION_MAKE})

# What only those who answer for their organization may do.
OF_MANAGERS = frozenset({P.MEMBERS_MANAGE, P.SHEET_EDIT})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: one person through one membership, with today's mandates. A value, never a row."""

    user_id: int
    name: str
    membership_id: int
    organization_id: int
    organization_name: str
    role: Role
    rank: Rank = Rank.MEMBER
    territories: frozenset[int] = frozenset()
    vacant: frozenset[int] = frozenset()  # territories without a mandate today
    # Those of the territory of a SIAE today, or of the territories of a resource person: where portfolios are shared.
    epcis: frozenset[str] = frozenset()
    home: frozenset[int] = frozenset()  # the territory where a SIAE is established today
    memberships_count: int = 1
    shortcuts: bool = True  # one letter of the keyboard does an act, where a page says so


def reads_personal_data(role: Role) -> bool:
    """Does any permission of this role show who somebody is? Derived from the table: there is no list of roles."""
    return any(role in GRANTS[permission] for permission in PERSONAL)


def reach_of(actor: Actor, permission: Permission) -> Reach | None:
    """How far this permission goes for this actor; None when it is not granted. A reader never writes."""
    if permission in WRITES and actor.rank is Rank.READER:
        return None
    if permission in OF_MANAGERS and actor.rank is not Rank.MANAGER:
        return None
    return GRANTS[permission].get(actor.role)
