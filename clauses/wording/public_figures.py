"""Which words do the public figures use, on their page, on the page of a territory and in the open data?"""

NONE_YET = "Les premiers chiffres seront publiés après la clôture d'un trimestre."
TOO_FEW = "Trop peu de personnes ont travaillé pour les publier en entier sans désigner quelqu'un."
HEADINGS = ("Trimestre", "Clos le", "Portée", "Indicateur", "Valeur")
REGION = "Région"
HOURS, PERSONS = "Heures d'insertion validées", "Personnes"
COMPANIES, STRUCTURES = "Entreprises", "Structures d'insertion"
WOMEN, YOUNG, DISTRICT = "Femmes", "Moins de 26 ans à l'entrée", "Habitent en quartier prioritaire (QPV)"
SHARE_OF = "Part des heures : {modality:label}"
SAID = "Chiffres du {quarter:quarter}, clos le {day:day}"
