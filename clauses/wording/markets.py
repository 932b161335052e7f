"""Which words does a market hold besides its figures: why a target was set, and the clause as it is published?

The clause text is a proposal filled from the lots; the buyer reviews it before publishing.
"""

from dataclasses import dataclass

from clauses.domain.kinds import ClauseType
from clauses.wording.formats import euros, hours_plain, phone

TARGET_AWARD = "Attribution"
BUYER_UNNAMED = "Acheteur {siret}"
COMPANY_UNNAMED = "Entreprise {siret}"
TARGET_COMPLETED = "Volume complété après import"

# The calculation of a volume, as one would write it on paper.
LABOUR = "Main-d'œuvre"
LABOUR_HOURS = "Heures de travail"
INTEGRATION = "Part d'insertion"
NO_AMOUNT = "Indiquez le montant du lot à l'étape 2 pour obtenir un volume d'heures."
NO_VALUES = "Complétez les trois valeurs du calcul pour obtenir un volume d'heures."
YES, NO = "Oui", "Non"

# The next act in the header of a market or of a lot.
GIVE_OPINION = "Rendre l'avis"
GO_ON_FILING = "Continuer le dépôt"
ASK_OPINION = "Demander l'avis"
READ_OPINION_AND_PUBLISH = "Avis et publication"
DECLARE_AWARD = "Déclarer l'attribution du lot {number}"
PREPARE_DECLARATION = "Préparer la déclaration"
COMPLETE_TARGET = "Compléter le volume du lot {number}"

FILING_STEPS = ("Le marché", "Les lots", "Les heures", "Le texte", "L'avis")
OPINION = "Avis"
AWARD = "Attribution"
TARGET = "Volume"
IMPORT = "Importer"
SIAE_HOLDER = "Cette structure est une entreprise d'insertion : seules les heures de ses salariés en insertion comptent."

# The labels of what is read of a market and of a lot.
MARKETS = "Marchés"
LOT = "Lot {number}"
MONTHS = "{n} mois"
BUYER = "Acheteur"
TYPE = "Type et forme"
PROCEDURE = "Procédure"
PROGRAMME = "Programme"
PLACES = "Communes d'exécution"
AMOUNT = "Montant estimé"
PUBLICATION = "Publication"
DEADLINE = "Remise des offres"
EXECUTION = "Exécution"
TRADE = "Corps d'état ou activité"
RESULT = "Résultat"
AWARDEE = "Titulaire"
NOTIFIED = "Notification"
RESULT_REASON = "Motif"
AWARD_AMOUNT = "Montant attribué"
LEVER = "Levier"
BASIS = "Volume exprimé"
TRAINING = "Heures de formation comptées"
PENALTY = "Pénalité par heure"
NO_CLAUSE = "Sans clause"
ACT_ON_LOT = "{what}, lot {number}"
BEFORE_AFTER = "{before} puis {after}"

# What open data say of a contract; « none » has no words.
SOCIAL_WORDS = {"clause": "Clause sociale", "criterion": "Critère social", "reserved": "Marché réservé"}

# The wordings of step 4, by the code that stands in the address.
VARIANTS: dict[str, str] = {
    "condition": "Condition d'exécution",
    "criterion": "Critère d'attribution",
    "reserved": "Lot réservé",
    "experience": "Période de mise en situation (PMSMP)",
}
VARIANT_OF: dict[ClauseType, str] = {
    ClauseType.EXECUTION_CONDITION: "condition",
    ClauseType.AWARD_CRITERION: "criterion",
    ClauseType.BOTH: "condition",
    ClauseType.RESERVED_INTEGRATION: "reserved",
    ClauseType.RESERVED_DISABILITY: "reserved",
    ClauseType.INTEGRATION_SERVICE: "reserved",
    ClauseType.WORK_EXPERIENCE: "experience",
}

# The history of a market, by the code of each act.
ACTS: dict[str, str] = {
    "market:create": "Marché créé en brouillon",
    "market:edit": "Marché modifié",
    "market:lots": "Lots enregistrés",
    "market:import": "Marché importé depuis les données essentielles (DECP)",
    "market:publish": "Consultation publiée",
    "market:rectify": "Consultation rectifiée",
    "market:abandon": "Marché déclaré infructueux ou sans suite",
    "question:answer": "Réponse publiée à tous les candidats",
    "clause:save": "Clause enregistrée",
    "opinion:request": "Avis demandé",
    "opinion:give": "Avis rendu",
    "lot:award": "Résultat déclaré",
    "lot:target": "Volume complété",
    "lot:change": "Modification enregistrée",
    "lot:target_reached": "Objectif atteint",
    "market:start": "Exécution commencée",
    "commitment:submit": "Déclaration d'engagement transmise",
    "commitment:start": "Engagement en cours",
    "plan:propose": "Plan d'affectation proposé",
    "plan:settle": "Plan d'affectation arrêté",
    "line:answer": "Réponse d'une structure",
    "report:submit": "Relevé transmis",
    "report:return": "Relevé renvoyé pour correction",
    "report:validate": "Relevé relu",
    "report:reopen": "Relevé rouvert",
}
# What passed between the buyer and the resource person is not for the company nor the structures.
BEFORE_PUBLICATION = frozenset(
    {"market:create", "market:edit", "market:lots", "clause:save", "opinion:request", "opinion:give"}
)


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """What fills the text of one lot; `hours` in hundredths, `penalty` in cents an hour."""

    buyer: str
    number: int
    title: str
    hours: int | None
    penalty: int | None
    follower: str | None
    territory: str | None
    follower_phone: str | None
    follower_email: str | None
    disability: bool = False


