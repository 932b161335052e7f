"""In which words are the responsible purchases of a buyer told?"""

from clauses.domain.responsible import Figure

TITLE = "Achats responsables"
FIGURES: dict[Figure, str] = {
    Figure.ALL: "Contrats notifiés dans l'année",
    Figure.SOCIAL: "Avec une considération sociale",
    Figure.CLAUSE: "Dont avec une clause (hors critère seul)",
    Figure.RESERVED_INTEGRATION: "Réservés à l'insertion (SIAE)",
    Figure.RESERVED_DISABILITY: "Réservés au handicap (EA, ESAT)",
    Figure.HELD_BY_SIAE: "Confiés à une SIAE, réservés ou non",
    Figure.HELD_BY_DISABILITY: "Confiés à une EA ou un ESAT, réservés ou non",
}
HEADINGS = ("Indicateur", "Contrats", "Montant HT", "Part en nombre", "Part en montant")
LOT_HEADINGS = ("Marché", "Lot", "Intitulé", "Titulaire", "Notification", "Levier", "Montant HT")
FILE_NAME = "achats-responsables-{siret}-{year}"
LOTS_FILE_NAME = "achats-responsables-lots-{siret}-{year}"
