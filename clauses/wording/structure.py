"""How does the sheet of a structure speak of its ways of working, its zone and its parts?"""

from clauses.domain.kinds_partners import Zone

MODES: dict[str, str] = {
    "lends_staff": "Mise à disposition de personnel, intérim",
    "takes_works": "Sous-traitance ou prestation, avec votre équipe",
    "joins_groups": "Groupement avec une entreprise (cotraitance)",
}
ZONES: dict[Zone, str] = {
    Zone.RADIUS: "Dans un rayon autour de notre commune",
    Zone.AREAS: "Dans des zones précises",
    Zone.COUNTRY: "Dans toute la France",
}
PARTS: tuple[tuple[str, str], ...] = (
    ("Présentation", "structure.presentation"),
    ("Activités", "structure.activities"),
    ("Recrutement", "structure.recruitment"),
    ("Conventions", "structure.agreement"),
    ("Photos", "structure.photos"),
)
NO_TRADE = "Métier non précisé"
DEPARTMENTS: dict[str, str] = {"60": "Tout le département de l'Oise"}
