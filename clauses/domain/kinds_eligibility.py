"""Which situations make somebody eligible, how are they proven, and what happens to a PASS IAE?"""

from enum import StrEnum


class EligibilityCategory(StrEnum):
    """Situations at hiring; confidential, and some are health or justice data (domain rules 4.2)."""

    RSA = "RSA"
    ASS = "ASS"
    AAH = "AAH"
    LONG_TERM_JOBSEEKER = "DELD"
    UNDER_26 = "JEUNE"
    OVER_50 = "SENIOR"
    DISABLED_WORKER = "TH"
    PRIORITY_DISTRICT = "QPV"
    PATHWAY = "PASS"
    REFUGEE = "REF"
    CHILD_CARE_LEAVER = "ASE"
    JUSTICE = "DET"
    OPINION = "AUTRE"
    VERY_LONG_TERM_JOBSEEKER = "DETLD"
    LOW_QUALIFICATION = "NIV3"
    YOUNG_UNEXPERIENCED = "JEUNE_SQ"
    SINGLE_PARENT = "PI"
    HOMELESS = "PSH"
    RURAL_ZONE = "ZFRR"
    BEGINNER_IN_FRENCH = "FLE"
    MOBILITY = "MOB"
    FOLLOWED_BY_PLIE = "PLIE"
    FOLLOWED_BY_MISSION_LOCALE = "ML"
    GEIQ_EMPLOYEE = "GEIQ"
    ADAPTED_ENTERPRISE = "EA"
    ESAT_USER = "ESAT"
    NEIGHBOURHOOD_AGENCY = "REGIE"
    EPIDE = "EPIDE"
    SECOND_CHANCE_SCHOOL = "E2C"
    RETRAINING = "RECONV"
    OVER_45 = "DE45"
    OTHER_MINIMA = "MINIMA"


# Those that a clause names and that a form shows first; the others are one step further.
USUAL = tuple(EligibilityCategory)[:13]
SELDOM = tuple(EligibilityCategory)[13:]


class ProofBasis(StrEnum):
    """What an accepted eligibility rests on."""

    DOCUMENT = "document"
    CERTIFIED = "certified"  # by a service of the State: no paper is needed
    SUBSTITUTE = "substitute"  # an attestation in the place of the document, with the reason


class JobseekerDefinition(StrEnum):
    """What « long term » means for a clause (domain rules 4.2, trap 21)."""

    RUNNING = "running"  # 12 months without a break
    WITHIN_18 = "within_18"  # 12 months within the last 18


class PassChange(StrEnum):
    """What moves the last day of a PASS IAE."""

    SUSPENSION = "suspension"
    DISABILITY = "disability"
    SENIOR = "senior"
    DIFFICULTIES = "difficulties"
    TRAINING = "training"
    INCLUSION_CDI = "inclusion_cdi"


class Reception(StrEnum):
    """What is ready when somebody is hired directly."""

    TUTOR = "tutor"
    MEDICAL = "medical"
    EQUIPMENT = "equipment"
    SAFETY = "safety"
    GUIDE = "guide"


class ImmersionPurpose(StrEnum):
    """What an immersion is for (C. trav. L5135-1); it is never a post to fill nor a peak of work (L5135-7)."""

    DISCOVER = "discover"
    CONFIRM = "confirm"
    RECRUIT = "recruit"
