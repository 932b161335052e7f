"""S15 on the screen H04: each territory confirms, the coordination closes, and a closed quarter never changes."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select, text

from clauses.actions import quarters as actions
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds import LedgerKind
from clauses.domain.small_cell_masking import Shown
from clauses.domain.values import half_up
from clauses.extensions import db, write_transaction
from clauses.models.hours import LedgerLine
from clauses.models.quarters import QuarterConsolidation
from clauses.queries import quarters as queries
from clauses.queries import quarters_public
from clauses.reports.public_figures import open_data
from tests import stage, stage_region
from tests.portal import Browser, Portal
from tests.reading import Page, plain
from tests.stage_region import OISE

T1_2027, T2_2027 = date(2027, 1, 1), date(2027, 4, 1)
PERSONS = {"T1": "37", "T2": "52", "T3": "41", "T4": "masqué", "T5": "14", "T6": "< 5"}
FOLLOWERS = {"T1": "claire.delattre", "T2": "karim.benali", "T3": "sophie.marchand", "T4": "thomas.lefevre"}


@pytest.fixture
def oise(portal: Portal) -> None:
    stage_region.oise(portal)


def table_of(page: Page, heading: str = "Territoire") -> dict[str, list[str]]:
    """The rows of the table with this heading, by the code or the name they begin with."""
    tables = page.find_all(lambda e: e.tag == "table")
    table = next(t for t in tables if heading in "".join(t.itertext()))
    rows = [
        [plain(" ".join("".join(c.itertext()).split())) for c in tr if c.tag in ("td", "th")]
        for tr in table.iter("tr")
    ]
    return {row[0][-2:] if row[0][-2:-1] == "T" else row[0]: row for row in rows}


def confirm(who: str, code: str, comment: str | None = None, quarter: date = T1_2027) -> None:
    actor = stage.actor(who)
    found = queries.figures(actor, quarter, stage.clock.today())
    [part] = [one for one in found.parts if one.code == code]
    actions.confirm_quarter(
        actor, quarter, code, seen_hours=part.hours, comment=comment, now=stage.clock.now()
    )


def close(reason: str | None = None, quarter: date = T1_2027) -> QuarterConsolidation:
    actor = stage.actor("helene.vasseur")
    hours = queries.figures(actor, quarter, stage.clock.today()).total("hours")
    return actions.close_quarter(actor, quarter, seen_hours=hours, reason=reason, now=stage.clock.now())


def corrected(code: str, hours: int) -> None:
    """A month of a territory corrected after the fact, as the actions do it: a line taken back, another one written."""
    with write_transaction():
        lot = stage_region.oise_lots()[code]
        taken_back = select(LedgerLine.reverses_id).where(LedgerLine.reverses_id.is_not(None))
        line = db.session.scalars(
            select(LedgerLine)
            .where(
                LedgerLine.lot_id == lot.id, LedgerLine.hours > abs(hours), LedgerLine.id.not_in(taken_back)
            )
            .order_by(LedgerLine.id)
            .limit(1)
        ).one()
        same = {name: getattr(line, name) for name in (
            "entry_id", "lot_id", "participant_id", "employer_id", "modality", "month", "recorded_at",
        )}  # fmt: skip
        on = stage.clock.today()
        db.session.add(
            LedgerLine(
                kind=LedgerKind.REVERSAL, hours=-line.hours, reverses_id=line.id, recorded_on=on, **same
            )
        )
        db.session.add(
            LedgerLine(kind=LedgerKind.VALIDATION, hours=line.hours + hours, recorded_on=on, **same)
        )
        db.session.commit()


def helene(portal: Portal, period: str = "2027-T1") -> tuple[Browser, Page]:
    browser = portal.sign_in("helene.vasseur")
    return browser, browser.get(f"/consolidation/{period}")


def test_the_coordinator_reads_the_table_of_the_scenario(portal: Portal, oise: None) -> None:
    _, page = helene(portal)
    rows = table_of(page)
    for part in OISE:
        row = rows[part.code]
        rate = f"{half_up(Fraction(part.validated * 1000, part.target)) / 10:.1f} %".replace(".", ",")
        assert row[1] == plain(f"{part.target:,} h".replace(",", " ")), part.code
        assert row[2] == plain(f"{part.validated:,} h".replace(",", " ")) and row[3] == rate
        assert row[6] == PERSONS[part.code]
    assert (
        rows["Région"][1:5] == ["26 960 h", "16 105 h", "59,7 %", "16 105 h"] and rows["Région"][6] == "156"
    )
    shares = {row[1]: row[2] for row in table_of(page, "Modalité").values()}
    assert [shares[hours] for hours in ("5 120 h", "6 205 h", "2 310 h", "890 h", "1 580 h")] == [
        "31,8 %", "38,5 %", "14,3 %", "5,5 %", "9,8 %",
    ]  # fmt: skip
    printed = [value for value in shares.values() if value.endswith("%")]
    assert round(sum(float(value[:-2].replace(",", ".")) for value in printed), 1) == 99.9
    assert "Le total peut différer de 100 % à cause des arrondis." in page


def test_a_territory_that_has_not_confirmed_is_provisional_and_its_turn_is_said(
    portal: Portal, oise: None
) -> None:
    for code, who in FOLLOWERS.items():
        confirm(who, code)
    confirm("helene.vasseur", "T6")  # nobody holds it: the coordination answers
    _, page = helene(portal)
    rows = table_of(page)
    assert "À confirmer" in rows["T5"][-1] and "provisoire" in rows["T5"][4]
    assert all("Confirmé" in rows[code][-1] for code in ("T1", "T2", "T3", "T4", "T6"))
    assert (
        "Un territoire n'a pas confirmé : T5. C'est à sa personne ressource d'agir, avant le 15 avril 2027."
        in page
    )
    browser, page = helene(portal)
    refused = browser.submit(page, {}, form="/consolidation/2027-T1/cloture", status=422)
    assert "Des territoires n'ont pas confirmé (1)." in refused
    said = browser.submit(refused, {"close_reason": "T5 : personne ressource absente jusqu'au 30 avril."},
                          form="/consolidation/2027-T1/cloture")  # fmt: skip
    page = browser.follow(said)
    assert "Le 1er trimestre 2027 est clos." in page
    assert "Clos sans toutes les confirmations : T5 : personne ressource absente" in page


def test_a_resource_person_reads_and_confirms_their_own_territory_alone(portal: Portal, oise: None) -> None:
    browser = portal.sign_in("thomas.lefevre")
    page = browser.get("/consolidation/2027-T1")
    rows = table_of(page)
    assert rows["T4"][6] == "9", "a resource person knows their own persons"
    assert "T1" not in rows and "Clôturer" not in page
    done = browser.submit(
        page, {"conf_comment": "Un chantier arrêté en mars."}, form="/consolidation/2027-T1/territoires/T4"
    )
    page = browser.follow(done)
    assert "Les chiffres de T4 sont confirmés : 702 h." in page and "Un chantier arrêté en mars." in page
    assert "confirmé" in page and "La coordination clôture" in page
    for code in ("T1", "T6", "T99"):
        browser.post(f"/consolidation/2027-T1/territoires/{code}", {"seen_hours": "1"}, status=404)
    browser.post("/consolidation/2027-T1/cloture", {}, status=403)
    assert "Un chantier arrêté en mars." in helene(portal)[1]


def test_what_is_confirmed_is_what_was_read(portal: Portal, oise: None) -> None:
    browser = portal.sign_in("thomas.lefevre")
    page = browser.get("/consolidation/2027-T1")
    corrected("T4", 1000)
    refused = browser.submit(page, {}, form="/consolidation/2027-T1/territoires/T4", status=422)
    assert "le trimestre compte maintenant 712 h" in refused
    browser.submit(refused, {}, form="/consolidation/2027-T1/territoires/T4")
    corrected("T4", 500)
    page = browser.get("/consolidation/2027-T1")
    assert "712 h confirmées le 15 avril 2027 ; les chiffres ont changé depuis." in page
    assert "Confirmer : T4" in page


def test_a_correction_after_the_closing_is_an_adjustment_of_the_next_quarter(
    portal: Portal, oise: None
) -> None:
    close("Clos pour le comité du 15 avril.")
    corrected("T3", -700)
    corrected("T1", 1250)
    _, page = helene(portal)
    assert table_of(page)["T3"][4] == "3 861 h", "a closed quarter never changes"
    portal.day("2027-07-06")
    _, page = helene(portal, "2027-T2")
    assert "Régularisation de −7 h sur le 1er trimestre 2027, clos, T3" in page
    assert "Régularisation de 12,5 h sur le 1er trimestre 2027, clos, T1" in page
    assert table_of(page)["Région"][5] == "16 105 h", "compared with the quarter as it was closed"
    corrected("T3", -100)
    close("Clos pour le comité de juillet.", T2_2027)
    portal.day("2027-10-06")
    _, page = helene(portal, "2027-T3")
    assert "Régularisation" not in page, "nothing is written twice"
    corrected("T3", 300)
    _, page = helene(portal, "2027-T3")
    assert "Régularisation de 3 h sur le 1er trimestre 2027, clos, T3" in page
    kept = queries.read_back(queries.closing_of(T2_2027))
    assert {(on, hours) for on, _, hours in kept.adjustments} == {(T1_2027, -800), (T1_2027, 1250)}


def test_quarters_close_once_in_their_order_and_never_before_their_end(portal: Portal, oise: None) -> None:
    with pytest.raises(IllegalMove) as running:
        actions.close_quarter(
            stage.actor("helene.vasseur"), T2_2027, seen_hours=0, reason="x" * 20, now=stage.clock.now()
        )
    assert running.value.code == "quarter_running"
    close("Clos pour le comité.")
    with pytest.raises(IllegalMove) as again:
        close("Clos pour le comité.")
    assert again.value.code == "quarter_closed"
    with pytest.raises(IllegalMove):
        confirm("thomas.lefevre", "T4")
    portal.day("2027-10-20")
    with pytest.raises(Refused) as order:
        close("Clos pour le comité.", date(2027, 7, 1))
    assert order.value.facts == {"quarter": T2_2027}


def test_a_quarter_that_is_not_over_says_when_it_opens(portal: Portal, oise: None) -> None:
    browser, page = helene(portal, "2027-T2")
    assert "Le 2e trimestre 2027 s'ouvre le 1er juillet 2027." in page
    for wrong in ("2027-T5", "2027", "trimestre", "0000-T1"):
        browser.get(f"/consolidation/{wrong}", status=404)
    assert "1er trimestre 2027" in browser.get("/consolidation")


@pytest.mark.parametrize("who", ["sandrine.lemaire", "mickael.roussel", "nadege.brunel", "maxime.ollier"])
def test_nobody_else_reads_a_consolidation(portal: Portal, oise: None, who: str) -> None:
    portal.sign_in(who).get("/consolidation/2027-T1", status=403)


def test_the_database_refuses_to_change_a_closed_quarter(portal: Portal, oise: None) -> None:
    close("Clos pour le comité.")
    for statement in (
        "UPDATE quarter_consolidation SET reason = 'autre'",
        "DELETE FROM quarter_consolidation",
    ):
        with pytest.raises(Exception, match="append-only"), write_transaction():
            db.session.execute(text(statement))
        db.session.rollback()
    assert db.session.scalars(select(QuarterConsolidation)).one().quarter == T1_2027


def test_a_closed_quarter_is_masked_for_ever_as_it_was_first_published(
    portal: Portal, oise: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown otherwise later, it could be compared with what was read before: « < 5 » beside 9 would tell."""
    close("Tous les territoires ont été joints par téléphone")
    before = open_data(queries.closings())
    assert "masqué" in before and "< 5" in before
    monkeypatch.setattr(
        quarters_public, "mask", lambda counts, sums, minimum: dict.fromkeys(counts, Shown.PLAIN)
    )
    assert open_data(queries.closings()) == before
    assert dict(quarters_public.release_of(queries.closings()[0]).counts)["all"] == 156


