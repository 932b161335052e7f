"""What does the portal say once a market, an opinion or an award is recorded?"""

SUCCESSES: dict[str, str] = {
    "draft_saved": "Brouillon enregistré à {hour}.",
    "text_kept": "Texte conservé avec le marché, version {number}.",
    "opinion_requested": "Avis demandé à {name}. Réponse attendue au plus tard {due:weekday}.",
    "opinion_given": "Avis rendu. L'acheteur est prévenu.",
    "opinion_partly_given": "Avis enregistré. Les autres lots attendent l'avis de leur personne ressource.",
    "market_published": "La consultation est publiée.",
    "market_published_without_opinion": "La consultation est publiée, avec la mention « Publié sans avis ».",
    "lot_awarded": "Attribution du lot {number} enregistrée. Le titulaire et la personne ressource sont prévenus.",
    "lot_not_awarded": "Résultat du lot {number} enregistré.",
    "target_completed": "Volume du lot {number} enregistré.",
    "essential_saved": "Données essentielles du lot {number} enregistrées.",
    "imported": "{n} marchés créés.",
    "purchases_declared": "Total des achats de {year} enregistré.",
    "imported_one": "1 marché créé.",
    "imported_none": "Rien à créer : ces marchés étaient déjà connus.",
}