def clause_text(variant: str, facts: ClauseFacts) -> str:
    """The paragraph of one lot, in the wording asked."""
    return " ".join(part for part in _PARTS[variant](facts) if part)


def _opening(facts: ClauseFacts, article: str) -> str:
    return (
        "Dans le but de promouvoir l'emploi de personnes rencontrant des difficultés sociales ou professionnelles, "
        f"{facts.buyer} fait application {article}."
    )


def _volume(facts: ClauseFacts) -> str:
    return (
        f"{hours_plain(facts.hours)} heures"
        if facts.hours
        else "le volume d'heures inscrit à l'acte d'engagement"
    )


_CHOICE = (
    "Il choisit librement sa ou ses modalités : mise à disposition de personnel par une association intermédiaire, "
    "une entreprise de travail temporaire d'insertion ou un groupement d'employeurs pour l'insertion et la "
    "qualification ; sous-traitance ou cotraitance avec une entreprise d'insertion, un atelier ou chantier "
    "d'insertion, une entreprise adaptée ; embauche directe."
)
_RESERVATION = "Une offre comportant une réserve sur cette condition est irrégulière."
_MONTHLY = (
    "Le titulaire transmet chaque mois, au plus tard le 10, le relevé des heures réalisées et les pièces qui les "
    "justifient."
)


def _adviser(facts: ClauseFacts) -> str:
    if facts.follower is None:
        return ""
    reach = ", ".join(part for part in (phone(facts.follower_phone or ""), facts.follower_email) if part)
    where = f"personne ressource du territoire {facts.territory}" if facts.territory else "personne ressource"
    return (
        f"{facts.follower}, {where}{f', {reach}' if reach else ''}, conseille gratuitement les entreprises avant et "
        "après la remise des offres ; son intervention n'engage pas l'acheteur dans le choix des offres."
    )


def _penalty(facts: ClauseFacts) -> str:
    if not facts.penalty:
        return ""
    return (
        f"Les heures non réalisées ou non justifiées donnent lieu à une pénalité de {euros(facts.penalty)} par heure, "
        "après mise en demeure restée sans effet, sauf cause étrangère au titulaire."
    )


def _condition(facts: ClauseFacts) -> list[str]:
    return [
        _opening(facts, "de l'article L.2112-2 du code de la commande publique"),
        f"Le titulaire du lot {facts.number} « {facts.title} » réserve au moins {_volume(facts)} de travail à des "
        "personnes relevant des publics définis en annexe, pendant l'exécution du marché.",
        _CHOICE, _RESERVATION, _adviser(facts), _MONTHLY, _penalty(facts),
    ]  # fmt: skip


def _criterion(facts: ClauseFacts) -> list[str]:
    floor = f"Le volume de référence est de {_volume(facts)}." if facts.hours else ""
    return [
        _opening(facts, "de l'article L.2152-7 du code de la commande publique"),
        f"Pour le lot {facts.number} « {facts.title} », les offres sont jugées notamment sur la qualité de l'insertion "
        "proposée : accueil et tutorat, formation, progression et suite de parcours des personnes. Ce que l'offre "
        "retenue promet devient contractuel.",
        floor, _CHOICE, _adviser(facts), _MONTHLY, _penalty(facts),
    ]  # fmt: skip


def _reserved(facts: ClauseFacts) -> list[str]:
    if facts.disability:
        article, holders = (
            "L.2113-12",
            "aux entreprises adaptées et aux établissements et services d'accompagnement par le travail",
        )
    else:
        article, holders = "L.2113-13", "aux structures d'insertion par l'activité économique"
    return [
        _opening(facts, f"de l'article {article} du code de la commande publique"),
        f"Le lot {facts.number} « {facts.title} » est réservé {holders} mentionnés à cet article, et aux structures "
        "équivalentes, employant la proportion minimale de personnes fixée par la réglementation. Le candidat joint "
        "le justificatif de sa qualité.",
        _adviser(facts), _MONTHLY,
    ]  # fmt: skip


def _experience(facts: ClauseFacts) -> list[str]:
    return [
        _opening(facts, "de l'article L.2112-2 du code de la commande publique"),
        f"Le titulaire du lot {facts.number} « {facts.title} » accueille, pendant l'exécution du marché, une ou "
        "plusieurs personnes en période de mise en situation en milieu professionnel. Une convention est signée avant "
        "chaque accueil ; la durée s'exprime en semaines, non en heures.",
        _RESERVATION, _adviser(facts),
    ]  # fmt: skip


_PARTS = {"condition": _condition, "criterion": _criterion, "reserved": _reserved, "experience": _experience}
