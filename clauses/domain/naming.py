"""Does a text name one of these persons? Whole words, without accents nor case; what was typed is given back."""

import re
from collections.abc import Callable, Iterable

_WORD = re.compile(r"[^\W\d_]+")


def named(text: str, names: Iterable[str], fold: Callable[[str], str]) -> str | None:
    """The first words of the text that are one of these names, as they were typed; None when there are none.

    A compound name is looked for whole: « Jean-Pierre » is not « Jean ».
    """
    words = list(_WORD.finditer(text))
    plain = [fold(word[0]) for word in words]
    for name in names:
        looked = [fold(part) for part in _WORD.findall(name)]
        size = len(looked)
        if not size or not any(len(part) > 1 for part in looked):
            continue
        for start in range(len(plain) - size + 1):
            if plain[start : start + size] == looked:
                return text[words[start].start() : words[start + size - 1].end()]
    return None
