"""Is what people type understood as they mean it, and is nothing guessed?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.wording import formats, parsing
from clauses.wording.parsing import NotUnderstood
from clauses.wording.refusals import REFUSALS

N, W = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def refusal(read, typed):
    with pytest.raises(NotUnderstood) as caught:
        read(typed)
    assert caught.value.code in REFUSALS
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("35", 3500),
        ("35,5", 3550),
        ("35.5", 3550),
        ("35h30", 3550),
        ("35 h 30", 3550),
        ("35H30", 3550),
        ("35:30", 3550),
        ("1 190", 119000),
        (f"1{N}190", 119000),
        (f"1{W}190", 119000),
        ("1\u2009190", 119000),
        ("1190", 119000),
        (f"1{N}190{N}h", 119000),
        ("  35 h ", 3500),
        ("35h", 3500),
        ("12 heures", 1200),
        ("151,67", 15167),
        ("208,25", 20825),
        ("0", 0),
        ("0,25", 25),
        ("007", 700),
    ],
)
def test_hours_are_understood_in_every_habit(typed, hundredths):
    assert parsing.hours(typed) == hundredths


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-5", "hours_positive"),
        ("−5", "hours_positive"),
        ("- 1 190,5 h", "hours_positive"),
        ("abc", "hours_format"),
        ("1e3", "hours_format"),
        ("nan", "hours_format"),
        ("inf", "hours_format"),
        ("-abc", "hours_format"),
        ("--5", "hours_format"),
        ("35,123", "hours_format"),
        ("35h20", "hours_format"),
        ("35h60", "hours_format"),
        ("1 19", "hours_format"),
        ("1.190,5", "hours_format"),
        ("35,", "hours_format"),
        (",5", "hours_format"),
        ("0x10", "hours_format"),
        ("1_000", "hours_format"),
        ("٣٥", "hours_format"),
        ("35 min", "hours_format"),
        ("9" * 40, "hours_format"),
        ("", "required"),
        ("   ", "required"),
        (N, "required"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_their_reason(typed, code):
    assert refusal(parsing.hours, typed) == code


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1 420 000", 142000000),
        ("1420000,00 €", 142000000),
        ("3 227 000 € HT", 322700000),
        (f"1{N}420{N}000{N}€{N}HT", 142000000),
        ("30,5", 3050),
        ("50 euros", 5000),
        ("50 eur", 5000),
        ("1'420'000", 142000000),
        ("1’420’000,50 €", 142000050),
        ("420 k€", 42000000),
        ("420,5 k€ HT", 42050000),
        ("1,4 M€", 140000000),
        (f"1,4{N}M€{N}HT", 140000000),
        ("2 millions d'euros", 200000000),
        ("1,23456789 M€", 123456789),
        ("3 227 000 € H.T.", 322700000),
        ("\u200b1 420 000\ufeff", 142000000),
        ("1\u00a0420\u2009000", 142000000),
        ("0", 0),
    ],
)
def test_amounts_are_understood_with_or_without_their_unit(typed, cents):
    assert parsing.euros(typed) == cents


@pytest.mark.parametrize(
    "typed", ["-5", "12 k", "12,123456 k€", "1,4 MM€", "1'42", "30,555", "1.420.000", "abc", "1e6", "€"]
)
def test_amounts_that_cannot_be_read_are_refused(typed):
    assert refusal(parsing.euros, typed) == "euros_format"


@pytest.mark.parametrize(
    "typed", ["1 420 000 € TTC", "1420000ttc", "420 k€ TTC", "50 T.T.C", "50 € toutes taxes"]
)
def test_an_amount_with_taxes_is_asked_again_without(typed):
    assert refusal(parsing.euros, typed) == "euros_ttc"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("45214200", "45214200"), ("45214200-2", "45214200-2"), ("452142002", "45214200-2"),
     (" 45 21 42 00 - 2 ", "45214200-2"), ("45214200–2", "45214200-2"), ("09310000-5", "09310000-5")],
)  # fmt: skip
def test_a_cpv_code_is_read_with_or_without_its_key(typed, code):
    assert parsing.cpv(typed) == code


@pytest.mark.parametrize("typed", ["4521420", "45214200-22", "travaux", "4521420A", "-2"])
def test_a_cpv_code_of_another_shape_is_refused(typed):
    assert refusal(parsing.cpv, typed) == "cpv"


def test_the_siret_of_la_poste_keeps_its_own_rule():
    assert parsing.siret("356 000 000 49837") == "35600000049837"
    assert refusal(parsing.siret, "356 000 000 49838") == "siret_typo"


@given(st.text())
def test_what_nobody_sees_is_let_go_and_nothing_else(text):
    kept = parsing.seen(text)
    assert parsing.seen(kept) == kept
    assert "\x00" not in kept and "\u202e" not in kept
    assert [c for c in text if c.isprintable()] == [c for c in kept if c.isprintable()]


def test_percentages_become_basis_points():
    assert [parsing.percent(typed) for typed in ("7", "7,5 %", "7.25%", "0,5", "100")] == [
        700,
        750,
        725,
        50,
        10000,
    ]
    for typed in ("-1", "abc", "7,555", "5 pour cent", "%"):
        assert refusal(parsing.percent, typed) == "percent_format"


def test_whole_numbers_are_understood():
    assert [parsing.integer(typed) for typed in ("12", "1 200", f"1{N}200", " 0 ")] == [12, 1200, 1200, 0]
    for typed in ("-3", "1,5", "1e3", "douze", "9" * 13):
        assert refusal(parsing.integer, typed) == "integer_format"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/06/2026", date(2026, 6, 15)),
        ("1/6/2026", date(2026, 6, 1)),
        ("2026-06-15", date(2026, 6, 15)),
        (" 15/06/2026 ", date(2026, 6, 15)),
        ("15.06.2026", date(2026, 6, 15)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_days_are_understood_as_typed_or_as_browsers_send_them(typed, day):
    assert parsing.day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2026",
        "2026-02-31",
        "06/15/2026",
        "15/06/26",
        "15 juin",
        "demain",
        "00/01/2026",
        "1/1/0001",
        "2026-6-1",
    ],
)
def test_days_that_do_not_exist_are_refused(typed):
    assert refusal(parsing.day, typed) in ("date_format", "date_unknown")


def test_months_are_understood_in_figures_or_in_letters():
    for typed in ("09/2026", "9/2026", "2026-09", "septembre 2026", "Septembre  2026"):
        assert parsing.month(typed) == date(2026, 9, 1)
    assert parsing.month("août 2026") == date(2026, 8, 1)
    for typed in ("13/2026", "2026", "sept 26", "2026-00", "brumaire 2026"):
        assert refusal(parsing.month, typed) == "month_format"


@pytest.mark.parametrize(
    "typed", ["999 002 017 00013", "99900201700013", f"999{N}002{N}017{N}00013", "999.002.017.00013"]
)
def test_a_siret_is_accepted_with_or_without_spaces(typed):
    assert parsing.siret(typed) == "99900201700013"


def test_a_siret_with_a_wrong_key_is_a_slip_of_the_keyboard():
    assert refusal(parsing.siret, "99900201700014") == "siret_typo"
    assert refusal(parsing.siret, "99900201700013X") == "siret_typo"


@pytest.mark.parametrize(("typed", "n"), [("9990020170001", 13), ("999 002 017 000133", 15), ("abc", 0)])
def test_a_siret_too_short_or_too_long_says_how_many_digits_were_typed(typed, n):
    with pytest.raises(NotUnderstood) as caught:
        parsing.siret(typed)
    assert (caught.value.code, caught.value.facts) == ("siret_length", {"n": n})


def test_the_three_offices_of_an_etti_and_la_poste_have_sound_siret():
    for typed in ("99900390800012", "99900390800020", "99900390800038", "35600000000048"):
        assert parsing.siret(typed) == typed
    assert parsing.siret("35600000049837") == "35600000049837"  # La Poste: the digits sum to a multiple of 5
    assert refusal(parsing.siret, "35600000049838") == "siret_typo"


@pytest.mark.parametrize(
    "read",
    [
        parsing.hours,
        parsing.euros,
        parsing.percent,
        parsing.integer,
        parsing.day,
        parsing.month,
        parsing.siret,
    ],
)
def test_an_empty_field_asks_to_be_filled(read):
    assert refusal(read, " \t\n") == "required"


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused_never_more(typed):
    for read in (
        parsing.hours,
        parsing.euros,
        parsing.percent,
        parsing.integer,
        parsing.day,
        parsing.month,
        parsing.siret,
    ):
        try:
            read(typed)
        except NotUnderstood as refused:
            assert refused.code in REFUSALS


@given(st.integers(min_value=0, max_value=10**11))
def test_what_the_portal_writes_it_understands_again(n):
    assert parsing.hours(formats.hours(n)) == n
    assert parsing.euros(formats.euros(n, ht=True)) == n
    assert parsing.integer(formats.number(n)) == n


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_or_a_month_written_is_understood_again(day):
    assert parsing.day(formats.day_short(day)) == day
    assert parsing.day(day.isoformat()) == day
    assert parsing.month(formats.month_long(day)) == day.replace(day=1)
    assert parsing.month(formats.month_numeric(day)) == day.replace(day=1)
