"""How is a text of the library filled for one lot: volumes, publics, modalities, follow-up, penalty, who advises?

A paragraph that asks for something the lot does not have (a penalty, a resource person) is left out whole. The buyer
reads the result again before publishing.
"""

import string
from dataclasses import dataclass

from clauses.domain.kinds import ClauseType, HoursBasis, Modality
from clauses.domain.kinds_clauses import Audience
from clauses.domain.kinds_eligibility import EligibilityCategory
from clauses.domain.levers import IN_WEEKS, OWN_ACTIVITY, RESERVED, WITH_HOURS, WITH_PENALTY, Piece
from clauses.domain.sub_targets import Asked
from clauses.wording.formats import count, euros, hours_plain, joined, phone, rate
from clauses.wording.labels import expanded

PIECES: dict[Piece, str] = {
    Piece.NOTICE: "Avis de publicité",
    Piece.RULES: "Règlement de la consultation",
    Piece.CONTRACT: "Article du CCAP",
    Piece.ANNEX: "Annexe à l'acte d'engagement",
}
PIECE_NOTES: dict[Piece, str] = {
    Piece.NOTICE: "À reprendre dans l'avis publié au BOAMP, rubrique des conditions d'exécution.",
    Piece.RULES: "À insérer dans le règlement de la consultation.",
    Piece.CONTRACT: "À insérer dans le cahier des clauses administratives particulières.",
    Piece.ANNEX: "À joindre à l'acte d'engagement et à faire compléter par le candidat.",
}
MARKS: dict[str, str] = {
    "R": "texte lu en entier",
    "X": "extrait lu",
    "D": "pratique relevée dans des avis publiés",
    "M": "cité de mémoire",
    "I": "rédaction du portail",
}
TO_REREAD = "à faire relire"
DOCUMENT_TITLE = "Clause sociale d'insertion : textes pour la consultation"
DOCUMENT_SUBJECT = "{buyer}, marché {reference} : {title}"
DOCUMENT_AUTHOR = "Portail des clauses sociales d'insertion"
DOCUMENT_WARNING = (
    "Texte proposé à partir des lots, à relire et à adapter par l'acheteur avant publication. Version {version} de la "
    "bibliothèque, tirée le {day:day}."
)
LOT_HEADING = "Lot {number} : {title}"
ARTICLES = "Articles cités"
NO_ARTICLE = "aucun : engagement de droit privé"
SUBHEADS = frozenset(
    {
        "Publics", "Modalités admises", "Suivi", "Sous-traitance", "Sur le chantier", "Sur les chantiers",
        "Reprise du personnel", "Conditions de travail", "Équipes", "Accueil", "Organisation", "Postes et sécurité",
        "Opérations", "Activités réglementées", "Difficultés", "Formation", "Pénalité",
    }
)  # fmt: skip

