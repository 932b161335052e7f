"""Does each home page say where its reader stands, in figures and sentences that can be opened?"""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import select

from clauses.access.policy import Permission
from clauses.domain.kinds_decisions import DecisionKind, DecisionState
from clauses.extensions import db, write_transaction
from clauses.models.decisions import Decision
from clauses.models.markets import Lot
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.queries import boards, running, worklist
from clauses.queries.boards.labels import Box, wide
from tests import stage, stage_cooperation, stage_region
from tests.jobs.journey import Journey
from tests.portal import Portal
from tests.reading import Page, plain
from tests.web.test_dashboard import counted

MOST_OF_FIGURES = 12  # statements of the figures and the charts, those of the lots included


@pytest.fixture
def oise(portal: Portal) -> Portal:
    stage_region.oise(portal)
    return portal


@pytest.fixture
def worked(portal: Portal, tmp_path: Path) -> Portal:
    Journey(tmp_path, portal.run_jobs).work()
    return portal


def kpis(page: Page) -> dict[str, tuple[str, str, str]]:
    """By label: the figure, its sentence and where it leads."""
    found = {}
    for box in page.find_all(lambda e: (e.get("class") or "").split(" ")[0] == "kpi"):
        label, value, note = (plain("".join(p.itertext())) for p in list(box.iter("p"))[:3])
        link = next((a.get("href") or "" for a in box.iter("a")), "")
        found[label.strip()] = (value.strip(), note.strip(), link)
    return found


def rows(page: Page, heading: str) -> list[list[str]]:
    tables = [t for t in page.find_all(lambda e: e.tag == "table") if heading in "".join(t.itertext())]
    return [
        [plain("".join(c.itertext())).strip() for c in tr if c.tag in ("td", "th")]
        for tr in tables[0].iter("tr")
    ]


def test_the_coordinator_reads_the_region_of_the_scenario(oise: Portal) -> None:
    page = oise.sign_in("helene.vasseur").get("/tableau-de-bord")
    figures = kpis(page)
    assert "Données validées au 15 avril 2027" in page
    assert figures["Territoires couverts"][0] == "5 / 6"
    assert (
        figures["Territoires couverts"][1]
        == "120 793 habitants sans personne ressource : Thelle - Sablons - Vexin"
    )
    assert figures["Heures validées"][:2] == ("16 105 h", "sur 26 960 h, soit 59,7 %, 6 lots en cours")
    assert figures["Personnes"][0] == "156"
    assert figures["Délai moyen de validation"][:2] == (
        "0 jour", "sur 6 relevés validés depuis le 15 janvier 2027 ; repère : 10 jours",
    )  # fmt: skip
    assert 4 <= len(figures) <= 6 and all(link for _, _, link in figures.values())


def test_what_is_long_for_a_phone_is_folded_there_and_the_next_act_is_not(oise: Portal) -> None:
    """Folded by the script on a phone alone: without it all is open, and an address that points into a part opens it."""
    oise.day("2027-04-20")
    helene = oise.sign_in("helene.vasseur")
    for path, folded, act in (
        ("/tableau-de-bord", {"carte", "offre"}, "/alertes"), ("/consolidation/2027-T1", {"territories", "modalities"}, "cloture"),
    ):  # fmt: skip
        page = helene.get(path)
        parts = page.find_all(lambda e: e.tag == "details" and e.get("data-fold") is not None)
        assert {one.get("id") for one in parts} == folded and all(
            one.get("open") is not None for one in parts
        ), path
        inside = {one for part in parts for one in part.iter()}
        buttons = page.find_all(lambda e: "button" in (e.get("class") or "").split())
        acts = [one for one in buttons if one not in inside]
        led = [
            one.get("href") or next((f.get("action") or "" for f in one.iterancestors("form")), "")
            for one in acts
        ]
        assert [one for one in led if act in one], (path, led)
    claire = oise.sign_in("claire.delattre").get("/consolidation/2027-T1")
    assert claire.by_id("territories").get("data-fold") is None, "who confirms reads the figures first"


