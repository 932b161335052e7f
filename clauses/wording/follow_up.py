"""Which words stand around difficulties and visits?"""

COMMITMENT = "Engagement"
SIGNAL = "Signaler une difficulté"
DIFFICULTIES = "Difficultés signalées"
ONE = "Difficulté"
VISITS = "Visites"
NOTE = "Noter une visite"
LOT = "{ref}, lot {lot} : {title}"
