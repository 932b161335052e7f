"""Are the control digits and the divisions of CPV codes those of the codes seen in public documents?"""

import csv
import re

import pytest

from clauses.reference import cpv
from tests.domain.decp_reading import DATA

# As printed in decrees and notices.
PRINTED = [
    "45214200-2",
    "45261910-6",
    "45223220-4",
    "45442100-8",
    "45233142-6",
    "77310000-6",
    "90910000-9",
    "90511000-2",
    "18100000-0",
    "24900000-3",
    "30200000-1",
    "31700000-3",
    "33600000-6",
    "34500000-2",
    "35800000-2",
    "38900000-4",
    "42900000-5",
    "48800000-6",
    "64200000-8",
    "73400000-6",
    "80110000-8",
    "85311000-2",
    "98371110-8",
    "65310000-9",
    "09310000-5",
    "72400000-4",
    "51000000-9",
    "90700000-4",
]


@pytest.mark.parametrize("code", PRINTED)
def test_the_key_of_a_printed_code_is_never_called_wrong(code: str):
    assert cpv.wrong_key(code) is None and cpv.division(code)


def test_the_codes_of_published_contracts_have_their_key():
    codes = set()
    for path in DATA.rglob("*.*"):
        codes |= set(re.findall(r"(?<![0-9])[0-9]{8}-[0-9](?![0-9-])", path.read_text("utf-8", "replace")))
    assert codes and not [code for code in codes if cpv.wrong_key(code) is not None]


def test_a_slip_in_one_digit_is_seen():
    assert cpv.wrong_key("45214200-3") == 2 and cpv.wrong_key("45214300-2") == 3
    assert cpv.wrong_key("45214200") is None


def test_the_divisions_are_those_of_the_vocabulary():
    with open("clauses/reference/data/cpv-divisions.csv", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 45
    assert cpv.division("45214200-2") == "Travaux de construction" and cpv.division("46000000") is None
