"""What does the portal say to programs: the description of its addresses, and its refusals by status?"""

TITLE = "Portail des clauses d'insertion"
ABOUT = "Adresses publiques en lecture. Rien de ce qui est demandé n'est conservé."
CALCULATION = "Volume d'heures d'insertion d'un lot"
CALCULATION_ABOUT = (
    "Les mêmes valeurs et les mêmes chiffres que la page /calculer. Les nombres s'écrivent à la française "
    "(1 420 000,50) ou avec un point. Montants hors taxes, en euros ; parts en pourcentage ; heures en heures."
)
DOCUMENT = "Cette description"
PARAMETERS: dict[str, str] = {
    "lot_amount": "Montant du lot hors taxes, en euros. Obligatoire.",
    "trade": "Code du corps d'état ou de l'activité : propose une part de main-d'œuvre et un coût horaire.",
    "labour_share": "Part de main-d'œuvre, en % du montant, de 1 à 100. Obligatoire sans corps d'état.",
    "hourly_cost": "Coût horaire moyen chargé, en euros, de 15 à 120. Proposé par défaut.",
    "integration_rate": "Part réservée à l'insertion, en % des heures de travail, de 0,5 à 100. Proposée par défaut.",
    "exec_months": "Durée d'exécution, en mois, de 1 à 96 : donne le nombre de personnes à temps plein.",
}
ANSWERS: dict[str, str] = {
    "lot_amount": "Montant compris, en euros",
    "trade": "Code du corps d'état, ou null",
    "labour_share": "Part de main-d'œuvre retenue, en %",
    "hourly_cost": "Coût horaire retenu, en euros",
    "integration_rate": "Part d'insertion retenue, en %",
    "exec_months": "Durée, en mois, ou null",
    "labour_amount": "Montant de la main-d'œuvre, en euros",
    "labour_hours": "Heures de travail du lot",
    "computed_hours": "Volume calculé, au centième d'heure",
    "proposed_hours": "Volume proposé, en semaines de 35 h ; à l'heure entière en dessous",
    "hours_per_1000_eur": "Heures du volume proposé pour 1 000 € hors taxes",
    "days": "Jours de 7 h du volume proposé",
    "weeks": "Semaines de 35 h du volume proposé",
    "people": "Personnes à temps plein pendant la durée, ou null",
    "fte": "Équivalents temps plein du volume proposé",
    "fte_base_hours": "Heures d'un équivalent temps plein",
    "warnings": "Ce qui est inhabituel : un code et une phrase. Rien n'est refusé.",
    "rule": "Règle appliquée : date d'effet et source",
}
DIRECTORY = "Structures d'insertion près d'un lieu, pour un métier"
DIRECTORY_ABOUT = (
    "La même recherche et les mêmes chiffres que la page /annuaire, 25 structures par page : de la plus proche à la "
    "plus éloignée, puis de la plus disponible à la moins disponible, par nom quand rien ne borne la recherche. Aucune "
    "donnée personnelle. Une valeur qui n'est pas comprise est refusée."
)
SEARCH: dict[str, str] = {
    "search_trade": "Métier ou activité, en mots courants (« maçon », « espaces verts »), ou son code.",
    "search_city": "Commune : son nom, son code postal ou son code INSEE.",
    "search_km": "Rayon autour de la commune, en km, de 0 à 150. 30 par défaut.",
    "search_moves": "1 : ajoute les structures plus éloignées qui interviennent dans la commune.",
    "search_zone": "Zone où les structures sont installées : territoire (T1), SIREN d'une intercommunalité ou 60.",
    "search_kinds": "Types de structure ; se répète.",
    "search_mode": "Façons de travailler ; se répète.",
    "search_hours": "Heures encore disponibles, au moins, sur toute la période.",
    "search_from": "Premier mois de la période, par exemple 04/2026. Le mois prochain par défaut.",
    "search_months": "Durée de la période, en mois, de 1 à 24. 3 par défaut.",
    "page": "Numéro de page, à partir de 1.",
}
RESULTS: dict[str, str] = {
    "trades": "Métiers compris ; liste vide quand les mots n'en désignent aucun, null quand rien n'est demandé",
    "city": "Commune comprise, ou null",
    "km": "Rayon retenu, en km, ou null sans commune",
    "months": "Mois dont les heures sont comptées",
    "total": "Nombre de structures qui répondent",
    "kinds": "Nombre de structures par type, comme si aucun type n'était demandé",
    "page": "Page donnée",
    "pages": "Nombre de pages",
    "structures": "Structures de la page, dans l'ordre",
}
STRUCTURE: dict[str, str] = {
    "siret": "SIRET ; avec le type, il désigne une structure",
    "kind": "Type de structure",
    "name": "Nom",
    "brand": "Enseigne, ou null",
    "city": "Commune",
    "post_code": "Code postal, ou null",
    "commune_code": "Code INSEE de la commune",
    "distance_km": "Distance à vol d'oiseau, en km, ou null",
    "comes": "Vrai quand elle est hors du rayon et dit intervenir dans la commune",
    "modes": "Façons de travailler",
    "trades": "Métiers",
    "hours_left": "Heures encore disponibles sur la période pour les métiers demandés, ou null si non renseigné",
    "stated_on": "Dernier jour où elle a parlé de ses heures, ou null",
    "website": "Site internet, ou null",
    "sheet": "Adresse de sa fiche",
    "list_of_2021": "Vrai quand elle vient de la liste publique de 2021 et n'a pas de compte ici",
}
FOUND = "Une page de structures"
DONE = "Le volume et son calcul"
REFUSED = "Ce qui manque ou n'est pas compris, en français, avec le champ et le code"
HIGH_RATE = (
    "Au-delà de 20 %, précisez la raison : un volume trop élevé peut rendre la consultation infructueuse."
)
SEVERAL = "{n} valeurs sont à corriger."

# By status: the code and the sentence of a refusal that no field explains.
PROBLEMS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "Cette demande n'a pas pu être lue. Vérifiez son adresse et ses paramètres."),
    401: ("unauthorized", "Identifiez-vous pour ouvrir cette adresse."),
    403: ("forbidden", "Vous n'avez pas accès à cette adresse."),
    404: (
        "not_found",
        "Cette adresse n'existe pas. Celles qui existent sont décrites à /api/v1/openapi.json.",
    ),
    405: ("method_not_allowed", "Cette adresse se lit avec GET."),
    409: ("conflict", "La donnée a changé entre-temps. Relisez-la puis recommencez."),
    413: ("too_large", "Ce qui est envoyé est trop volumineux."),
    415: ("media_type", "Ce type de contenu n'est pas lu ici."),
    422: ("refused", "Cette demande ne peut pas être traitée telle quelle."),
    429: ("too_many", "Trop de demandes en peu de temps. Réessayez dans quelques minutes."),
    500: ("failed", "Le service a rencontré un problème. Nous sommes prévenus."),
    503: ("unavailable", "Le service est en maintenance. Réessayez dans quelques minutes."),
}