def test_the_coordinator_reads_who_left_territory_by_territory_and_nobody_is_few(portal: Portal) -> None:
    """C13: forty-six persons left the structures of Beauvais in 2026, twenty-one of them for something; in Creil, three,
    which would be read from the sum: the numbers of Beauvais go with them, the region is said."""
    stage_cooperation.forty_six_exits()
    db.session.commit()
    portal.day("2026-12-31")
    helene = portal.sign_in("helene.vasseur")
    page = helene.get("/tableau-de-bord")
    figure = kpis(page)["Sorties dynamiques"]
    assert figure[0] == "21" and figure[1].startswith(
        "sur 46 sorties depuis le 31 décembre 2025 ; repère 2008 : 14,3 %"
    )
    assert figure[2].endswith("#sorties") and page.find_all(lambda e: e.get("id") == "sorties")
    left = {row[0][:6]: row[1:] for row in rows(page, "Sorties dynamiques")}
    assert left["T1 Bea"] == ["46", "21", "45,7 %"] == left["Région"], "the withdrawn one is not counted"
    [link] = page.find_all(
        lambda e: e.tag == "a" and (e.get("href") or "").endswith("evaluations/2026?territoire=T1")
    )
    assert "21" in helene.get(link.get("href") or "")

    elsewhere = db.session.scalars(
        select(PathwayEmployee.id).join(PathwayExit).order_by(PathwayEmployee.id).limit(3)
    ).all()
    with write_transaction():
        moved = stage.organization("Relais Emploi Sud Oise").id
        for one in db.session.scalars(select(PathwayEmployee).where(PathwayEmployee.id.in_(elsewhere))):
            one.organization_id = moved
        db.session.commit()
    left = {row[0][:2]: row[1:] for row in rows(helene.get("/tableau-de-bord"), "Sorties dynamiques")}
    assert left["T2"] == ["< 5", "< 5", "—"] and "masqué" in left["T1"] and left["Ré"][0] == "46"


def test_the_territories_come_in_code_order_on_one_scale(oise: Portal) -> None:
    page = oise.sign_in("helene.vasseur").get("/tableau-de-bord")
    assert "La région a validé 59,7 % de ses heures ; aucun territoire n'a de lot en alerte" in page
    found = rows(page, "Attendues à ce jour")
    assert [row[0][:2] for row in found[1:]] == ["T1", "T2", "T3", "T4", "T5", "T6"]
    assert found[1][1:7] == ["4 118 h", "1 560 h", "6 240 h", "66,0 %", "1", "0"]
    assert found[6][1:7] == ["246 h", "220 h", "880 h", "28,0 %", "1", "0"]
    curves = page.find_all(lambda e: e.get("class") == "small-curve")
    assert len(curves) == 6
    assert "4 118 h sur 6 240 h, soit 66,0 % ; 25,0 % étaient attendus au 15 avril 2027" in plain(
        curves[0].get("aria-label") or ""
    )
    scales = re.findall(r'class="small-curve".*?viewBox="([^"]*)"', page.response.text, re.S)
    assert scales == ["0 0 12 100.0"] * 6, "the six curves have one scale"


