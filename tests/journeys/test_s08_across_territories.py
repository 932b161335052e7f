"""S08: a framework agreement over three territories, one of them vacant until somebody is named; a lot on two territories."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clauses.actions import markets
from clauses.domain.kinds import HoursBasis, MarketForm, MarketType, Procedure
from clauses.extensions import db
from clauses.jobs import calendar_territories
from clauses.models.handovers import Handover
from clauses.models.markets import Market
from clauses.models.territory import Territory
from tests import stage
from tests.portal import Portal

GRANDVILLIERS, COMPIEGNE, CHAUMONT = "60286", "60159", "60143"
BUYER = "stephane.vidal"
LOTS = (  # number, communes, amount a year, computed, retained
    (1, (GRANDVILLIERS,), 900_000, 35526, 35000),
    (2, (COMPIEGNE,), 1_100_000, 43421, 42000),
    (3, (CHAUMONT,), 700_000, 27632, 28000),
)


def roads(portal: Portal, buyer: str, places: dict[int, tuple[str, ...]] | None = None) -> Market:
    """« Entretien des routes », filed on 12 October 2026: so many hours a year, 30 % of labour, 5 %."""
    portal.day("2026-10-12")
    who = stage.actor(buyer)
    market = markets.create_market(
        who,
        markets.MarketFields(
            reference="2026-CD60-11", title="Entretien des routes", market_type=MarketType.WORKS,
            market_form=MarketForm.ORDERS, procedure=Procedure.OPEN, amount=270_000_000, places=(GRANDVILLIERS,),
            publication_date=date(2026, 11, 2), offers_deadline=date(2026, 12, 11), exec_start=date(2027, 2, 1),
            exec_months=48,
        ),
        now=portal.now,
    )  # fmt: skip
    rows = [
        markets.LotFields(row=n, number=n, title=f"Secteur {n}", amount=amount * 100, trade="vrd",
                          places=(places or {}).get(n, where), has_clause=True)
        for n, where, amount, _, _ in LOTS
    ]  # fmt: skip
    market = markets.save_lots(who, market.id, rows, seen_version=None, now=portal.now)
    cards = [
        markets.ClauseFields(
            lot_id=lot.id, hours_basis=HoursBasis.PER_YEAR, labour_share=3000, hourly_cost=3800, integration_rate=500,
            target_hours=LOTS[lot.number - 1][4], publics=stage.PUBLICS, modalities=stage.ADMITTED,
        )
        for lot in market.lots
    ]  # fmt: skip
    markets.save_clauses(who, market.id, cards, seen_version=None, now=portal.now)
    return markets.request_opinion(who, market.id, None, seen_version=None, now=portal.now)


def test_each_lot_goes_to_its_territory_and_the_vacant_one_to_the_coordination(portal: Portal) -> None:
    market = roads(portal, BUYER)
    lots = {one.number: one for one in db.session.get_one(Market, market.id).lots}
    assert [lots[n].clause.computed_hours for n, *_ in LOTS] == [computed for *_, computed, _ in LOTS]
    assert [lots[n].territory.code for n in (1, 2, 3)] == ["T1", "T3", "T6"]
    buyer = portal.sign_in(BUYER)
    page = buyer.get(f"/marches/{market.id}")
    for who in ("Claire Delattre", "Sophie Marchand", "Hélène Vasseur"):
        assert who in page
    assert "4 200 h" in page  # 1 050 h a year over four years, converted before it is added
    assert "350 h par an" in buyer.get(f"/marches/{market.id}/lots/1")


def test_the_coordination_holds_the_file_of_the_vacant_territory(portal: Portal) -> None:
    market = roads(portal, BUYER)
    helene = portal.sign_in("helene.vasseur")
    vacant = db.session.scalars(select(Territory).where(Territory.code == "T6")).one()
    assert "1 marché" in helene.get(f"/marches?territoire={vacant.id}")
    assert "Secteur 3" in helene.get(f"/marches/{market.id}/instruction")
    assert "Secteur 1" not in helene.get(f"/marches/{market.id}/instruction")
    page = portal.visitor().get("/territoires/T6")
    assert "Hélène Vasseur" in page and "Communes 99" in page and "Habitants 120 793" in page
    zone = helene.get("/reseau/zones-blanches")
    for words in ("Thelle - Sablons - Vexin (T6)", "Communes 99", "Habitants 120 793",
                  "Dossiers tenus par la coordination 1", "2026-CD60-11, lot 3"):  # fmt: skip
        assert words in zone, words


def name_julien(portal: Portal) -> None:
    """Step 4: entered on 12 January 2027, from 1 February."""
    portal.day("2027-01-12")
    helene = portal.sign_in("helene.vasseur")
    page = helene.get("/reseau/T6/nommer")
    julien, host = stage.actor("julien.caron"), stage.organization("Mission clauses Thelle")
    sent = helene.submit(page, {"rp_person": str(julien.user_id), "rp_from": "01/02/2027", "rp_host": str(host.id)},
                         form="nommer")  # fmt: skip
    said = helene.follow(sent)
    assert "Julien Caron suivra Thelle - Sablons - Vexin à partir du 1er février 2027." in said


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Paris"))  # type: ignore[misc, arg-type]


def test_the_files_stay_with_the_coordination_until_the_day_and_then_pass_by_themselves(
    portal: Portal,
) -> None:
    market = roads(portal, BUYER)
    portal.run_jobs()
    name_julien(portal)
    portal.run_jobs()
    assert not portal.mails("M29")
    portal.day("2027-01-31")
    assert "Secteur 3" in portal.sign_in("helene.vasseur").get(f"/marches/{market.id}/instruction")
    portal.sign_in("julien.caron").get(f"/marches/{market.id}", status=404)
    portal.day("2027-02-01")
    julien = portal.sign_in("julien.caron")
    assert "Secteur 3" in julien.get(f"/marches/{market.id}/instruction")
    portal.sign_in("helene.vasseur").get(f"/marches/{market.id}/instruction", status=403)

    calendar_territories.hand_over_territories(paris(2027, 2, 1, 0, 4))
    t6 = db.session.scalars(select(Territory).where(Territory.code == "T6")).one()
    assert not db.session.scalars(select(Handover).where(Handover.territory_id == t6.id)).all()
    for _ in range(2):  # twice is once
        calendar_territories.hand_over_territories(paris(2027, 2, 1, 0, 5))
    [row] = db.session.scalars(select(Handover).where(Handover.territory_id == t6.id)).all()
    assert row.day == date(2027, 2, 1) and row.from_id is None and row.to_id is not None
    portal.run_jobs()
    portal.run_jobs()
    told = {m.recipient.email.split("@")[0]: m for m in portal.mails("M29")}
    assert set(told) == {"julien.caron", "stephane.vidal", "helene.vasseur"}
    assert all(m.subject == "Votre personne ressource change le 1er février 2027" for m in told.values())
    letter = " ".join(told["stephane.vidal"].body.split())
    assert "Julien Caron, Mission clauses Thelle-Sablons-Vexin" in letter
    assert "suivra 1 lot à la place de Hélène Vasseur. Rien à refaire" in letter
    history = "suivi par Hélène Vasseur du 12/10/2026 au 31/01/2027"
    buyer = portal.sign_in(BUYER)
    assert history in buyer.get(f"/marches/{market.id}/lots/3?onglet=historique")
    assert history not in buyer.get(f"/marches/{market.id}/lots/1?onglet=historique")
    assert "Julien Caron" in portal.visitor().get("/territoires/T6")
    assert "Tous les territoires sont couverts." in portal.sign_in("helene.vasseur").get(
        "/reseau/zones-blanches"
    )


def test_a_missed_night_costs_a_late_letter_and_no_day_of_history(portal: Portal) -> None:
    market = roads(portal, BUYER)
    name_julien(portal)
    portal.day("2027-02-04")
    portal.run_jobs()
    assert len(portal.mails("M29")) == 3
    page = portal.sign_in(BUYER).get(f"/marches/{market.id}/lots/3?onglet=historique")
    assert "suivi par Hélène Vasseur du 12/10/2026 au 31/01/2027" in page


def test_an_association_of_the_vacant_territory_leaves_the_lot_with_the_first_one(portal: Portal) -> None:
    market = roads(portal, BUYER, {1: (GRANDVILLIERS, CHAUMONT)})
    lot = next(one for one in db.session.get_one(Market, market.id).lots if one.number == 1)
    assert lot.territory.code == "T1" and [one.territory.code for one in lot.associated] == ["T6"]
    assert "Claire Delattre" in portal.sign_in(BUYER).get(f"/marches/{market.id}/lots/1")


def test_a_lot_over_two_territories_is_followed_by_one_and_read_by_the_other(portal: Portal) -> None:
    market = roads(
        portal, BUYER, {1: (GRANDVILLIERS, COMPIEGNE), 2: (GRANDVILLIERS, CHAUMONT), 3: (CHAUMONT,)}
    )
    lots = {one.number: one for one in db.session.get_one(Market, market.id).lots}
    assert [lots[n].territory.code for n in (1, 2, 3)] == ["T1", "T1", "T6"]
    assert [[a.territory.code for a in lots[n].associated] for n in (1, 2, 3)] == [["T3"], ["T6"], []]
    sophie = portal.sign_in("sophie.marchand")
    page = sophie.get(f"/marches/{market.id}/lots/1")
    assert "Claire Delattre" in page and "Territoires associés" in page
    sophie.get(f"/marches/{market.id}/lots/2", status=404)
    sophie.get(f"/marches/{market.id}/instruction", status=403)  # she reads it, and gives no opinion on it
    portal.sign_in("claire.delattre").get(f"/marches/{market.id}/instruction")


def test_an_associated_territory_comments_and_the_lead_and_the_buyer_read_it(portal: Portal) -> None:
    market = roads(portal, BUYER, {1: (GRANDVILLIERS, COMPIEGNE), 2: (GRANDVILLIERS,), 3: (CHAUMONT,)})
    said = "Deux chantiers ACI disponibles sur le Compiégnois dès février."
    address = f"/marches/{market.id}/lots/1"
    sophie, claire, buyer = (portal.sign_in(who) for who in ("sophie.marchand", "claire.delattre", BUYER))
    assert "Commenter la demande d'avis" in sophie.get(address)
    page = sophie.get(f"{address}/commentaires")
    empty = sophie.submit(page, {"comment": " "}, form="comment-form", status=422)
    assert empty.problems == ["Écrivez votre commentaire avant de l'enregistrer."]
    long = sophie.submit(page, {"comment": "a" * 1001}, form="comment-form", status=422)
    assert len(long.problems) == 1
    assert said in sophie.follow(sophie.submit(page, {"comment": said}, form="comment-form"))
    assert said in claire.get(f"/marches/{market.id}/instruction")
    assert said in buyer.get(f"/marches/{market.id}/avis") and said in buyer.get(address)
    assert "Commenter la demande" not in claire.get(address)
    refused = claire.post(f"{address}/commentaires", {"comment": said}, status=422)
    assert refused.problems == ["Vous suivez ce lot : rendez votre avis plutôt qu'un commentaire."]
    sophie.get(f"/marches/{market.id}/lots/2/commentaires", status=404)
    for who in (buyer, portal.sign_in("helene.vasseur")):
        who.post(f"{address}/commentaires", {"comment": said}, status=403)


def test_nothing_is_commented_once_the_consultation_is_open(portal: Portal) -> None:
    market = roads(portal, BUYER, {1: (GRANDVILLIERS, COMPIEGNE), 2: (GRANDVILLIERS,), 3: (CHAUMONT,)})
    buyer = stage.actor(BUYER)
    portal.day("2026-11-02")
    markets.publish(buyer, market.id, visible=True, without_opinion=True, seen_version=None, now=portal.now)
    sophie = portal.sign_in("sophie.marchand")
    assert "Commenter la demande" not in sophie.get(f"/marches/{market.id}/lots/1")
    sophie.post(f"/marches/{market.id}/lots/1/commentaires", {"comment": "Trop tard ?"}, status=409)


def test_the_associated_territories_follow_the_communes(portal: Portal) -> None:
    portal.day("2026-10-12")
    market = stage.filed(portal)
    who, lot = stage.actor("sandrine.lemaire"), market.lots[0]
    for places, codes in (((GRANDVILLIERS, COMPIEGNE, CHAUMONT), ["T3", "T6"]), ((COMPIEGNE,), [])):
        fields = markets.LotFields(row=1, number=1, title="Gros œuvre", lot_id=lot.id, amount=100_000_00, places=places,
                                   has_clause=True)  # fmt: skip
        saved = markets.save_lots(who, market.id, [fields], seen_version=None, now=portal.now)
        assert [one.territory.code for one in saved.lots[0].associated] == codes
