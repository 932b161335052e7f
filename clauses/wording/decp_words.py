"""In which words of the regulation is a contract of the portal published, and what does its screen say?"""

from clauses.domain.kinds import ClauseType, MarketForm, Procedure

NATURE = "Marché"
NOTHING = "Sans objet"
FRAMEWORK = "Accord-cadre"
NO_GROUP = "Pas de groupement"
NO_SOCIAL = "Pas de considération sociale"
NO_ENVIRONMENTAL = "Pas de considération environnementale"
PLACE = "Code commune"
LOT_TITLE = "{market}, lot {number} : {lot}"

PROCEDURES: dict[Procedure, str] = {
    Procedure.ADAPTED: "Procédure adaptée",
    Procedure.OPEN: "Appel d'offres ouvert",
    Procedure.RESTRICTED: "Appel d'offres restreint",
    Procedure.NEGOTIATED: "Procédure avec négociation",
    Procedure.DIALOGUE: "Dialogue compétitif",
    Procedure.WITHOUT_NOTICE: "Marché passé sans publicité ni mise en concurrence préalable",
}
MODALITIES: dict[MarketForm, str] = {
    MarketForm.TRANCHES: "Tranches",
    MarketForm.ORDERS: "Bons de commande",
    MarketForm.SUBSEQUENT: "Marchés subséquents",
}
SOCIAL: dict[ClauseType, tuple[str, ...]] = {
    ClauseType.EXECUTION_CONDITION: ("Clause sociale",),
    ClauseType.AWARD_CRITERION: ("Critère social",),
    ClauseType.BOTH: ("Clause sociale", "Critère social"),
    ClauseType.RESERVED_INTEGRATION: ("Marché réservé",),
    ClauseType.RESERVED_DISABILITY: ("Marché réservé",),
    # The object of the contract is integration itself: an execution condition in the regulation's three words.
    ClauseType.INTEGRATION_SERVICE: ("Clause sociale",),
    ClauseType.WORK_EXPERIENCE: ("Clause sociale",),
}

RESERVED, RESERVED_CONCESSION = "Marché réservé", "Concession réservée"


def social_words(lever: ClauseType, *, concession: bool) -> tuple[str, ...]:
    """The considerations of a lever in the words of the regulation; a reserved concession has its own."""
    said = SOCIAL.get(lever) or ((RESERVED,) if lever.value.startswith("reserved") else ("Clause sociale",))
    return tuple(RESERVED_CONCESSION if concession and one == RESERVED else one for one in said)


EXPORT = "Données essentielles"
TO_COMPLETE = "Offres reçues, CCAG, prix, technique d'achat et autres réponses de l'acheteur"
CONCESSION_TO_COMPLETE = (
    "Nature, procédure, signature, valeur, subvention et autres réponses de l'autorité concédante"
)
SOURCE_INCOMPLETE = "Le fichier d'origine ne respecte pas le format réglementaire : {fields}."
NOT_ENOUGH = "Ne respecte pas encore le format réglementaire : {fields}."
REST = "et {n} autres"
FILE_NAME = "decp-{siret}-{year}"
ALL_YEARS = "tout"