def test_the_region_is_drawn_by_hours_cover_and_offer_with_its_table(oise: Portal) -> None:
    browser = oise.sign_in("helene.vasseur")
    page = browser.get("/tableau-de-bord")
    assert "1 territoire a moins d'heures que le temps écoulé n'en demande" not in page
    assert "Chaque territoire suit le temps qui passe" in page, "28 % at the least, for 25 % expected"
    table = rows(page, "Habitants")
    assert [row[0][:2] for row in table[1:]] == ["T1", "T2", "T3", "T4", "T5", "T6"], (
        "in code order, none ranked"
    )
    assert table[1][3] == "66,0 %" and table[6][1] == "vacant"
    steps = re.findall(r'class="map-region map-step-(\d)"', page.response.text)
    assert steps == ["4", "4", "3", "3", "4", "2"], "66, 63, 54, 47.4, 68 and 28 % by fifths, in code order"
    assert page.response.text.count('fill="url(#map-vacant)"') > 1, "the vacant territory is hatched"
    named = plain(next(e for e in page.find_all(lambda e: e.get("id") == "map-region-desc")).text or "")
    assert "T1" in named and "66 %" in named and "T6" in named, "the drawing says in words what it shows"
    for layer in ("heures", "couverture", "offre"):
        names = re.findall(
            r'class="map-name" x="(\d+)" y="(\d+)"[^>]*>(\w+)<tspan[^>]*>([^<]*)<',
            browser.get(f"/tableau-de-bord?carte={layer}").response.text,
        )
        boxes = [Box(int(x), int(y), wide([code, told])) for x, y, code, told in names]
        assert len(boxes) == 6 and not any(one.covers(two) for one, two in combinations(boxes, 2)), layer
    cover = browser.get("/tableau-de-bord?carte=couverture")
    assert "1 territoire n'a pas de personne ressource" in cover
    offer = browser.get("/tableau-de-bord?carte=offre")
    assert "Chaque territoire a au moins une structure" in offer or "aucune structure" in offer
    assert browser.get("/tableau-de-bord?carte=ailleurs").response.status_code == 200
    matrix = rows(page, "Ensemble")
    assert matrix[0][:5] == ["Métier", "AI", "ETTI", "EI", "ACI"]
    dashes = [cell for row in matrix[1:] for cell in row[1:-1] if not cell.isdigit()]
    said = page.find_all(lambda e: e.get("aria-label") == "aucune")
    assert set(dashes) == {"–"} and len(said) == len(dashes), "a quiet dash, and the word for who listens"
    assert "Un tiret : aucune structure de ce type." in page and "métiers sur" in page
    linked = page.find_all(
        lambda e: e.tag == "a" and "/cartographie/structures?metier=" in (e.get("href") or "")
    )
    said = sum(int(plain("".join(a.itertext()))) for a in linked)
    assert linked and said == 2 * sum(int(row[-1]) for row in matrix[1:] if row[-1].isdigit()), (
        "every count is a link"
    )


def test_a_lot_is_drawn_where_it_is_done_and_one_without_a_place_is_only_linked(oise: Portal) -> None:
    page = oise.sign_in("claire.delattre").get("/tableau-de-bord")
    assert "1 lot doit encore 2 122 h ; 22 structures sur le territoire" in page
    assert "Voir le lot qui n'est pas dessiné" in page and not rows_of_lots(page)
    with write_transaction():
        stage_region.oise_lots()["T1"].places = ["60057"]
        db.session.commit()
    page = oise.sign_in("claire.delattre").get("/tableau-de-bord")
    assert rows_of_lots(page) == [["1. R-T1-1, lot 1", "Beauvais", "2 122 h"]]
    assert "qui n'est pas dessiné" not in page
    assert len(re.findall(r'<g class="map-lots"><circle', page.response.text)) == 2, "the lot, and the key"


def rows_of_lots(page: Page) -> list[list[str]]:
    return rows(page, "Heures restantes")[1:] if "Heures restantes" in page else []


def test_a_person_of_two_lots_counts_once(oise: Portal) -> None:
    lots = stage_region.oise_lots()
    with write_transaction():
        who = stage_region.named("T1", 0)
        stage_region.hours(
            lots["T2"], stage_region.report_of(lots["T2"]), who, stage_region.M.DIRECT_HIRE, 700
        )
        db.session.commit()
    assert kpis(oise.sign_in("helene.vasseur").get("/tableau-de-bord"))["Personnes"][0] == "156"


