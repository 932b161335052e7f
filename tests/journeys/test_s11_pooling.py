"""S11: three small lots of one gymnasium share the hours of one person; to the figure, and never before all agreed."""

from datetime import date

import pytest
from sqlalchemy import func, select

from clauses.actions.hours import months, pooled, pools, validation
from clauses.domain.errors import IllegalMove, Refused, Several
from clauses.domain.kinds import LedgerKind, ReportState
from clauses.domain.kinds_pooling import PoolState
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, HoursEntry, LedgerLine, MonthlyReport
from clauses.models.pooling import HoursPool, PooledHours, PoolPart, PoolPerson
from clauses.queries import invariants
from tests import stage, stage_pooling
from tests.portal import Portal
from tests.reading import plain
from tests.stage_pooling import LOTS, NOVEMBER, OCTOBER, SEPTEMBER, Gymnasium

PARTS = {  # month -> hours of the person, then of plumbing, tiling and painting (ux/3, S11)
    SEPTEMBER: (66, (2200, 1650, 2750)),
    OCTOBER: (72, (2400, 1800, 3000)),
    NOVEMBER: (48, (1600, 1200, 2000)),
}


def agreed(portal: Portal) -> Gymnasium:
    """Everybody has agreed in writing in July and August 2026."""
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-07-20")
    site.propose()
    portal.day("2026-08-24")
    site.all_agree()
    return site


def confirm(site: Gymnasium, month: date, *numbers: int) -> None:
    """Each holder confirms its own month, then Thomas validates them."""
    for number, *_, start in LOTS:
        if number not in numbers:
            continue
        months.submit_report(
            stage.actor(start), site.lots[number], month, honour=True, nil=False, nil_comment=None,
            now=site.portal.now,
        )  # fmt: skip
        validation.decide_report(
            site.thomas, site.lots[number], month, validation.Decision.VALIDATE, now=site.portal.now
        )


def played(portal: Portal) -> Gymnasium:
    """The three months, each typed once by the ETTI, confirmed by the three companies and validated."""
    site = agreed(portal)
    for month, day in ((SEPTEMBER, "2026-10-06"), (OCTOBER, "2026-11-05"), (NOVEMBER, "2026-12-04")):
        portal.day(day)
        site.enter(month, PARTS[month][0])
        confirm(site, month, 1, 2, 3)
    return site


def counted(site: Gymnasium, month: date | None = None) -> tuple[int, ...]:
    """What the ledger of each lot holds, in their order."""
    found = []
    for lot_id in site.lots.values():
        question = select(func.coalesce(func.sum(LedgerLine.hours), 0)).where(LedgerLine.lot_id == lot_id)
        found.append(db.session.scalar(question.where(LedgerLine.month == month) if month else question))
    return tuple(found)


def test_one_entry_feeds_three_lots_to_the_figure(portal: Portal) -> None:
    site = played(portal)
    for month, (_, parts) in PARTS.items():
        assert counted(site, month) == parts
    assert counted(site) == (6200, 4650, 7750)
    for number, share in ((1, "103,3"), (2, "103,3"), (3, "103,3")):
        page = portal.sign_in("thomas.lefevre").get(f"/marches/{site.market.id}/lots/{number}")
        assert share in page, number
    # Every line of the ledger leads back to the one entry of its month.
    entries = db.session.scalars(select(PooledHours).order_by(PooledHours.month)).all()
    assert [one.worked for one in entries] == [6600, 7200, 4800]
    for one in entries:
        lines = select(func.count(), func.sum(LedgerLine.hours)).where(
            LedgerLine.entry_id.in_(select(PoolPart.entry_id).where(PoolPart.pooled_id == one.id))
        )
        assert tuple(db.session.execute(lines).one()) == (3, one.worked)
    people = select(func.count(LedgerLine.participant_id.distinct()))
    assert db.session.scalar(people) == 1
    assert not invariants.breaches()


