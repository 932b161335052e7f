"""Does a page show the same cells as the workbook, as French readers expect them?"""

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
