"""What does everyone read of a closed quarter? Masked counts, the hours with them, and the same in the open data."""

import csv
import io

from tests import stage_region
from tests.journeys.test_s15_consolidation import close
from tests.portal import Portal
from tests.reading import plain


def test_nothing_is_published_before_a_quarter_is_closed(portal: Portal) -> None:
    stage_region.oise(portal)
    visitor = portal.visitor()
    for path in ("/", "/chiffres", "/territoires/T1"):
        page = visitor.get(path)
        assert "Les premiers chiffres seront publiés après la clôture d'un trimestre." in page, path
        assert "4 118 h" not in page and "Comment ces chiffres sont calculés" in page


def test_the_figures_of_a_closed_quarter_are_masked_hours_with_persons(portal: Portal) -> None:
    stage_region.oise(portal)
    close("Clos pour le comité du 15 avril.")
    visitor = portal.visitor()
    home = visitor.get("/")
    assert (
        "16 105 h" in home
        and "156" in home
        and "Chiffres du 1er trimestre 2027, clos le 15 avril 2027" in home
    )
    page = visitor.get("/chiffres")
    assert "38,5 %" in page and "4 118 h" in page
    assert "702 h" not in page and "246 h" not in page, "hours of a masked count would tell of few persons"
    assert "< 5" in visitor.get("/territoires/T6") and "246 h" not in visitor.get("/territoires/T6")
    assert "37" in visitor.get("/territoires/T1")


def test_the_open_data_says_the_same_as_the_pages(portal: Portal) -> None:
    stage_region.oise(portal)
    close("Clos pour le comité du 15 avril.")
    response = portal.visitor().client.get("/chiffres.csv")
    rows = list(csv.DictReader(io.StringIO(response.text.lstrip("\ufeff")), delimiter=";"))
    told = {(row["Portée"][:6], row["Indicateur"]): plain(row["Valeur"]) for row in rows}
    assert {row["Trimestre"] for row in rows} == {"2027-T1"}
    assert (
        told["Région", "Heures d'insertion validées"] == "16 105 h" and told["Région", "Personnes"] == "156"
    )
    persons = {
        scope[:2]: value for (scope, name), value in told.items() if name == "Personnes" and scope != "Région"
    }
    assert persons == {"T1": "37", "T2": "52", "T3": "41", "T4": "masqué", "T5": "14", "T6": "< 5"}
    hours = {
        scope[:2]: value
        for (scope, name), value in told.items()
        if name.startswith("Heures") and scope != "Région"
    }
    assert hours["T4"] == hours["T6"] == "masqué" and hours["T1"] == "4 118 h"