def test_the_resource_person_reads_what_waits_and_the_last_twelve_months(worked: Portal) -> None:
    page = worked.sign_in("claire.delattre").get("/tableau-de-bord")
    figures = kpis(page)
    assert list(figures) == [
        "Relevés à valider", "Heures validées", "Lots en alerte", "Relais à organiser", "Personnes",
        "Délai moyen de validation",
    ]  # fmt: skip
    assert figures["Relevés à valider"][:2] == ("0 h", "aucun relevé n'attend")
    assert figures["Heures validées"][0] == "620 h"
    assert figures["Lots en alerte"][2] == "/lots?statut=alert"
    found = rows(page, "Attendues")
    assert found[0][-2:] == ["Total", "Attendues"]
    total = {row[0]: row[-2] for row in found[1:]}
    assert (total["juin 2026"], total["juillet 2026"], total["août 2026"]) == ("110 h", "90 h", "40 h")
    assert (total["septembre 2026"], total["octobre 2026"]) == ("190 h", "190 h")
    assert "Ces trois derniers mois : 140 h validées par mois en moyenne" in page
    assert "Aucun lot en cours ne doit plus d'heures" in page, "620 h of 600 h"
    there = {row[0]: row[1] for row in rows(page, "Type de structure")[1:]}
    assert there and sum(map(int, there.values())) > 2
    assert page.find_all(lambda e: e.get("class") == "map-areas")


def test_each_lot_of_the_plane_is_in_the_list_beside_it(worked: Portal) -> None:
    page = worked.sign_in("claire.delattre").get("/tableau-de-bord")
    marks = page.find_all(lambda e: e.get("class") == "plane-text")
    listed = rows(page, "Part due à ce jour")[1:]
    assert len(marks) == 1 and len(listed) == 1
    assert listed[0][0].startswith("1. 2026-VB-014, lot 1")
    assert "620 h sur 600 h" in listed[0][2] and "103,3 %" in listed[0][2], "never capped"
    assert "Objectif atteint" in listed[0][3]


@pytest.mark.parametrize(
    "start", ["helene.vasseur", "claire.delattre", "sandrine.lemaire", "mickael.roussel", "nadege.brunel"]
)
def test_the_figures_take_few_statements_and_never_read_the_ledger(oise: Portal, start: str) -> None:
    actor, on = stage.actor(start), date(2027, 4, 15)
    db.session.rollback()
    db.session.expunge_all()
    with counted() as seen:
        standing = worklist.standing(actor, on, running.lots(actor, Permission.COMMITMENT_VIEW))
        boards.board(actor, on, standing)
    assert len(seen) <= MOST_OF_FIGURES, (len(seen), seen)
    assert not [one for one in seen if "ledger_line" in one], (
        "the sums are kept: the ledger is never summed again"
    )


def test_the_buyer_reads_its_lots_and_finds_one_before_paying(worked: Portal) -> None:
    browser = worked.sign_in("sandrine.lemaire")
    page = browser.get("/tableau-de-bord")
    figures = kpis(page)
    assert figures["Lots avec clause"][:2] == ("1", "sur 2 lots de vos marchés déposés")
    assert figures["Heures validées"][:2] == ("620 h", "sur 600 h, soit 103,3 %, 1 lot en cours")
    assert figures["Lots en alerte"][:2] == ("0", "sur 1 lot en cours ; aucun à surveiller, 1 à son rythme")
    assert "Yanis" not in page.text and "Ferrand" not in page.text
    assert "Mission d'intérim par une ETTI : 61,3 % des heures validées" in page
    assert "380 h · 61,3 %" in page and "240 h · 38,7 %" in page
    share = rows(page, "Part du montant")
    assert share[1][:3] == ["Avec une clause", "1 lot : Avec une clause", "50,0 %"] and share[-1][:2] == [
        "Total",
        "2",
    ]
    assert "1 lot a une clause sur 2 lots de 2026, soit 50,0 % ; premier motif des autres :" in page
    reasons = share[2:-1]
    assert len(reasons) == 1 and reasons[0][1].startswith("1 lot : ") and reasons[0][2] == "50,0 %"
    found = browser.get("/marches?q=2026-VB-014")
    assert "2026-VB-014" in found and 'action="/marches"' in page.response.text


