"""Are hours, amounts, rates and dates written as French readers expect?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from markupsafe import Markup

from clauses.wording import formats
from clauses.wording.typography import pieces

N = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("hundredths", "written"),
    [
        (119000, f"1{N}190{N}h"),
        (3550, f"35,5{N}h"),
        (24211, f"242,11{N}h"),
        (15167, f"151,67{N}h"),
        (3500, f"35{N}h"),
        (0, f"0{N}h"),
        (5, f"0,05{N}h"),
        (-3550, f"−35,5{N}h"),
        (2696000000, f"26{N}960{N}000{N}h"),
    ],
)
def test_hours_have_a_decimal_comma_and_no_trailing_zeros(hundredths, written):
    assert formats.hours(hundredths) == written
    assert formats.hours_plain(hundredths) == written.removesuffix(f"{N}h")


@pytest.mark.parametrize(
    ("cents", "ht", "written"),
    [
        (142000000, True, f"1{N}420{N}000{N}€{N}HT"),
        (142000000, False, f"1{N}420{N}000{N}€"),
        (3050, False, f"30,50{N}€"),
        (5005, False, f"50,05{N}€"),
        (0, False, f"0{N}€"),
        (-3050, False, f"−30,50{N}€"),
    ],
)
def test_cents_show_only_when_there_are_some(cents, ht, written):
    assert formats.euros(cents, ht=ht) == written


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [
        (Fraction(987, 1000), 1, f"98,7{N}%"),
        (Fraction(1642, 2415), 1, f"68,0{N}%"),
        (Decimal("0.0625"), 1, f"6,3{N}%"),
        (Fraction(1, 8), 0, f"13{N}%"),
        (Fraction(5945, 5889), 0, f"101{N}%"),
        (Fraction(-1, 3), 1, f"−33,3{N}%"),
        (Fraction(-1, 10000), 1, f"0,0{N}%"),
        (0, 1, f"0,0{N}%"),
        (1, 0, f"100{N}%"),
    ],
)
def test_a_share_of_one_is_rounded_half_up(share, digits, written):
    assert formats.percent(share, digits) == written


def test_a_rate_in_basis_points_keeps_only_the_decimals_it_has():
    assert [formats.rate(bp) for bp in (700, 250, 625, 10000)] == [
        f"7{N}%",
        f"2,5{N}%",
        f"6,25{N}%",
        f"100{N}%",
    ]


def test_the_first_of_a_month_is_written_1er():
    assert formats.day_long(date(2026, 3, 12)) == "12 mars 2026"
    assert formats.day_long(date(2026, 3, 1)) == "1er mars 2026"
    assert formats.day_weekday(date(2026, 3, 9)) == "lundi 9 mars"
    assert formats.day_weekday(date(2026, 3, 1)) == "dimanche 1er mars"
    assert formats.day_short(date(2026, 3, 1)) == "01/03/2026"


def test_months_are_written_in_letters_and_elided_before_a_vowel():
    assert formats.month_long(date(2026, 8, 1)) == "août 2026"
    assert formats.month_short(date(2026, 9, 1)) == "sept. 26"
    assert formats.month_numeric(date(2026, 9, 1)) == "09/2026"
    written = [formats.of_month(date(2026, month, 1)) for month in range(1, 13)]
    assert [one for one in written if one.startswith("d'")] == [
        "d'avril 2026",
        "d'août 2026",
        "d'octobre 2026",
    ]
    assert written[2] == "de mars 2026"


def test_an_instant_is_told_in_paris_summer_and_winter():
    assert formats.moment(datetime(2026, 10, 8, 12, 32, tzinfo=UTC)) == "8 octobre 2026 à 14:32"
    assert formats.moment(datetime(2026, 12, 31, 23, 30)) == "1er janvier 2027 à 00:30"
    assert formats.hour_of_day(datetime(2026, 10, 8, 12, 32, tzinfo=UTC)) == "14:32"


def test_telephone_numbers_and_siret_are_grouped_and_other_texts_left_alone():
    assert (
        formats.phone("0344123456")
        == "03\N{NO-BREAK SPACE}44\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56"
    )
    assert formats.phone("+33344123456") == "+33344123456"
    assert formats.siret("99900201700013") == "999 002 017 00013"
    assert formats.siret("") == ""


def test_the_plural_begins_at_two():
    assert [formats.count(n, "lot", "lots") for n in (0, 1, 2, 1500)] == [
        "0 lot",
        "1 lot",
        "2 lots",
        f"1{N}500 lots",
    ]


def test_lists_weights_and_decimals_read_naturally():
    assert formats.joined([]) == ""
    assert formats.joined(["Creil"]) == "Creil"
    assert formats.joined(["Beauvais", "Creil", "Méru"]) == "Beauvais, Creil et Méru"
    assert formats.size(10_100_000) == f"10,1{N}Mo"
    assert formats.size(640) == f"640{N}o"
    assert formats.decimal(Fraction(5, 6)) == "0,83"
    assert formats.decimal(Decimal("-1.50")) == "−1,5"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Valider le relevé, lot 4, marché 2026-VB-014.", ["lot 4", "2026-VB-014"]),
        ("2026-ARC-07 : fin le 31/08/2026", ["2026-ARC-07", "31/08/2026"]),
        ("AC_2025/018-B et MAPA.26.4", ["AC_2025/018-B", "MAPA.26.4"]),
        ("Relais AI-ETTI, 4 lots, ballot 4 ; 3,5 h, 12.", []),
        ("Réf. 2026-VILLE-DE-BEAUVAIS-PARC-014", []),  # longer than a phone is wide
        ("", []),
    ],
)
def test_a_reference_is_kept_whole_and_nothing_is_lost(text: str, whole: list[str]) -> None:
    found = pieces(text)
    assert [piece for piece, kept in found if kept] == whole
    assert "".join(piece for piece, _ in found) == text


def test_what_a_template_wrote_is_left_as_it_is() -> None:
    written = Markup("<b>2026-VB-014</b>")
    assert pieces(written) == [(written, False)]