def test_no_hour_is_shared_before_everybody_has_agreed(portal: Portal) -> None:
    """Trap 34: never by the company alone; the written agreement of each buyer comes before the hours."""
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-08-24")
    site.propose()
    for start in ("sabrina.henin", "aurelie.ravon", "lucie.garnier"):
        site.answer(stage.actor(start))
    portal.day("2026-09-30")
    with pytest.raises(Refused) as refused:
        site.enter(SEPTEMBER, 66)
    assert (refused.value.code, refused.value.facts["name"]) == ("pool_not_agreed", "Carrelage Duflos")
    etti = portal.sign_in("elodie.petit", "agence de Beauvais")
    page = etti.get(f"/mutualisations/{site.pool_id}/2026-09")
    [field] = [name for name in page.form("month")[1] if name.startswith("h_worked-")]
    page = etti.submit(page, {field: "66"}, form="month", status=422)
    assert page.problems == [
        "Carrelage Duflos n'a pas encore donné son accord. Aucune heure ne peut être partagée avant l'accord écrit de tous."
    ]
    assert not db.session.scalars(select(HoursEntry)).all()
    # The last agreement is of 2 October: neither September nor October, begun before it, may be shared.
    portal.day("2026-10-02")
    site.answer(stage.actor("nicolas.duflos"))
    assert db.session.get_one(HoursPool, site.pool_id).effective_on == NOVEMBER
    portal.day("2026-12-02")
    with pytest.raises(Refused) as refused:
        site.enter(OCTOBER, 72)
    assert refused.value.code == "pool_before_agreement" and refused.value.facts["day"] == date(2026, 10, 2)
    assert site.enter(NOVEMBER, 48).parts == (1600, 1200, 2000)
    assert not invariants.breaches()


def test_one_refusal_closes_the_proposal_and_says_why(portal: Portal) -> None:
    site = stage_pooling.gymnasium(portal)
    site.propose()
    with pytest.raises(Refused) as refused:
        site.answer(stage.actor("nicolas.duflos"), agree=False)
    assert refused.value.code == "pool_reason"
    said = site.answer(stage.actor("nicolas.duflos"), agree=False, reason="Nous avons déjà un apprenti.")
    assert said.reason == "Nous avons déjà un apprenti."
    assert db.session.get_one(HoursPool, site.pool_id).state is PoolState.DECLINED
    with pytest.raises(IllegalMove):
        site.answer(stage.actor("sabrina.henin"))


def test_an_agreement_received_on_paper_comes_with_its_document_and_who_signed(portal: Portal) -> None:
    site = stage_pooling.gymnasium(portal)
    site.propose()
    buyer = site.agreements["Communauté de communes du Clermontois"]
    with pytest.raises(Several) as refused:
        pools.answer_pool(
            site.thomas, buyer, agree=True, signed_on=None, signatory=None, document=None, ceilings={}, reason=None,
            files=portal.app.config["SETTINGS"].files, version=None, now=portal.now,
        )  # fmt: skip
    codes = [one.code for one in refused.value.refusals]
    assert codes == ["pool_signed", "pool_signatory", "pool_document"]


def test_a_correction_is_split_again_by_counter_lines(portal: Portal) -> None:
    site = played(portal)
    seat = db.session.scalars(select(PoolPerson.id)).one()
    with pytest.raises(Several) as refused:
        site.enter(OCTOBER, 60)  # the ETTI alone does not change what was decided
    assert {one.code for one in refused.value.refusals} == {"pooled_settled"}
    portal.day("2026-12-10")
    pooled.correct_pooled(
        site.thomas, site.pool_id, OCTOBER, [pooled.Shared(seat, 6000)], "Relevé d'octobre rectifié par l'agence",
        now=portal.now,
    )  # fmt: skip
    assert counted(site, OCTOBER) == (2000, 1500, 2500)
    assert counted(site) == (5800, 4350, 7250)
    kinds = db.session.execute(
        select(LedgerLine.kind, func.count()).where(LedgerLine.month == OCTOBER).group_by(LedgerLine.kind)
    ).all()
    assert dict(kinds) == {LedgerKind.VALIDATION: 6, LedgerKind.REVERSAL: 3}
    assert counted(site, SEPTEMBER) == PARTS[SEPTEMBER][1]
    assert not invariants.breaches()


