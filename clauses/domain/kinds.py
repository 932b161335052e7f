"""Which kinds of things does the trade know? Enums, by their glossary names; French labels: `wording.labels`."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does here, through one membership."""

    BUYER = "buyer"
    COMPANY = "company"
    SIAE = "siae"
    RESOURCE_PERSON = "resource_person"
    REGIONAL_COORDINATOR = "regional_coordinator"
    ADMIN = "admin"


class Rank(StrEnum):
    """What a member may do inside the organization; one manager always remains."""

    MANAGER = "manager"
    MEMBER = "member"
    READER = "reader"


class OrganizationKind(StrEnum):
    BUYER = "buyer"
    COMPANY = "company"
    EMPLOYER = "employer"  # SIAE and the other insertion employers, told apart by EmployerKind
    HOST = "host"  # employs the resource person
    COORDINATION = "coordination"
    OPERATOR = "operator"  # runs the portal


class BuyerKind(StrEnum):
    MUNICIPALITY = "municipality"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"
    SOCIAL_LANDLORD = "social_landlord"
    PUBLIC_BODY = "public_body"
    STATE = "state"
    NETWORK_OPERATOR = "network_operator"  # entité adjudicatrice: water, energy, transport, post
    OTHER = "other"


class EmployerKind(StrEnum):
    """AI, ETTI, EI, ACI and EITI are SIAE (C. trav. L5132-4); the others are partner employers."""

    AI = "AI"
    ETTI = "ETTI"
    EI = "EI"
    ACI = "ACI"
    EITI = "EITI"
    GEIQ = "GEIQ"
    EA = "EA"
    EATT = "EATT"
    ESAT = "ESAT"
    NEIGHBOURHOOD_AGENCY = "RQ"


SIAE_KINDS = frozenset(
    {EmployerKind.AI, EmployerKind.ETTI, EmployerKind.EI, EmployerKind.ACI, EmployerKind.EITI}
)


class MarketType(StrEnum):
    WORKS = "works"
    SERVICES = "services"
    SUPPLIES = "supplies"
    INTELLECTUAL = "intellectual"


class MarketForm(StrEnum):
    ORDINARY = "ordinary"
    TRANCHES = "tranches"
    ORDERS = "orders"  # accord-cadre à bons de commande
    SUBSEQUENT = "subsequent"  # accord-cadre à marchés subséquents
    CONCESSION = "concession"


class Procedure(StrEnum):
    ADAPTED = "adapted"
    OPEN = "open"
    RESTRICTED = "restricted"
    NEGOTIATED = "negotiated"
    DIALOGUE = "dialogue"
    WITHOUT_NOTICE = "without_notice"


class Programme(StrEnum):
    NONE = "none"
    NPNRU = "npnru"
    TOWN_CENTRE = "town_centre"  # Action cœur de ville
    SMALL_TOWNS = "small_towns"  # Petites villes de demain
    CANAL = "canal"  # Canal Seine-Nord
    OTHER = "other"


class MarketState(StrEnum):
    DRAFT = "draft"
    OPINION_REQUESTED = "opinion_requested"
    OPINION_GIVEN = "opinion_given"
    PUBLISHED = "published"
    AWARDED = "awarded"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LotResult(StrEnum):
    AWARDED = "awarded"
    NO_BID = "no_bid"
    DROPPED = "dropped"


class ClauseType(StrEnum):
    """The lever (CCP L2112-2, L2152-7, L2113-12 to -16); an attribute of the lot, rule R2-1."""

    EXECUTION_CONDITION = "execution_condition"
    AWARD_CRITERION = "award_criterion"
    BOTH = "both"
    RESERVED_INTEGRATION = "reserved_integration"
    RESERVED_DISABILITY = "reserved_disability"
    RESERVED_BOTH = "reserved_both"
    RESERVED_PRISON = "reserved_prison"
    RESERVED_ESS = "reserved_ess"
    INTEGRATION_SERVICE = "integration_service"
    WORK_EXPERIENCE = "work_experience"  # counted in weeks
    PRIVATE_CHARTER = "private_charter"  # a private owner's: not public procurement


class HoursBasis(StrEnum):
    FIXED = "fixed"
    PER_TRANCHE = "per_tranche"
    PER_YEAR = "per_year"
    PER_FIRST_PERIOD = "per_first_period"
    PER_AMOUNT = "per_amount"
    PCT_OF_HOURS = "pct_of_hours"
    CANDIDATE_FILLED = "candidate_filled"


class TrancheKind(StrEnum):
    FIRM = "firm"
    OPTIONAL = "optional"


class ChangeKind(StrEnum):
    """What changes a contract once it is awarded (domain rules 6.5)."""

    AMENDMENT = "amendment"
    TRANCHE_CONFIRMED = "tranche_confirmed"
    ORDER = "order"
    ORDER_CANCELLED = "order_cancelled"
    HOURS_WORKED = "hours_worked"  # the holder's total, when the volume is a share of it
    PACE = "pace"  # how the hours become due
    PROGRESS = "progress"  # of the works, where the hours follow it
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    TRANSFER = "transfer"
    TERMINATION = "termination"
    CORRECTION = "correction"  # read only: before the offers, a market is rectified


class GroupForm(StrEnum):
    """Operators who hold a lot together: each for its part, or each for the whole."""

    NONE = "none"
    SEVERAL = "several"  # conjoint
    JOINT_AND_SEVERAL = "joint_and_several"  # solidaire


