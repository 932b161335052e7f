"""Which words does the consolidation of a quarter use?"""

TITLE = "Consolidation"
NOT_OPEN = "Le {quarter:quarter} s'ouvre le {day:day}."
KNOWN = "Chiffres connus au {day:day}."
CLOSED = "Clos le {day:day} par {name}. Ses chiffres ne changent plus : une correction apparaît dans le trimestre suivant."
CLOSED_WHY = "Clos sans toutes les confirmations : {reason}"
EMPTY = "Aucun lot ni aucune heure dans ce trimestre : il n'y a rien à confirmer."
ALL_CONFIRMED = "Tous les territoires ont confirmé : c'est à la coordination de clôturer."
WAITING = (
    "Un territoire n'a pas confirmé : {names}. C'est à sa personne ressource d'agir, {until}.",
    "{n} territoires n'ont pas confirmé : {names}. C'est à leurs personnes ressources d'agir, {until}.",
)
OWN_WAITING = "C'est à vous de vérifier les chiffres de votre territoire et de les confirmer, {until}."
UNTIL, SINCE = "avant le {day:day}", "attendu depuis le {day:day}"
OWN_DONE = "Vous avez confirmé. La coordination clôture une fois que tous les territoires l'ont fait."
NOTHING_HERE = "Rien à confirmer"
MOVED = "{hours:hours} confirmées le {day:day} ; les chiffres ont changé depuis."
CONFIRMED_BY = "par {name}, le {day:day}"
PREVIOUS = "{before:hours} au trimestre précédent"
CHANGE = "{sign}{hours:hours} par rapport au trimestre précédent ({before:hours}){rate}"
RATE_OF = ", soit {sign}{rate:percent}"
SAME = "autant qu'au trimestre précédent"
NO_PREVIOUS = "aucune heure au trimestre précédent"
ADJUSTED = "Régularisation de {hours:hours} sur le {quarter:quarter}, clos, {territory}"
ADJUSTED_WHY = (
    "Une correction faite après la clôture d'un trimestre ne change pas ce trimestre : elle est ajoutée ici, à part des "
    "heures du trimestre."
)
