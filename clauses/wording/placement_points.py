"""How is each point to check before a placement told? With its article, and what to do."""

from clauses.domain.placement_points import PlacementPoint

POINTS: dict[PlacementPoint, str] = {
    PlacementPoint.OUTSIDE_ZONE: (
        "{name} dit ne pas intervenir à {place}. Une association intermédiaire ne place que sur le territoire de sa "
        "convention avec l'État (R5132-19) : vérifiez-le avec elle, ou choisissez une autre structure."
    ),
    PlacementPoint.DISMISSAL: (
        "Y a-t-il eu un licenciement économique sur ce poste dans les six derniers mois ? Posez la question à {company} : "
        "si oui, une association intermédiaire ne peut pas y placer quelqu'un (L5132-7)."
    ),
    PlacementPoint.DANGEROUS_WORK: (
        "Une personne placée par une association intermédiaire ne fait aucun des travaux dangereux de la liste D4154-1 : "
        "amiante, poussières de métaux durs, chlore, cadmium, rayonnements ionisants… Regardez le poste avec {company} "
        "(L5132-10)."
    ),
    PlacementPoint.MEMBERSHIP: (
        "{name} est un groupement d'employeurs : il ne prête ses salariés qu'à ses membres. Vérifiez que {company} a "
        "adhéré (L1253-1)."
    ),
}
SOMEBODY = "La structure"
TWO_CONTRACTS = (
    "CDDI et second contrat d'insertion sur la même période : le CDDI doit rester à 20 h par semaine au moins, car le "
    "second employeur est une structure d'insertion ou une entreprise adaptée."
)