class NoClauseReason(StrEnum):
    TECHNICAL = "technical"
    SHORT = "short"
    LITTLE_LABOUR = "little_labour"
    NO_SUPPLY = "no_supply"
    LEGAL = "legal"  # a ground of the law, where the duty of L2112-2-1 applies
    OTHER = "other"


class OpinionResult(StrEnum):
    FAVOURABLE = "favourable"
    FAVOURABLE_WITH_CHANGE = "favourable_with_change"
    RESERVED = "reserved"


class Modality(StrEnum):
    """How the hours get done; the company chooses freely (R2-3)."""

    AI_PLACEMENT = "ai_placement"
    ETTI_PLACEMENT = "etti_placement"
    GEIQ_PLACEMENT = "geiq_placement"
    SUBCONTRACT_EI = "subcontract_ei"
    SUBCONTRACT_ACI = "subcontract_aci"
    SUBCONTRACT_EA = "subcontract_ea"
    DIRECT_HIRE = "direct_hire"
    SIAE_AWARDEE = "siae_awardee"
    TO_DEFINE = "to_define"  # in a commitment only: « à définir avec la personne ressource »


class ModalityFamily(StrEnum):
    """The three ways published in the notices; a clause leaves at least two of them open."""

    PLACEMENT = "placement"
    SUBCONTRACTING = "subcontracting"
    DIRECT_HIRE = "direct_hire"


class CommitmentState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    TO_COMPLETE = "to_complete"
    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


class RelayChoice(StrEnum):
    """What the company wants done about the hours beyond the relay threshold (R8)."""

    PROPOSE = "propose"
    MORE_PEOPLE = "more_people"
    RESOURCE_PERSON = "resource_person"


class PlanState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    SETTLED = "settled"
    SUPERSEDED = "superseded"


class LineState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


class DeclineReason(StrEnum):
    NOBODY = "nobody"
    NO_SKILL = "no_skill"
    TOO_FAR = "too_far"
    TOO_SHORT = "too_short"
    PRICE = "price"
    OTHER = "other"


class OverrideReason(StrEnum):
    """Why the resource person lets a person stay in an AI beyond the relay (R6)."""

    ENDING_SOON = "ending_soon"
    NO_ETTI = "no_etti"
    PERSON_PROJECT = "person_project"
    OTHER = "other"


class ReportState(StrEnum):
    """States of a monthly report; « En retard » is a flag beside, never a state."""

    TO_ENTER = "to_enter"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    TO_CORRECT = "to_correct"
    VALIDATED = "validated"
    PARTLY_VALIDATED = "partly_validated"
    NIL = "nil"


class EntryState(StrEnum):
    DRAFT = "draft"
    PENDING_EVIDENCE = "pending_evidence"
    PENDING_ELIGIBILITY = "pending_eligibility"
    VALIDATED = "validated"
    REFUSED = "refused"


class ReturnReason(StrEnum):
    """Why hours are kept back or a report goes back; read by the person who entered it."""

    NOT_PROVEN = "not_proven"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_UNREADABLE = "evidence_unreadable"
    BEYOND_RELAY = "beyond_relay"
    DUPLICATE = "duplicate"
    NOT_LINKED = "not_linked"
    NOT_IN_INSERTION = "not_in_insertion"
    OUT_OF_PERIOD = "out_of_period"
    OTHER = "other"


class EligibilityState(StrEnum):
    PENDING = "pending"
    VALIDATED = "validated"
    TO_COMPLETE = "to_complete"
    REFUSED = "refused"
    EXPIRED = "expired"


class ContractType(StrEnum):
    CDI = "CDI"
    CDD = "CDD"
    CDDI = "CDDI"
    CDDU = "CDDU"
    MISSION = "MISSION"
    APPRENTICESHIP = "APPRENTICESHIP"
    PROFESSIONAL_TRAINING = "PROFESSIONAL_TRAINING"


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    UNSTATED = "unstated"


class Prescriber(StrEnum):
    FRANCE_TRAVAIL = "FT"
    MISSION_LOCALE = "ML"
    CAP_EMPLOI = "CAP_EMPLOI"
    PLIE = "PLIE"
    DEPARTMENT = "DEPT"
    SIAE = "SIAE"
    OTHER = "OTHER"


class LedgerKind(StrEnum):
    VALIDATION = "validation"
    REVERSAL = "reversal"


class RelayState(StrEnum):
    TO_PREPARE = "to_prepare"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"
    OVERRIDDEN = "overridden"
    NOT_NEEDED = "not_needed"


class ComplianceStatus(StrEnum):
    """Derived at a date, never stored outside a dated report (R5)."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    WATCH = "watch"
    ALERT = "alert"
    REACHED = "reached"
    PARTLY_REACHED = "partly_reached"
    MISSED = "missed"


class PartyCapacity(StrEnum):
    """In which capacity an organization is a party to a lot."""

    BUYER = "buyer"
    AWARDEE = "awardee"
    CONSORTIUM_MEMBER = "consortium_member"
    SUBCONTRACTOR = "subcontractor"
    STRUCTURE = "structure"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # whoever asked does not want it any more


class MailState(StrEnum):
    QUEUED = "queued"
    KEPT = "kept"  # no mail server is configured: readable at /admin/courriels
    SENT = "sent"
    FAILED = "failed"
    CARRIED = "carried"  # another message says it too: it left in that one
    USELESS = "useless"  # what it asked for was done before it left
    REFUSED = "refused"  # the address takes nothing
