"""How is French punctuation kept with its word? A no-break space before « : ; ? ! » and inside guillemets.

Done once, when a template is compiled, on its text and its literals; nothing is rewritten while a page is served.
"""

import re
from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
HIGH = re.compile(r" (?=[?!;](?:[\s<\")]|$))")
COLON = re.compile(r" (?=[:»](?:[\s<\".,;)]|$))")
OPENING = re.compile(r"(?<=«) ")


def french(text: str) -> str:
    """The same text, whose punctuation never begins a line."""
    return OPENING.sub(WIDE, COLON.sub(WIDE, HIGH.sub(NARROW, text)))


class FrenchSpaces(Extension):
    """Reads the stream of a template; a literal that is punctuation alone (a separator to join) is left as it is."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        return self._kept_together(stream)

    @staticmethod
    def _kept_together(stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type in ("data", "string") and len(token.value) > 3:
                token = Token(token.lineno, token.type, french(token.value))
            yield token


LONGEST = 24  # signs: what is longer would not fit beside its words on a phone, and breaks where it may
_WHOLE = re.compile(
    rf"(\blots? \d+\b|(?<![\w./-])(?=[\w./-]{{3,{LONGEST}}}(?![\w/-]))(?=[\w./-]*\d)\w+(?:[-/.]\w+)+(?![\w/-]))"
)


def pieces(text: str) -> list[tuple[str, bool]]:
    """The pieces of a sentence in order, and whether each is kept whole at the end of a line: a reference, « lot 4 » or a date.

    « marché 2026-VB-014, lot 4 »: a browser would end the line after « 2026- ». What a template wrote is left as it is.
    """
    if hasattr(text, "__html__"):
        return [(text, False)]
    cut = _WHOLE.split(str(text))
    return [(piece, number % 2 == 1) for number, piece in enumerate(cut) if piece]
