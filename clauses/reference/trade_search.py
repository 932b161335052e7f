"""Which trades does a person mean by a few plain words, « maçon », « espaces verts » or « ménage »?"""

from datetime import date

from clauses.reference.geography import folded
from clauses.reference.trades import Trade, trades

STEM = (
    5  # letters that a word and its trade share: « peintre » and « Peinture », « plombier » and « Plomberie »
)

# Words that people use for a trade and that its label does not hold; written folded.
ALSO: dict[str, str] = {
    "batiment": "gros_oeuvre",
    "beton": "gros_oeuvre",
    "assainissement": "vrd",
    "bureaux": "nettoyage",
    "chauffagiste": "plomberie_cvc",
    "collectes": "collecte",
    "cuisine": "restauration",
    "dechets": "collecte",
    "elagage": "espaces_verts",
    "fenetres": "menuiseries",
    "jardin": "espaces_verts",
    "jardinier": "espaces_verts",
    "manutentionnaire": "demenagement",
    "menage": "nettoyage",
    "menuisier": "menuiseries",
    "paysage": "espaces_verts",
    "paysagiste": "espaces_verts",
    "placo": "platrerie",
    "proprete": "nettoyage",
    "recyclage": "collecte",
    "recyclerie": "collecte",
    "sanitaire": "plomberie_cvc",
    "toiture": "couverture",
    "couvreur": "couverture",
    "tonte": "espaces_verts",
}


def meant(words: str, on: date) -> list[Trade]:
    """The trades that answer every word typed, accents and case aside; words of one or two letters are let go.

    An exact code or label answers alone.
    """
    wanted = folded(words)
    known = trades(on)
    exact = [one for one in known if wanted in (folded(one.code), folded(one.label))]
    if exact:
        return exact
    typed = [word for word in wanted.split() if len(word) > 2]
    return [one for one in known if typed and all(_answers(one, word) for word in typed)]


def _answers(one: Trade, word: str) -> bool:
    if ALSO.get(word) == one.code:
        return True
    return any(known.startswith(word[:STEM]) for known in folded(one.label).split())
