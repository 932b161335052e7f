"""What does the portal say when it refuses the confirmation or the closing of a quarter?"""

REFUSALS: dict[str, str] = {
    "quarter_running": "Ce trimestre n'est pas terminé : il s'ouvre à la confirmation le {day:day}.",
    "quarter_closed": "Ce trimestre est clos depuis le {day:day} : ses chiffres ne changent plus. Une correction apparaît dans le trimestre suivant.",
    "quarter_nothing": "Ce territoire n'a ni lot ni heure dans ce trimestre : il n'y a rien à confirmer.",
    "quarter_empty": "Ce trimestre n'a ni lot ni heure : il n'y a rien à clôturer.",
    "quarter_moved": "Des heures ont changé depuis l'ouverture de la page : le trimestre compte maintenant {hours:hours}. Relisez les chiffres ci-dessous, puis recommencez.",
    "quarter_order": "Les trimestres se closent l'un après l'autre : le prochain est le {quarter:quarter}.",
    "quarter_unconfirmed": "Des territoires n'ont pas confirmé ({n}). Attendez-les, ou dites en 10 caractères au moins pourquoi vous clôturez sans eux.",
}
