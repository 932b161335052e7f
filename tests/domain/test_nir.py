"""Is a social security number seen wherever it is typed, and nothing else taken for one?"""

import pytest

from clauses.domain.nir import holds_nir


@pytest.mark.parametrize(
    "text",
    [
        "255081416802538",  # the example of the national institute
        "2 55 08 14 168 025 38",
        "Numéro de sécu : 2 55 08 14 168 025 38, merci",
        "2-55-08-14-168-025-38",
        "1 85 02 2A 004 012 " + f"{97 - int('1850219004012') % 97:02}",
        "2550814168025",  # without its key
        "2 55 08 14 168 025",
        "2559914168025",  # the month is not known
    ],
)
def test_a_number_is_seen(text: str) -> None:
    assert holds_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "255081416802539",  # a wrong key: a slip, or something else
        "21600057500017",  # a SIRET
        "216 000 575 00017",
        "03 44 10 20 30",
        "Marché 2026-VB-014, lot 3, 1 190 h",
        "FR76 3000 6000 0112 3456 7890 189",
        "3026010112345",
        "",
    ],
)
def test_what_is_not_one_is_left_alone(text: str) -> None:
    assert not holds_nir(text)
