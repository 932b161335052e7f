"""Does a page show the same cells as the workbook, as French readers expect them?"""

from fractions import Fraction

from clauses.reports import csv_archive, sheet_stream
from clauses.reports.table import Kind, cell_text, row_text
from tests.reports.samples import SCHOOL, SCHOOL_TOTAL, lots


def test_a_row_in_french() -> None:
    said = [text.replace("\u202f", " ").replace("\xa0", " ") for text in row_text(lots(SCHOOL), SCHOOL[1])]
    assert said == [
        "2 Charpente-couverture",
        "245 h",
        "96 h",
        "39,2 %",
        "460 000 €",
        "2",
        "01/09/2026",
        "janvier 2027",
    ]


def test_empty_cells_and_texts_in_columns_of_numbers() -> None:
    assert cell_text(Kind.HOURS, None) == ""
    assert cell_text(Kind.MONTH, "Total") == "Total"
    assert row_text(lots(SCHOOL), SCHOOL_TOTAL)[-1] == ""


def test_a_gap_between_two_shares_is_written_in_points_never_in_percent() -> None:
    """S17: lot 2 is « À surveiller (-10,8) »."""
    behind, ahead = Fraction(-108, 1000), Fraction(193, 1000)
    assert [cell_text(Kind.POINTS, one) for one in (behind, ahead, Fraction(0))] == ["−10,8", "+19,3", "0,0"]
    assert [csv_archive.cell(Kind.POINTS, one) for one in (behind, ahead)] == ["-10,8", "19,3"]
    assert sheet_stream.number_text(Kind.POINTS, behind) == "-10.8"