def test_the_ratio_is_that_of_the_lots_whose_amount_is_known(oise: Portal) -> None:
    figures = kpis(oise.sign_in("sandrine.lemaire").get("/tableau-de-bord"))
    assert figures["Heures pour 1 000 €"][:2] == (
        "62,4 h",
        "6 240 h dues pour 100 000 € HT attribués, sur 1 lot",
    )


def test_the_company_reads_where_its_lot_goes_and_what_is_due(portal: Portal, tmp_path: Path) -> None:
    made = Journey(tmp_path, portal.run_jobs)
    for act in (
        made.file,
        made.ask_opinion,
        made.give_opinion,
        made.award,
        made.commit,
        made.propose,
        made.accept,
    ):
        act()
    portal.day("2026-07-02")
    page = portal.sign_in("mickael.roussel").get("/tableau-de-bord")
    figures = kpis(page)
    assert figures["Heures validées"][0] == "0 h"
    assert figures["Heures en attente de pièce"][:2] == ("0 h", "aucune heure n'attend de pièce")
    assert figures["Prochaine échéance"][:2] == ("10 juillet 2026", "relevés de juin 2026, 1 lot en cours")
    assert "Pénalité encourue" not in figures, "nothing is at stake while no lot is in alert"


def test_a_penalty_at_stake_is_told_only_of_a_lot_in_alert_that_has_a_price(oise: Portal) -> None:
    lot = stage_region.oise_lots()["T6"]
    with write_transaction():
        assert lot.clause is not None
        lot.clause.penalty_hour = 5_000
        db.session.commit()
    oise.day("2027-10-15")
    page = oise.sign_in("mickael.roussel").get("/tableau-de-bord")
    figures = kpis(page)
    assert figures["Pénalité encourue"][0] == "31 700 €"
    assert figures["Pénalité encourue"][1] == (
        "si rien ne change : 634 h manqueraient sur 1 lot en alerte ; l'acheteur décide"
    )
    opened = oise.sign_in("mickael.roussel").get(figures["Pénalité encourue"][2])
    assert opened.by_id("encourue") is not None
    lines = rows(opened, "Attendues à la fin")
    assert len(lines) == 2 and lines[1][1:] == ["880 h", "246 h", "634 h", "50 €", "31 700 €"], lines
    assert "31 700 € si rien ne change, au 15 octobre 2027 : 634 h manqueraient" in plain(opened.text)
    with write_transaction():  # what a penalty was decided on already is not at stake any more
        db.session.add(
            Decision(
                lot_id=lot.id, number=1, kind=DecisionKind.PENALTY, state=DecisionState.DECIDED, target=88_000, neutralised=0,
                validated=24_600, missing=10_000, amount=500_000, reason="Heures non réalisées.", prepared_on=date(2027, 9, 1),
                prepared_at=stage.clock.now(),
                decided_on=date(2027, 9, 20), prepared_by_id=stage.actor("sandrine.lemaire").user_id,
            )
        )  # fmt: skip
        db.session.commit()
    browser = oise.sign_in("mickael.roussel")
    assert kpis(browser.get("/tableau-de-bord"))["Pénalité encourue"][0] == "26 700 €"
    lines = rows(browser.get("/decisions"), "Attendues à la fin")
    assert lines[1][3:] == ["534 hsans 100 h déjà comptées dans une pénalité", "50 €", "26 700 €"], lines
    assert "Pénalité encourue" not in oise.sign_in("sandrine.lemaire").get("/decisions"), "of no buyer"


