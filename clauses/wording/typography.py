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
