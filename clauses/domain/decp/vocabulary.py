"""Which values do the regulation and its older versions write, and what are they here?

Values are compared without case, accents or typographic apostrophes, as publishers write them in many ways.
"""

import unicodedata
from typing import Any

from clauses.domain.decp.contracts import EnvironmentalConsideration, SocialConsideration
from clauses.domain.decp.findings import clean
from clauses.domain.kinds import MarketForm, MarketType, Procedure

NOTHING = frozenset(
    {
        "sans objet",
        "aucune",
        "pas de consideration sociale",
        "pas de consideration environnementale",
        "pas de groupement",
        "pas de ccag",
    }
)
SOCIAL = {
    "clause sociale": SocialConsideration.CLAUSE,
    "critere social": SocialConsideration.CRITERION,
    "marche reserve": SocialConsideration.RESERVED,
    "concession reservee": SocialConsideration.RESERVED,
}
ENVIRONMENTAL = {
    "clause environnementale": EnvironmentalConsideration.CLAUSE,
    "critere environnemental": EnvironmentalConsideration.CRITERION,
}
GROUPS = {"conjoint": "Conjoint", "solidaire": "Solidaire"}
ID_TYPES = frozenset({"SIRET", "TVA", "TAHITI", "RIDET", "FRWF", "IREP", "HORS-UE"})
TYPES = {
    "travaux": MarketType.WORKS,
    "services": MarketType.SERVICES,
    "fournitures": MarketType.SUPPLIES,
    "prestations intellectuelles": MarketType.INTELLECTUAL,
}
FORMS = {  # our CSV model
    "ordinaire": MarketForm.ORDINARY,
    "tranches": MarketForm.TRANCHES,
    "bons de commande": MarketForm.ORDERS,
    "marches subsequents": MarketForm.SUBSEQUENT,
    "concession": MarketForm.CONCESSION,
}
PROCEDURES = {
    # arrêté of 22 December 2022, contracts
    "procedure adaptee": Procedure.ADAPTED,
    "appel d'offres ouvert": Procedure.OPEN,
    "appel d'offres restreint": Procedure.RESTRICTED,
    "procedure avec negociation": Procedure.NEGOTIATED,
    "marche passe sans publicite ni mise en concurrence prealable": Procedure.WITHOUT_NOTICE,
    "dialogue competitif": Procedure.DIALOGUE,
    # the same arrêté, concessions
    "procedure negociee ouverte": Procedure.NEGOTIATED,
    "procedure non negociee ouverte": Procedure.OPEN,
    "procedure negociee restreinte": Procedure.NEGOTIATED,
    "procedure non negociee restreinte": Procedure.RESTRICTED,
    # arrêté of 22 March 2019
    "procedure concurrentielle avec negociation": Procedure.NEGOTIATED,
    "procedure negociee avec mise en concurrence prealable": Procedure.NEGOTIATED,
    "marche negocie sans publicite ni mise en concurrence prealable": Procedure.WITHOUT_NOTICE,
    "marche public passe sans publicite ni mise en concurrence prealable": Procedure.WITHOUT_NOTICE,
}
_INTELLECTUAL_CCAG = frozenset({"prestations intellectuelles", "maitrise d'oeuvre"})
_WORKS_CCAG = "travaux"
_LIGATURE = chr(0x153)


def plain(value: Any) -> str:
    """A value as it is compared: one line, no case, no accent, straight apostrophes."""
    text = (
        clean(str(value)[:400])
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        .casefold()
        .replace(_LIGATURE, "oe")
    )
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("_", " ")


def is_concession(nature: str) -> bool:
    """Whether a nature is one of the four kinds of concession."""
    return plain(nature).startswith(("concession", "delegation de service"))


def market_type(nature: str, cpv: str | None, ccag: str) -> MarketType | None:
    """The type, from the kind of concession, else the CCAG of intellectual services, else the CPV division.

    Divisions: 45 works, 71 architecture and engineering, 50 to 98 services, the rest supplies; None without any
    of these.
    """
    if is_concession(nature):
        return MarketType.WORKS if "travaux" in plain(nature) else MarketType.SERVICES
    if ccag in _INTELLECTUAL_CCAG or (cpv and cpv.startswith("71")):
        return MarketType.INTELLECTUAL
    if cpv:
        division = int(cpv[:2])
        return (
            MarketType.WORKS
            if division == 45
            else MarketType.SERVICES
            if 50 <= division <= 98
            else MarketType.SUPPLIES
        )
    return MarketType.WORKS if ccag == _WORKS_CCAG else None


def market_form(
    nature: str, techniques: list[str], modalities: list[str], framework_id: str | None
) -> MarketForm:
    """The form: orders before subsequent contracts before tranches; a bare framework agreement works by orders.

    A contract that names its framework agreement is one of its subsequent contracts: an ordinary one here.
    """
    if is_concession(nature):
        return MarketForm.CONCESSION
    for written, form in (
        ("bons de commande", MarketForm.ORDERS),
        ("marches subsequents", MarketForm.SUBSEQUENT),
        ("tranches", MarketForm.TRANCHES),
    ):
        if written in modalities:
            return form
    framework = plain(nature) == "accord-cadre" or ("accord-cadre" in techniques and not framework_id)
    return MarketForm.ORDERS if framework else MarketForm.ORDINARY