def test_a_buyer_sets_a_ceiling_and_the_rest_goes_to_the_other_lots(portal: Portal) -> None:
    site = stage_pooling.gymnasium(portal)
    site.propose()
    for *_, start in LOTS:
        site.answer(stage.actor(start))
    site.answer(stage.actor("lucie.garnier"), ceilings={site.lots[1]: 3000})
    portal.day("2026-11-05")
    assert site.enter(SEPTEMBER, 66).parts == (2200, 1650, 2750)
    assert site.enter(OCTOBER, 72).parts == (800, 2400, 4000)  # 8 h left of 30 on plumbing, then 45 and 75
    assert not invariants.breaches()


def test_the_line_of_a_lot_is_not_typed_apart_and_each_holder_confirms_its_own(portal: Portal) -> None:
    site = agreed(portal)
    portal.day("2026-10-06")
    contracts = {
        one.lot_id: one.id for one in db.session.scalars(select(EmploymentContract)) if one.participant_id
    }
    assert set(contracts) == set(site.lots.values())  # hired once, under contract on the three lots
    with pytest.raises(Several) as refused:
        months.enter_hours(
            site.etti, site.lots[2], SEPTEMBER, [months.Typed(contracts[site.lots[2]], 6600)], now=portal.now
        )
    assert [one.code for one in refused.value.refusals] == ["pooled_line"]
    site.enter(SEPTEMBER, 60)
    site.enter(SEPTEMBER, 0)  # typed by mistake: nothing is left of it
    assert not db.session.scalars(select(HoursEntry)).all()
    assert not db.session.scalars(select(PoolPart)).all()
    site.enter(SEPTEMBER, 66)
    with pytest.raises(Refused) as same:
        site.enter(SEPTEMBER, 66)
    assert same.value.code == "pooled_same"
    confirm(site, SEPTEMBER, 1)
    with pytest.raises(Several) as refused:
        site.enter(SEPTEMBER, 70)
    assert {one.code for one in refused.value.refusals} == {"pooled_settled"}
    state = select(MonthlyReport.state).where(MonthlyReport.lot_id == site.lots[2])
    assert db.session.scalar(state) is ReportState.DRAFT
    assert counted(site, SEPTEMBER) == (2200, 0, 0)
    assert not invariants.breaches()


def test_a_pool_that_ends_gives_the_later_months_back_to_each_lot(portal: Portal) -> None:
    site = agreed(portal)
    portal.day("2026-11-05")
    site.enter(SEPTEMBER, 66)
    site.enter(OCTOBER, 72)
    with pytest.raises(Refused) as refused:
        pools.end_pool(site.thomas, site.pool_id, SEPTEMBER, "Chantier arrêté", version=None, now=portal.now)
    assert refused.value.code == "pool_end_typed"
    pools.end_pool(site.thomas, site.pool_id, OCTOBER, "Chantier arrêté", version=None, now=portal.now)
    portal.day("2026-12-04")
    with pytest.raises(Refused) as refused:
        site.enter(NOVEMBER, 48)
    assert refused.value.code == "pool_after_end"
    contract = db.session.scalars(
        select(EmploymentContract.id).where(EmploymentContract.lot_id == site.lots[1])
    ).one()
    months.enter_hours(site.etti, site.lots[1], NOVEMBER, [months.Typed(contract, 4800)], now=portal.now)
    assert not invariants.breaches()


