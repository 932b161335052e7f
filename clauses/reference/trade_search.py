"""Which trades does a person mean by a few plain words, « maçon », « espaces verts » or « ménage »?

Words are read without accents, case nor plural. Each known word leads to trades: the words of its label, and those of
`trade-words.csv` that people use instead. What every word agrees on answers; where they disagree, all that they mean.
Words that lead nowhere (« de », « travaux ») are let go, and a word misspelt is read as the nearest one.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from os.path import commonprefix

from clauses.reference.geography import folded
from clauses.reference.trades import Trade, trade, trades

STEM = 5  # letters at least that a word and its trade share: « peintre » and « Peinture »
_SHARED = 0.6  # and this part of the longer of the two: « transfert » is not « transport »
_LIKENESS = 0.84  # of a word misspelt and of the word meant
_SMALL = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "sur",
    ]
)


@dataclass(frozen=True)
class _Words:
    single: dict[str, frozenset[str]]  # a word in the singular: the trades it leads to
    phrases: dict[str, frozenset[str]]  # several words that mean a trade together


def trades_for(words: str, on: date) -> list[str]:
    """The codes of the trades meant, in the order of the list; empty when the words mean none."""
    return [one.code for one in meant(words, on)]


def meant(words: str, on: date) -> list[Trade]:
    """The trades meant by these words, in the order of the list. An exact code, label or ROME code answers alone."""
    known = trades(on)
    wanted = folded(words)
    exact = [one for one in known if wanted in (folded(one.code), folded(one.label))]
    if exact:
        return exact
    codes = trades_of_rome(wanted, on) or _codes(wanted)
    return [one for one in known if one.code in codes]


def trades_of_rome(code: str, on: date) -> list[str]:
    """The trades that a ROME code (« K2204 ») belongs to, of those in force."""
    return [one for one, row in _rows().items() if code.upper() in row["rome"].split() and trade(one, on)]


def trades_of_naf(code: str | None, on: date) -> list[str]:
    """The trades that a main activity (NAF rév. 2, « 8121Z ») is the practice of; most activities are of none."""
    if not code:
        return []
    return [one for one, row in _rows().items() if code in row["naf"].split() and trade(one, on)]


@lru_cache(maxsize=4096)
def _codes(wanted: str) -> frozenset[str]:
    index = _index()
    told = []
    rest = f" {singular(wanted)} "
    for phrase, codes in index.phrases.items():
        if f" {phrase} " in rest:
            told.append(codes)
            rest = rest.replace(f" {phrase} ", " ")
    typed = [word for word in rest.split() if len(word) > 1 and word not in _SMALL]
    told += [codes for word in typed if (codes := _of_word(word, index))]
    if not told:
        near = (get_close_matches(word, index.single, 1, _LIKENESS) for word in typed if len(word) > STEM)
        told = [index.single[found[0]] for found in near if found]
    if not told:
        return frozenset()
    return frozenset.intersection(*told) or frozenset.union(*told)


def _of_word(word: str, index: _Words) -> frozenset[str]:
    if word in index.single:
        return index.single[word]
    if len(word) < STEM:
        return frozenset()
    return frozenset().union(*(codes for known, codes in index.single.items() if _akin(word, known)))


def _akin(word: str, known: str) -> bool:
    shared = len(commonprefix((word, known)))
    return shared >= STEM and (shared == len(word) or shared >= _SHARED * max(len(word), len(known)))


def singular(text: str) -> str:
    """The folded words without the mark of their plural; it only serves to compare."""
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" else word for word in text.split()
    )


@cache
def _rows() -> dict[str, dict[str, str]]:
    text = (files("clauses.reference") / "data" / "trade-words.csv").read_text("utf-8")
    return {row["trade"]: row for row in csv.DictReader(text.splitlines())}


@cache
def _index() -> _Words:
    single: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    for code, row in _rows().items():
        for said in (one.strip() for one in row["words"].split(",")):
            (phrases if " " in said else single).setdefault(singular(said), set()).add(code)
    for one in _labels():
        label = singular(folded(one.label))
        for word in label.split():
            if word not in _SMALL:
                single.setdefault(word, set()).add(one.code)
        if " " in label:
            phrases.setdefault(label, set()).add(one.code)
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return _Words(
        {word: frozenset(codes) for word, codes in single.items()},
        {phrase: frozenset(phrases[phrase]) for phrase in longest_first},
    )


def _labels() -> Iterable[Trade]:
    """Every trade of the list as last known, even one that has ended."""
    return trades(date.max)


def checked() -> list[str]:
    """What is wrong with the words: a trade that is not on the list, a ROME code that does not exist; else nothing."""
    known = {one.code for one in _labels()}
    rome = rome_codes()
    wrong = [f"{code}: no such trade" for code in _rows() if code not in known]
    wrong += [f"{code}: no words" for code in known - _rows().keys()]
    for code, row in _rows().items():
        wrong += [f"{code}: no ROME code {one}" for one in row["rome"].split() if one not in rome]
        wrong += [
            f"{code}: « {one} » is not folded" for one in row["words"].split(", ") if folded(one) != one
        ]
    return wrong


@cache
def rome_codes() -> dict[str, str]:
    """The labels of the trades of France Travail (ROME 4.0) by their codes."""
    text = (files("clauses.reference") / "data" / "rome.csv").read_text("utf-8")
    return {row["code"]: row["label"] for row in csv.DictReader(text.splitlines())}
