"""Which words does the list of alerts use: what waits, whose turn it is, and the ladder it climbs?"""

HEADS: dict[str, str] = {
    "lot": "Lots en alerte depuis plus de deux mois",
    "report": "Relevés en retard de plus de 30 jours",
    "opinion": "Avis en retard",
    "relay": "Relais à organiser depuis plus de 15 jours",
    "vacancy": "Territoires sans personne ressource",
}
TITLES: dict[str, str] = {
    "lot": "Lot {lot}, marché {ref} : en alerte",
    "report": "Relevé {month:of_month}, lot {lot}, marché {ref}",
    "opinion": "Avis attendu sur le marché {ref}",
    "relay": "Relais à organiser, lot {lot}, marché {ref}",
    "vacancy": "{territory} : aucune personne ressource",
}
DETAILS: dict[str, str] = {
    "lot": "{title}. Acheteur : {buyer}.",
    "report": "{title}. Attendu de {company}.",
    "opinion": "Demandé par {buyer}.",
    "relay": "Employeur : {structure}.",
    "vacancy": "La coordination tient les dossiers du territoire.",
}
TURNS: dict[str, str] = {
    "company": "C'est à {who}, entreprise, d'agir",
    "resource_person": "C'est à {who}, personne ressource, d'agir",
    "buyer": "C'est à l'acheteur de décider",
    "coordination": "C'est à vous d'agir",
}
SINCE = "{turn}. En attente depuis le {since:day}, soit {days}."
SINCE_EVER = "{turn}. Personne n'a encore été nommé."
DAYS = ("{n} jour", "{n} jours")
RUNGS: dict[str, str] = {
    "company": "entreprise", "resource_person": "personne ressource", "buyer": "acheteur", "coordination": "coordination",
}  # fmt: skip
LADDERS: dict[str, tuple[str, ...]] = {
    "lot": ("company", "resource_person", "buyer", "coordination"),
    "report": ("company", "resource_person", "buyer", "coordination"),
    "opinion": ("resource_person", "coordination"),
    "relay": ("resource_person", "coordination"),
    "vacancy": ("coordination",),
}
SUBJECT = "Portail des clauses : {ref}, lot {lot}"
NO_PLACE = "sans territoire"