def test_the_whole_of_it_on_the_screens(portal: Portal) -> None:
    """Thomas proposes, each holder and the buyer agree on theirs, the ETTI types once, and nobody reads others' hours."""
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-08-24")
    thomas = portal.sign_in("thomas.lefevre")
    plan = thomas.get(f"/engagements/{site.commitment_id}/affectation")
    assert (
        "Aucune ETTI dans le territoire. La plus proche : Tremplin Intérim 60 - agence de Creil (15 km)."
        in plan
    )
    page = thomas.get("/engagements/mutualiser")
    [person] = [e.get("value") for e in page.find_all(lambda e: e.get("name") == "pool_people")]
    chosen = {
        "pool_lots": [str(one) for one in site.lots.values()], "pool_people": [person], "pool_start": "2026-09",
        "pool_end": "2026-11",
    }  # fmt: skip
    shown = thomas.submit(page, {**chosen, "do": "look"}, form="pool-form", status=200)
    for words in (
        "180 h",
        "environ 5,1 semaines",
        "33,3 %",
        "25,0 %",
        "41,7 %",
        "2,1 semaines de travail au plus",
    ):
        assert words in shown, words
    assert not db.session.scalars(select(HoursPool)).all()
    one_lot = thomas.submit(
        shown, {"pool_lots": [str(site.lots[1])], "do": "save"}, form="pool-form", status=422
    )
    assert "Choisissez au moins deux lots." in one_lot.problems
    made = thomas.follow(thomas.submit(shown, {"do": "save"}, form="pool-form"))
    assert "4 accords écrits sont attendus" in made and "Plomberie Hénin" in made
    pool_id = db.session.scalars(select(HoursPool.id)).one()
    url = f"/mutualisations/{pool_id}"

    etti = portal.sign_in("elodie.petit", "agence de Beauvais")
    for start in ("sabrina.henin", "nicolas.duflos", "aurelie.ravon", "lucie.garnier"):
        browser = portal.sign_in(start)
        page = browser.get(url)
        # Only the holder of the lot where the person works already knows the name.
        assert ("Quévremont" in page) is (start == "sabrina.henin")
        browser.follow(browser.submit(page, {}, form="accords", press="agree"))
    assert "Les heures sont partagées à partir de septembre 2026." in thomas.get(url)

    portal.day("2026-10-06")
    page = etti.get(f"{url}/2026-09")
    [field] = [name for name in page.form("month")[1] if name.startswith("h_worked-")]
    said = etti.follow(etti.submit(page, {field: "66"}, form="month"))
    for words in ("22 h", "16,5 h", "27,5 h"):
        assert words in said, words
    month = etti.get(f"/releves/{site.lots[1]}/2026-09")
    assert "22 h" in month and "Part d'une mutualisation" in month

    # Each company reads its own share only, the buyer those of its lots, without a name.
    tiler = portal.sign_in("nicolas.duflos")
    for page in (tiler.get(url), tiler.get(f"{url}/2026-09")):
        assert "16,5 h" in page and "22 h" not in page and "27,5 h" not in page and "66 h" not in page
    buyer = portal.sign_in("lucie.garnier")
    for page in (buyer.get(url), buyer.get(f"{url}/2026-09")):
        assert "22 h" in page and "Quévremont" not in page
    portal.sign_in("sandrine.lemaire").get(url, status=404)
    portal.sign_in("mickael.roussel").get(f"{url}/2026-09", status=404)
    assert not invariants.breaches()


def test_those_concerned_are_told_and_no_message_names_the_person(portal: Portal) -> None:
    site = stage_pooling.gymnasium(portal)
    portal.day("2026-07-20")
    site.propose()
    portal.run_jobs()
    asked = {one.goes_to.split("@")[0] for one in portal.mails("M80")}
    assert asked == {"sabrina.henin", "nicolas.duflos", "aurelie.ravon", "lucie.garnier"}
    site.answer(stage.actor("nicolas.duflos"))
    portal.run_jobs()
    [told] = portal.mails("M81")
    assert told.goes_to.startswith("thomas.lefevre") and "Il manque 3 accords écrits." in plain(told.body)
    for start in ("sabrina.henin", "aurelie.ravon", "lucie.garnier"):
        site.answer(stage.actor(start))
    portal.run_jobs()
    opened = {one.goes_to.split("@")[0] for one in portal.mails("M82")}
    assert opened == asked | {"elodie.petit", "thomas.lefevre"}
    pools.end_pool(site.thomas, site.pool_id, OCTOBER, "Chantier arrêté", version=None, now=portal.now)
    portal.run_jobs()
    assert {one.goes_to.split("@")[0] for one in portal.mails("M83")} == opened
    for message in portal.mails():
        if message.template in ("M80", "M81", "M82", "M83"):
            assert "Quévremont" not in message.subject + message.body and len(message.subject) <= 70
            words = [w for w in message.body.split() if not w.startswith("http")]
            assert len(words) <= 120, message.body
            assert "/mutualisations/" in message.body
    [first] = [one for one in portal.mails("M80") if one.goes_to.startswith("nicolas.duflos")]
    assert "2026-CLER-07, lot 2" in first.body and "2 autres lots" in plain(first.body)
