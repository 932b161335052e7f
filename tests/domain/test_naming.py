"""A text names a person, or does not."""

import pytest

from clauses.domain.naming import named
from clauses.reference.geography import folded

NAMES = ["Hélène", "Jean-Pierre", "N'Guessan", "Haddad"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bonjour, helene est absente lundi.", "helene"),
        ("HÉLÈNE est là", "HÉLÈNE"),
        ("Jean Pierre arrive à 8 h", "Jean Pierre"),
        ("JEAN-PIERRE arrive", "JEAN-PIERRE"),
        ("voir M.haddad", "haddad"),
        ("le contrat d'haddad,", "haddad"),
        ("n’guessan a fini", "n’guessan"),
        ("La personne du lot 1 est absente", None),
        ("Jean seul n'est pas Pierre seul", None),
        ("Les haddadiens", None),
        ("", None),
    ],
)
def test_names_are_found_whole_without_accents_nor_case(text: str, found: str | None) -> None:
    assert named(text, NAMES, folded) == found