def test_each_person_who_follows_a_territory_is_asked_to_confirm_once_its_statements_are_due(
    portal: Portal, oise: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M37: the day after the 10th, once, where the quarter has hours nobody confirmed; T6 has nobody: the coordination."""
    portal.day("2027-04-09")
    portal.run_jobs()
    assert not portal.mails("M37"), "the statements of March are due on the 10th"
    confirm("karim.benali", "T2")
    portal.day("2027-04-13")  # nothing ran on the 11th
    portal.run_jobs()
    looked_at: set[int] = set()
    with_hours = queries.with_hours
    monkeypatch.setattr(
        queries, "with_hours", lambda on, among: (looked_at.update(among), with_hours(on, among))[1]
    )
    portal.run_jobs()
    assert with_hours(T1_2027, looked_at) == [], "whoever was asked, or has confirmed, is not looked at again"
    asked = {mail.goes_to.split("@")[0]: plain(mail.body) for mail in portal.mails("M37")}
    assert set(asked) == {
        "claire.delattre", "sophie.marchand", "thomas.lefevre", "nadia.ferhat", "helene.vasseur",
    } and len(portal.mails("M37")) == 5  # fmt: skip
    assert (
        "4 118 h, 37 personnes, 1 lot. Vérifiez-les et confirmez avant le 15 avril 2027."
        in asked["claire.delattre"]
    )
    assert "/consolidation/2027-T1" in asked["claire.delattre"]
    claire = portal.sign_in("claire.delattre")
    assert "à confirmer avant le 15 avril 2027" in claire.get("/notifications?filtre=a-faire")
    confirm("claire.delattre", "T1")
    assert "à confirmer avant le 15 avril 2027" not in claire.get("/notifications?filtre=a-faire")