def test_a_structure_reads_its_month_its_room_and_its_people(worked: Portal) -> None:
    worked.day("2026-08-03")
    page = worked.sign_in("nadege.brunel").get("/tableau-de-bord")
    figures = kpis(page)
    assert figures["Heures de juillet 2026"][:2] == ("90 h", "saisies pour 1 personne")
    assert figures["Heures de juillet 2026"][2] == "/heures?month=2026-07"
    assert "Personnes à 192 h ou plus" in figures
    ahead = rows(page, "Heures affectées")
    assert len(ahead) == 7 and ahead[0] == ["Mois", "Heures indiquées", "Heures affectées", "Au-delà"]
    assert "Personnes à 192 h ou plus" not in kpis(worked.sign_in("olivier.lambert").get("/tableau-de-bord"))


def test_the_administrator_reads_whether_the_service_works(portal: Portal) -> None:
    page = portal.sign_in("maxime.ollier").get("/tableau-de-bord")
    figures = kpis(page)
    assert figures["Comptes à vérifier"][:2] == ("0", "aucune demande n'attend")
    assert figures["Tâches en échec"][:2] == ("0", "toutes les tâches ont abouti")
    assert figures["Courriels refusés en 7 jours"][0] == "0"
    assert figures["Paramètres à venir"][:2] == ("0", "aucun changement daté")
    assert figures["Révision de la base"][0].isdigit()


def test_the_acts_that_deserve_a_look_are_told_without_a_name(portal: Portal) -> None:
    browser = portal.sign_in("maxime.ollier")
    page = browser.get("/admin/parametres/relay/max_hours")
    browser.submit(
        page,
        {"param_value": "250", "param_from": "01/04/2026", "param_reason": "Avenant de la convention"},
        form="parametres",
    )
    found = browser.get("/tableau-de-bord")
    assert "A enregistré un paramètre" in found
    assert kpis(found)["Paramètres à venir"][:2] == ("1", "le 1er avril 2026")
    acts = rows(found, "Acte")
    assert len(acts) == 2 and "Ollier" not in acts[1][0]


def test_every_count_of_the_year_opens_the_very_lots_it_counts(portal: Portal) -> None:
    """Chart 3 of a buyer: with a clause, without one for each reason; each number is the length of its list."""
    market = stage.published(portal)
    with write_transaction():
        lots = db.session.scalars(select(Lot).where(Lot.market_id == market.id).order_by(Lot.number)).all()
        without = [one for one in lots if not one.has_clause]
        assert without, "the market of the stage has a lot without a clause"
        db.session.add(
            Lot(market_id=market.id, number=90, title="Signalétique", has_clause=None, no_clause_reason=None)
        )
        db.session.commit()
    browser = portal.sign_in("sandrine.lemaire")
    page = browser.get("/tableau-de-bord")
    links = [
        a
        for a in page.find_all(lambda e: e.tag == "a")
        if "/marches/lots-de-l-annee" in (a.get("href") or "")
    ]
    assert len(links) >= 5, "the figure, with a clause, a reason, no reason, the total"
    for link in links:
        text = plain("".join(link.itertext())).strip()
        said = int(kpis(page)[text][0] if text == "Lots avec clause" else text.split()[0])
        listed = browser.get(link.get("href") or "")
        assert len(rows(listed, "Clause")) - 1 == said, link.get("href")
    assert "Signalétique" in browser.get("/marches/lots-de-l-annee?annee=2026&clause=sans-motif")
    assert "Signalétique" not in browser.get("/marches/lots-de-l-annee?annee=2026&clause=avec")
    assert browser.get("/marches/lots-de-l-annee?annee=2026&clause=autre&page=99").response.status_code == 200
    browser.get("/marches/lots-de-l-annee?annee=99999", status=404)
    other = portal.sign_in("florence.hubert").get("/marches/lots-de-l-annee?annee=2026")
    assert "Aucun lot ne répond" in other, "those of another buyer are not listed"
