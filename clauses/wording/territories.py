"""How are the cover of a territory and its changes of hand told?"""

from clauses.domain.kinds_territories import Cover

COVERS: dict[Cover, tuple[str, ...]] = {
    Cover.COVERED: ("couvert", "couvert"),
    Cover.ABSENCE: ("absence couverte par {name} jusqu'au {until:short}",) * 2,
    Cover.VACANT: ("vacant depuis {n} jour", "vacant depuis {n} jours"),
}
THE_COORDINATION = "la coordination régionale"
FOLLOWED = "suivi par {name} du {since:short} au {until:short}"
NOBODY = "la coordination régionale"
NEVER = "jamais"
PERSON_AND_PLACE = "{name} ({organization})"
KEEP = "La coordination régionale"
