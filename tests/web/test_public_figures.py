"""What does everyone read of a closed quarter? Masked counts, the hours with them, and the same in the open data."""

import csv
import io
from datetime import date

from clauses.domain.kinds import Modality
from clauses.models.quarters import QuarterConsolidation
from clauses.queries import quarters_public
from clauses.queries.quarters import Figures, Part, Public
from clauses.reports.public_figures import open_data
from tests import stage_hours, stage_region
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


def test_the_region_less_its_rows_is_never_the_hours_of_a_few() -> None:
    """Attack: one person in T1, two in T2, 40 and 12 elsewhere; the same of two small modalities, by their shares."""
    persons, hours = (1, 2, 40, 12), (10_000, 25_000, 800_000, 200_000)
    parts = tuple(
        Part(n, f"T{n}", f"Territoire {n}", lots=1, hours=done, persons=count)
        for n, (count, done) in enumerate(zip(persons, hours, strict=True), start=1)
    )
    kinds = (Modality.DIRECT_HIRE, Modality.GEIQ_PLACEMENT, Modality.AI_PLACEMENT, Modality.ETTI_PLACEMENT)
    figures = Figures(
        date(2027, 1, 1), date(2027, 4, 15), parts, sum(persons), 0, tuple(zip(kinds, hours, strict=True)),
        public=Public(women=25, young=20, district=15, companies=4, structures=5,
                      modality_persons={one.value: n for one, n in zip(kinds, persons, strict=True)}),
    )  # fmt: skip
    closing = QuarterConsolidation(
        quarter=figures.quarter, closed_on=date(2027, 4, 15), figures=quarters_public.to_keep(figures)
    )
    rows = list(csv.DictReader(io.StringIO(open_data([closing]).lstrip("\ufeff")), delimiter=";"))
    told = {(row["Portée"][:2], row["Indicateur"]): plain(row["Valeur"]) for row in rows}
    of_hours = [
        value for (scope, name), value in told.items() if scope[0] == "T" and name.startswith("Heures")
    ]
    assert of_hours == ["masqué", "masqué", "8 000 h", "masqué"], (
        "the 350 h of three persons hide with those of T4"
    )
    assert told["T4", "Personnes"] == "12" and told["Ré", "Heures d'insertion validées"] == "10 350 h"
    shares = [row["Valeur"] for row in rows if "%" in row["Valeur"]]
    assert len(shares) == 1, "three shares are hidden for the two small ones"


def test_a_first_page_never_boasts_of_masked_figures(portal: Portal) -> None:
    """Two people in the whole region: the quarter is told closed, and the page of the figures says what it may."""
    stage_hours.played(portal, 2)
    portal.day("2026-11-20")
    close("Premier trimestre suivi, clos sans attendre.", date(2026, 7, 1))
    home = portal.visitor().get("/")
    assert "Chiffres du 3e trimestre 2026, clos le 20 novembre 2026. Trop peu de personnes" in plain(
        home.text
    )
    assert "masqué" not in home
