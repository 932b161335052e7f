"""Is every text of the library whole, filled for every lever, and refused when it is faulty?"""

import re
from datetime import date

import pytest

from clauses.domain.kinds import ClauseType, HoursBasis, Modality
from clauses.domain.kinds_eligibility import USUAL
from clauses.domain.levers import RESERVED, Piece
from clauses.reference import clause_library as library
from clauses.reference import trades
from clauses.wording import clause_texts
from clauses.wording.clause_texts import Facts

GOOD = """
label = "Essai"
version = "1"
written_on = 2026-11-24
mark = "I"
source = "Nous"
trades = []
why = "Parce que."
vigilance = ["Veillez."]
[pieces]
notice = "{lever}"
rules = "{lever}"
contract = "{lever}"
annex = "{lever}"
"""


def facts(lever, **changed):
    values = {
        "buyer": "Ville de Beauvais", "number": 1, "title": "Gros œuvre", "lever": lever, "hours": 119000, "weeks": 4,
        "publics": USUAL, "modalities": (Modality.AI_PLACEMENT, Modality.DIRECT_HIRE),
        "penalty": 5000, "follower": "Claire Delattre", "territory": "Beauvaisis", "follower_phone": "0344123456",
        "follower_email": "claire@mde.example",
    }  # fmt: skip
    return Facts(**{**values, **changed})


def filled(segment, lever, piece, **changed):
    return clause_texts.fill(
        library.source_text(library.SEGMENTS[segment], lever, piece), facts(lever, **changed)
    )


def test_every_trade_has_a_segment_of_its_own():
    for trade in trades.trades(date(2026, 11, 24)):
        assert library.segment_of(trade.code).code != library.GENERAL, trade.code
    assert library.segment_of(None).code == library.GENERAL
    known = {trade.code for trade in trades.trades(date(2026, 11, 24))}
    assert {code for segment in library.SEGMENTS.values() for code in segment.trades} <= known


@pytest.mark.parametrize("lever", list(ClauseType))
@pytest.mark.parametrize("segment", list(library.SEGMENTS))
def test_the_four_pieces_are_filled_for_every_purchase_and_lever(segment, lever):
    for piece in Piece:
        text = filled(segment, lever, piece)
        assert "{" not in text and "}" not in text and "None" not in text
        assert not re.search(r"  \w|\n\n\n|[^\n]\n[^\n]", text), (segment, lever, piece)
        assert "bénéficiaire" not in text.replace("à son bénéfice", "")
        assert piece is Piece.ANNEX or text.endswith((".", ",", ";")), text[-40:]
        assert "Claire Delattre" in text, "who advises is in every piece"


@pytest.mark.parametrize("lever", list(ClauseType))
def test_each_lever_cites_its_articles_in_its_notice(lever):
    texts = " ".join(filled("travaux", lever, piece) for piece in (Piece.NOTICE, Piece.RULES, Piece.CONTRACT))
    for code in library.LEVERS[lever].articles:
        assert clause_texts.article(code).split()[-1] in texts, (lever, code)


def test_the_minimum_content_of_a_clause_is_there():
    """Perimeter, contact of the adviser, profiles of the publics, volume of hours: the general clauses, 16.1."""
    text = filled("travaux", ClauseType.EXECUTION_CONDITION, Piece.CONTRACT).replace("\u00a0", " ")
    for said in (
        "Le titulaire du lot 1 « Gros œuvre » réserve au moins 1\u202f190 heures de travail",
        "L.2112-2 du code de la commande publique",
        "allocataire du revenu de solidarité active",
        "03 44 12 34 56, claire@mde.example",
        "au plus tard le 10 du mois suivant",
        "une pénalité de 50\u202f€ par heure",
        "Il choisit librement sa ou ses modalités",
        "jamais le motif",
    ):
        assert said in text, said


def test_a_reserved_lot_owes_no_hours_and_no_penalty():
    for lever in RESERVED:
        text = " ".join(filled("espaces_verts", lever, piece) for piece in Piece)
        assert "pénalité" not in text and "1\u202f190 heures" not in text and "choisit librement" not in text


def test_a_work_experience_counts_weeks_and_a_private_charter_knows_no_public_penalty():
    text = filled("general", ClauseType.WORK_EXPERIENCE, Piece.CONTRACT)
    assert "4 semaines" in text and "heures d'insertion" in text and "1\u202f190" not in text
    text = filled("general", ClauseType.PRIVATE_CHARTER, Piece.CONTRACT)
    assert "1\u202f190 heures" in text and "50\u202f€" not in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"basis": HoursBasis.PER_YEAR}, "1\u202f190 heures par année d'exécution"),
        ({"basis": HoursBasis.PCT_OF_HOURS, "rate": 700}, "7\u202f% des heures travaillées"),
        (
            {"basis": HoursBasis.PER_AMOUNT, "slice_amount": 50_000_00, "slice_hours": 3500},
            "35 heures par tranche complète de 50\u202f000\u202f€\u202fHT de prestations commandées",
        ),
        ({"hours": None}, "le volume d'heures inscrit à l'acte d'engagement"),
    ],
)
def test_the_volume_is_written_as_it_is_expressed(changed, said):
    assert said in filled("travaux", ClauseType.EXECUTION_CONDITION, Piece.CONTRACT, **changed)


def test_what_a_lot_does_not_have_leaves_no_hole():
    text = filled(
        "travaux", ClauseType.EXECUTION_CONDITION, Piece.CONTRACT, follower=None, penalty=None, publics=()
    )
    assert "conseille gratuitement" not in text and "Pénalité" not in text and "Publics." not in text


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (GOOD.replace('annex = "{lever}"', ""), "four pieces"),
        (GOOD.replace('annex = "{lever}"', 'annex = "{lever} {color}"'), "nothing fills"),
        (GOOD.replace('annex = "{lever}"', 'annex = "{lever"'), "annex"),
        (GOOD.replace('annex = "{lever}"', 'annex = "Sans levier"'), "no place"),
        (GOOD.replace('annex = "{lever}"', 'annex = " "'), "empty"),
        (GOOD.replace('mark = "I"', 'mark = "Z"'), "mark"),
        (GOOD.replace('source = "Nous"', 'source = ""'), "source"),
        (GOOD.replace('vigilance = ["Veillez."]', "vigilance = []"), "watch"),
        (GOOD.replace("2026-11-24", '"hier"'), "date"),
        (GOOD + 'author = "x"\n', "four pieces"),
        (GOOD.replace("trades = []", ""), "trades"),
        ("label =", "TOML"),
    ],
)
def test_a_faulty_text_is_refused_and_says_why(planted, said):
    with pytest.raises(library.FaultyLibrary) as refusal:
        library.read_segment("essai", planted)
    assert said in str(refusal.value) and "essai.toml" in str(refusal.value)


def test_a_lever_without_text_is_refused():
    with pytest.raises(library.FaultyLibrary, match="levers differ"):
        library.read_levers("[execution_condition]\n")


def test_only_what_was_read_in_full_is_not_read_again():
    assert {"R"} == library.READ
    assert all(lever.to_reread == (lever.mark != "R") for lever in library.LEVERS.values())