_CHOICE = (
    "Il choisit librement sa ou ses modalités : mise à disposition de personnel par une association intermédiaire, "
    "une entreprise de travail temporaire d'insertion ou un groupement d'employeurs pour l'insertion et la "
    "qualification ; sous-traitance ou cotraitance avec une entreprise d'insertion, un atelier ou chantier "
    "d'insertion, une entreprise adaptée ; embauche directe."
)
_PUBLICS = (
    "Sont éligibles, notamment, les personnes relevant d'une des catégories suivantes : {list}. L'éligibilité de chaque "
    "personne est validée par la personne ressource avant son premier jour de travail. L'acheteur et l'entreprise "
    "savent que la personne est éligible et jusqu'à quelle date ; ils n'en connaissent jamais le motif."
)
_MODALITIES = "{list}. Le titulaire reste libre de son choix et peut en combiner plusieurs ; aucune structure ne lui est imposée."
_MONTHLY = (
    "Le titulaire transmet chaque mois, au plus tard le 10 du mois suivant, le relevé des heures réalisées et les "
    "pièces qui les justifient ; un mois sans heure est déclaré comme tel."
)
_MONTHLY_RESERVED = (
    "Le titulaire transmet chaque mois, au plus tard le 10 du mois suivant, le nombre d'heures produites par les "
    "salariés concernés, sans nom ni situation individuelle."
)
_MONTHLY_WEEKS = (
    "Le titulaire transmet chaque mois, au plus tard le 10 du mois suivant, le nombre de semaines d'accueil réalisées "
    "et les conventions signées."
)
_PROOFS = (
    "Valent justification : le contrat de travail ou de mise à disposition, le relevé d'heures signé de l'entreprise "
    "utilisatrice, le bulletin de paie ou l'attestation de l'employeur, la facture de sous-traitance. Toute pièce "
    "demandée est remise dans les dix jours ouvrés."
)
_PROOFS_RESERVED = (
    "Il tient à la disposition de l'acheteur la preuve de la qualité qui lui a permis de répondre ; toute pièce "
    "demandée est remise dans les dix jours ouvrés."
)
_PROOFS_WEEKS = "Vaut justification la convention signée par la personne, l'entreprise et le prescripteur."
_DIFFICULTY = (
    "Difficultés. Le titulaire qui ne parvient pas à remplir cet engagement (aucune candidature malgré ses démarches, "
    "arrêt des prestations, difficulté économique) en informe sans délai la personne ressource et l'acheteur, pièces à "
    "l'appui. Après examen, l'acheteur peut suspendre, réduire ou lever l'obligation par une décision écrite."
)
_TRAINING = (
    "Formation. Les heures de formation suivies par les personnes pendant l'exécution du marché sont comptées ; elles "
    "figurent à part dans le relevé."
)
_SUB_TARGETS = "Sous-objectifs. Parmi ces heures : {list}.{wished}"
_MANDATORY_PART, _WISHED_PART = "au moins {part} par {who}", "si possible {part} par {who}"
_WISHED = " Ce qui n'est que souhaité ne donne lieu à aucune pénalité."
_WHO = {
    Audience.QPV: "des habitants des quartiers prioritaires de la politique de la ville",
    Audience.WOMEN: "des femmes",
    Audience.UNDER_26: "des jeunes de moins de 26 ans",
}
_OWN_HOURS = (
    "Les heures sont produites par son activité même : aucun volume d'heures d'insertion n'est exigé en plus."
)
_HOURS_ON_TOP = (
    "Les heures sont produites par son activité même ; par exception, le titulaire réserve en outre au moins {volume} de "
    "travail à des personnes relevant des publics du marché."
)
_TAKEN_OVER = ", hors personnel repris"
_PENALTY = (
    "Pénalité. Les heures non réalisées ou non justifiées donnent lieu à une pénalité de {amount} par heure, après "
    "mise en demeure restée sans effet, sauf cause étrangère au titulaire."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What fills the texts of one lot; hours in hundredths, amounts in cents, rates in basis points."""

    buyer: str
    number: int
    title: str
    lever: ClauseType
    hours: int | None = None
    basis: HoursBasis = HoursBasis.FIXED
    rate: int | None = None
    slice_amount: int | None = None
    slice_hours: int | None = None
    volume: str | None = None  # the volume in words, where hours alone would say too little
    weeks: int | None = None
    weight: int | None = None
    confirmed: bool = False  # hours on top of the holder's own activity, wanted all the same
    without_taken_over: bool = False  # hours of staff who keep their post are not in the base
    sub_targets: tuple[Asked, ...] = ()
    publics: tuple[EligibilityCategory, ...] = ()
    modalities: tuple[Modality, ...] = ()
    training: bool = False
    penalty: int | None = None
    follower: str | None = None
    territory: str | None = None
    follower_phone: str | None = None
    follower_email: str | None = None


def fill(text: str, facts: Facts) -> str:
    """The text of a piece for one lot, paragraphs separated by a blank line; raises KeyError on an unknown name."""
    values = _values(facts)
    kept = []
    for paragraph in text.split("\n\n"):
        asked = {name for _, name, _, _ in string.Formatter().parse(paragraph) if name}
        if all(values[name] is not None for name in asked):
            kept.append(paragraph.format(**values).strip())
    return "\n\n".join(kept)


def article(code: str) -> str:
    """« L.2112-2 », « C. trav. L.5135-3 »."""
    head, _, last = code.rpartition(" ")
    return f"{head} {last[0]}.{last[1:]}".strip()


def written_volume(facts: Facts) -> str:
    """« 1 190 heures », « 35 heures par tranche complète de 50 000 € HT commandés »."""
    if facts.volume:
        return facts.volume
    hours = f"{hours_plain(facts.hours)} heures" if facts.hours else None
    match facts.basis:
        case HoursBasis.PER_AMOUNT if facts.slice_amount and facts.slice_hours:
            return (
                f"{hours_plain(facts.slice_hours)} heures par tranche complète de {euros(facts.slice_amount, ht=True)} "
                "de prestations commandées"
            )
        case HoursBasis.PCT_OF_HOURS if facts.rate:
            return f"{rate(facts.rate)} des heures travaillées pour l'exécution du marché" + (
                _TAKEN_OVER if facts.without_taken_over else ""
            )
        case HoursBasis.PER_YEAR if hours:
            return f"{hours} par année d'exécution"
        case HoursBasis.PER_TRANCHE if hours:
            return f"{hours}, réparties par tranche comme l'indique l'acte d'engagement,"
    if hours:
        return hours
    return (
        "le nombre d'heures inscrit dans son offre"
        if facts.lever is ClauseType.AWARD_CRITERION
        else "le volume d'heures inscrit à l'acte d'engagement"
    )


def _values(facts: Facts) -> dict[str, str | None]:
    with_hours = facts.lever in WITH_HOURS
    reserved, weeks = facts.lever in RESERVED, facts.lever in IN_WEEKS
    penalty = facts.penalty if facts.lever in WITH_PENALTY else None
    return {
        "buyer": facts.buyer,
        "number": str(facts.number),
        "title": facts.title,
        "volume": written_volume(facts),
        "obligation_short": f"au moins {written_volume(facts)}"
        " à faire réaliser par des personnes éloignées de l'emploi",
        "weeks": count(facts.weeks, "semaine", "semaines")
        if facts.weeks
        else "[nombre à compléter] semaines",
        "weight": f"pondéré à {rate(facts.weight)}"
        if facts.weight
        else "dont la pondération est [à compléter par l'acheteur]",
        "choice": _CHOICE if with_hours else None,
        "if_hours": "" if with_hours else None,
        "own_hours": _own_hours(facts) if facts.lever in OWN_ACTIVITY else None,
        "publics": _publics(facts) if with_hours or weeks else None,
        "sub_targets": _sub_targets(facts) if with_hours else None,
        "modalities": _modalities(facts) if with_hours else None,
        "modalities_list": _boxes(facts) if with_hours else None,
        "monthly": _MONTHLY_WEEKS if weeks else _MONTHLY_RESERVED if reserved else _MONTHLY,
        "proofs": _PROOFS_WEEKS if weeks else _PROOFS_RESERVED if reserved else _PROOFS,
        "training": _TRAINING if facts.training and with_hours else None,
        "difficulty": _DIFFICULTY if with_hours or weeks else None,
        "penalty": _PENALTY.format(amount=euros(penalty)) if penalty else None,
        "adviser": _adviser(facts),
        "adviser_short": _adviser_short(facts),
    }


def _publics(facts: Facts) -> str | None:
    if not facts.publics:
        return None
    named = [expanded(one)[:1].lower() + expanded(one)[1:] for one in facts.publics]
    return _PUBLICS.format(list=" ; ".join(named))


def _own_hours(facts: Facts) -> str:
    return _HOURS_ON_TOP.format(volume=written_volume(facts)) if facts.confirmed else _OWN_HOURS


def _sub_targets(facts: Facts) -> str | None:
    """What is asked for each profile; a share stays a share: the volume may change."""
    if not facts.sub_targets:
        return None
    parts = []
    for one in sorted(facts.sub_targets, key=lambda each: not each.mandatory):
        part = f"{hours_plain(one.hours)} heures" if one.hours is not None else rate(one.share or 0)
        words = _MANDATORY_PART if one.mandatory else _WISHED_PART
        parts.append(words.format(part=part, who=_WHO[one.audience]))
    wished = any(not one.mandatory for one in facts.sub_targets)
    return _SUB_TARGETS.format(list=" ; ".join(parts), wished=_WISHED if wished else "")


def _modalities(facts: Facts) -> str | None:
    if not facts.modalities:
        return None
    return _MODALITIES.format(list=joined([expanded(one) for one in facts.modalities]))


def _boxes(facts: Facts) -> str | None:
    """The modalities as boxes to tick."""
    return " ; ".join(f"☐ {expanded(one)}" for one in facts.modalities) or None


def _adviser_short(facts: Facts) -> str | None:
    if facts.follower is None:
        return None
    return f"Renseignements sur l'insertion, gratuits et donnés à tous les candidats : {_who(facts)}."


def _who(facts: Facts) -> str:
    reach = ", ".join(part for part in (phone(facts.follower_phone or ""), facts.follower_email) if part)
    where = f"personne ressource du territoire {facts.territory}" if facts.territory else "personne ressource"
    return f"{facts.follower}, {where}{f', {reach}' if reach else ''}"


def _adviser(facts: Facts) -> str | None:
    if facts.follower is None:
        return None
    return (
        f"{_who(facts)}, conseille gratuitement les entreprises avant et après la remise des offres ; son intervention "
        "n'engage pas l'acheteur dans le choix des offres."
    )
