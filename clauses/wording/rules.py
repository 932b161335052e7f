"""How is a rule in force written on a « Méthode » sheet: its title, and each value with its unit?"""

from collections.abc import Callable
from typing import Any

from clauses.wording import formats

_EXEMPT = {
    "individual": "particuliers",
    "non_profit": "organismes privés à but non lucratif",
    "local_authority": "collectivités territoriales",
}

_RESERVED = {
    "espaces_verts": "espaces verts",
    "nettoyage": "nettoyage",
    "collecte": "collecte, tri et réemploi",
    "demenagement": "déménagement, manutention",
}


def _months(n: int) -> str:
    return formats.count(n, "mois", "mois")


def _clock(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02}" if minutes % 60 else f"{minutes // 60} h"


def _days(n: int) -> str:
    return formats.count(n, "jour", "jours")


def _points(n: int) -> str:
    return formats.count(n, "point", "points")


def _weight(n: int) -> str:
    return f"+ {formats.hours_plain(n)}"


def _day_of_next_month(n: int) -> str:
    return "1er du mois suivant" if n == 1 else f"{n} du mois suivant"


def _days_of_next_month(days: tuple[int, ...]) -> str:
    return f"{formats.joined([str(day) for day in days])} du mois suivant"


def _users(codes: tuple[str, ...]) -> str:
    return formats.joined([_EXEMPT[code] for code in codes]) or "aucun"


def _trades(codes: tuple[str, ...]) -> str:
    return formats.joined([_RESERVED[code] for code in codes]) or "aucune"


RULE_TITLES: dict[str, str] = {
    "sizing": "Calcul du volume d'heures",
    "relay": "Relais AI-ETTI de la convention",
    "ceiling": "Plafond légal des associations intermédiaires",
    "plausibility": "Vraisemblance des heures d'un mois",
    "sampling": "Contrôle par sondage",
    "compliance": "Conformité d'un lot",
    "eligibility": "Éligibilité des personnes",
    "reporting": "Calendrier des relevés mensuels",
    "opinion": "Avis de la personne ressource",
    "programme": "Réponse à un projet de la programmation",
    "consultation": "Réponses aux candidats",
    "sending": "Envoi des messages",
    "capacity": "Heures disponibles des structures",
    "fte": "Équivalent temps plein",
    "small_cell": "Secret statistique",
    "penalty": "Pénalité proposée",
    "subcontract": "Prix d'une sous-traitance",
    "exit": "Préparation de la sortie",
    "cooperation": "Coopération entre structures",
    "retention": "Conservation des données personnelles",
}

RULE_VALUES: dict[tuple[str, str], tuple[str, Callable[[Any], str]]] = {
    ("sizing", "rounding_step"): ("Volume arrondi au multiple le plus proche de", formats.hours),
    ("sizing", "small_below"): ("En dessous, arrondi à l'heure la plus proche", formats.hours),
    ("sizing", "deviation_question_bp"): (
        "Écart au calcul à partir duquel une raison est demandée",
        formats.rate,
    ),
    ("sizing", "hourly_cost_cents"): ("Coût horaire moyen chargé", formats.euros),
    ("sizing", "rate_warn_bp"): (
        "Part d'insertion au-delà de laquelle un avertissement paraît",
        formats.rate,
    ),
    ("relay", "max_hours"): ("Heures en AI au-delà desquelles une ETTI prend le relais", formats.hours),
    ("relay", "window_months"): ("Période glissante, mois en cours compris", _months),
    ("relay", "alert_bp"): ("Alerte à partir de", formats.rate),
    ("ceiling", "max_hours"): ("Heures en AI autorisées par la loi", formats.hours),
    ("ceiling", "window_months"): ("Période, à compter de la première mise à disposition", _months),
    ("ceiling", "exempt_users"): ("Utilisateurs non comptés", _users),
    ("ceiling", "waiver_max_months"): (
        "Durée la plus longue d'une dérogation du préfet",
        lambda n: _months(n) if n else "aucune dérogation",
    ),
    ("plausibility", "comment_over"): (
        "Heures d'un mois au-delà desquelles un commentaire est demandé",
        formats.hours,
    ),
    ("plausibility", "block_over"): (
        "Heures d'un mois au-delà desquelles la saisie est refusée",
        formats.hours,
    ),
    ("sampling", "rate_bp"): ("Part des lignes sans anomalie à contrôler", formats.rate),
    ("sampling", "ranked_bp"): ("Part du contrôle prise par ordre de risque", formats.rate),
    ("sampling", "habit_from_bp"): (
        "Un signe devient une habitude de la structure à partir de",
        formats.rate,
    ),
    ("sampling", "unseen_months"): ("Structure non contrôlée depuis", _months),
    ("sampling", "followed_months"): ("Contrôle renforcé : dernier contrôle dans les", _months),
    ("sampling", "followed_gaps"): (
        "Contrôle renforcé : écarts dans le mois, au moins",
        lambda n: formats.count(n, "ligne", "lignes"),
    ),
    ("sampling", "followed_from_bp"): (
        "Contrôle renforcé : part des lignes contrôlées, au moins",
        formats.rate,
    ),
    ("sampling", "first_month"): ("Poids : premier mois d'une structure sur le lot", _weight),
    ("sampling", "refused_before"): ("Poids : heures refusées à la structure dans l'année", _weight),
    ("sampling", "full_month"): ("Poids : un temps plein exact", _weight),
    ("sampling", "same_as_last"): ("Poids : mêmes heures que le mois précédent", _weight),
    ("sampling", "round"): ("Poids : nombre rond d'heures", _weight),
    ("sampling", "jump"): ("Poids : forte hausse par rapport au mois précédent", _weight),
    ("sampling", "typed_by_other"): ("Poids : ligne saisie par un autre que l'employeur", _weight),
    ("sampling", "habit"): ("Poids : signe porté par beaucoup de lignes de la structure", _weight),
    ("sampling", "unseen"): ("Poids : structure non contrôlée depuis des mois", _weight),
    ("compliance", "watch_below_points"): ("« À surveiller » si l'écart est inférieur à", _points),
    ("compliance", "alert_below_points"): ("« En alerte » si l'écart est inférieur à", _points),
    ("compliance", "partly_from_bp"): ("« Partiellement atteint » à la clôture à partir de", formats.rate),
    ("eligibility", "window_months"): ("Durée de prise en compte à partir de l'entrée", _months),
    ("reporting", "due_day"): ("Relevé dû le", _day_of_next_month),
    ("reporting", "reminder_days"): ("Rappels les", _days_of_next_month),
    ("reporting", "inform_day"): ("Acheteur informé le", _day_of_next_month),
    ("reporting", "settled_months"): (
        "Mois laissés avant que les chiffres d'un mois soient arrêtés",
        _months,
    ),
    ("opinion", "working_days"): (
        "Délai de réponse",
        lambda n: formats.count(n, "jour ouvré", "jours ouvrés"),
    ),
    ("programme", "integration_rate_bp"): ("Part d'insertion retenue pour l'estimation", formats.rate),
    ("programme", "useful_from_hours"): ("Clause utile à partir de", formats.hours),
    ("programme", "useful_from_months"): ("Durée à partir de laquelle une clause est utile", _months),
    ("programme", "reserve_up_to_cents"): ("Réservation proposée jusqu'à", formats.euros),
    ("programme", "reserve_trades"): ("Activités où une réservation est proposée", _trades),
    ("programme", "group_within_months"): ("Projets regroupés s'ils commencent dans les", _months),
    ("consultation", "answer_days"): (
        "Réponse publiée au plus tard, avant la remise des offres",
        lambda n: formats.count(n, "jour", "jours"),
    ),
    ("sending", "opens_minute"): ("Envoi, les jours ouvrés, à partir de", _clock),
    ("sending", "closes_minute"): ("Envoi jusqu'à", _clock),
    ("sending", "cool_down_hours"): (
        "Délai avant un second message du même type sur le même objet",
        lambda n: formats.count(n, "heure", "heures"),
    ),
    ("sending", "refused_days"): ("Pause après le refus d'une adresse", _days),
    ("sending", "pause_days"): ("Suspension la plus longue des relances d'un relevé", _days),
    ("sending", "keep_months"): ("Notifications conservées pendant", _months),
    ("capacity", "window_months"): ("Mois demandés à la structure", _months),
    ("capacity", "turn_days"): ("Le mois en cours n'est plus demandé lorsqu'il en reste moins de", _days),
    ("capacity", "stale_after_days"): ("Heures disponibles à confirmer après", _days),
    ("capacity", "remind_every_days"): ("Délai entre deux rappels", _days),
    ("capacity", "most_reminders"): (
        "Rappels au plus, tant que la structure n'a rien indiqué",
        lambda n: formats.count(n, "rappel", "rappels"),
    ),
    ("fte", "base_hours"): ("Heures d'un équivalent temps plein", formats.hours),
    ("fte", "selectable"): (
        "Bases que l'on peut choisir dans un rapport",
        lambda bases: formats.joined([formats.hours(base) for base in bases]),
    ),
    ("small_cell", "minimum"): (
        "Effectif en dessous duquel un nombre est masqué",
        lambda n: formats.count(n, "personne", "personnes"),
    ),
    ("penalty", "per_hour_cents"): ("Pénalité par heure non réalisée", formats.euros),
    ("subcontract", "min_hourly_cents"): ("Vérification en dessous de, par heure", formats.euros),
    ("exit", "months_before"): ("Préparation avant la fin du contrat", _months),
    ("cooperation", "relay_days"): ("Relais AI-ETTI signé, après le seuil, sous", _days),
    ("cooperation", "portfolio_months"): ("Portefeuille de compétences à jour s'il a moins de", _months),
    ("cooperation", "enrol_months"): (
        "Inscription à l'AI proposée après le début d'un contrat en ACI",
        _months,
    ),
    ("cooperation", "meetings"): (
        "Réunions de concertation SIAE/SPE prévues dans l'année",
        lambda n: formats.count(n, "réunion", "réunions"),
    ),
    ("cooperation", "session_posts"): (
        "Information collective conjointe à partir de",
        lambda n: formats.count(n, "poste", "postes"),
    ),
    ("retention", "document_months"): ("Justificatifs supprimés après la fin du lot ou du contrat", _months),
    ("retention", "identity_months"): (
        "Noms remplacés par un numéro après la fin du lot ou du contrat",
        _months,
    ),
    ("retention", "account_months"): ("Comptes fermés après la dernière connexion", _months),
    ("retention", "trace_months"): ("Traces de connexion et textes des courriels", _months),
    ("retention", "sign_up_months"): ("Demandes de compte sans suite", _months),
    ("retention", "partner_request_months"): ("Demandes de partenariat sans suite", _months),
    ("retention", "request_months"): ("Demandes sur les données, après la réponse", _months),
    ("retention", "withdrawn_months"): ("Pièces retirées, après le retrait", _months),
    ("retention", "report_months"): ("Rapports produits", _months),
    ("retention", "answer_months"): ("Délai de réponse à une demande", _months),
    ("retention", "bulk_over"): (
        "Purge confirmée par deux personnes au-delà de",
        lambda n: formats.count(n, "personne", "personnes"),
    ),
}


def rule_title(name: str) -> str:
    """The title of a rule, by its name in the rulebook."""
    return RULE_TITLES[name]


def rule_lines(name: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, value with its unit) of each value of a rule, in the order of the rule."""
    return [(RULE_VALUES[name, key][0], RULE_VALUES[name, key][1](value)) for key, value in values.items()]


def value_line(rule: str, name: str, value: Any) -> tuple[str, str]:
    """One value of a rule: its name and the value with its unit."""
    label, written = RULE_VALUES[rule, name]
    return label, written(value)
