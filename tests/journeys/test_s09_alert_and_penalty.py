"""S09: gaps month by month, the closing report, a neutralisation, a penalty decided by two persons, the closing.

To the euro: 18 000 € before the 80 h are neutralised, 14 000 € after, 7 000 € decided, « Objectif non atteint ».
"""

import io
import re
from datetime import date

import openpyxl
import pytest

from clauses.actions.markets.consortium import GroupFields, MemberFields
from clauses.actions.markets.operators import Named
from clauses.domain.as_of import Cut
from clauses.domain.kinds import GroupForm
from clauses.domain.kinds_awards import ShareUnit
from clauses.domain.values import half_up, last_day
from clauses.extensions import db
from clauses.models.compliance import ReportRequest
from clauses.models.markets import Lot
from clauses.queries import compliance, invariants
from clauses.queries.decisions import FOR_A_CASE
from tests import stage, stage_alert
from tests.portal import Browser, Portal
from tests.reading import plain
from tests.stage_alert import Pool

REASON = (
    "Le chantier a été arrêté en mars par le maître d'ouvrage, hors de toute responsabilité de l'entreprise."
)
WHY = "Les heures n'ont pas été réalisées malgré les relances et l'aide proposée par la facilitatrice."
REPORT = (
    "280 h validées sur 640 h. Le chantier a été arrêté en mars sur ordre du maître d'ouvrage ; "
    "l'entreprise n'a pas transmis le relevé d'avril."
)
GAPS = {1: -63, 2: -94, 3: -219, 4: -344, 5: -394, 6: -438, 7: -506, 8: -563}  # tenths of a point
STATES = {1: "on_track", 2: "on_track", 3: "watch", 4: "alert", 5: "alert", 6: "alert", 7: "alert"}


def figures(pool: Pool, day: date, known_on: date) -> compliance.LotFigures:
    db.session.rollback()
    lot = db.session.get_one(Lot, pool.lot_id, options=list(FOR_A_CASE))
    [found] = compliance.figures_of(
        [lot], on=day, cut=Cut(day, day.replace(day=1), known_on, provisional=False)
    )
    db.session.rollback()
    return found


def sign(portal: Portal, who: str) -> Browser:
    return portal.sign_in(who)


def test_gaps_and_states_month_by_month(portal: Portal) -> None:
    pool = stage_alert.played(portal)
    for n, gap in GAPS.items():
        found = figures(pool, last_day(date(2026, n, 1)), date(2026, 9, 14))
        assert found.standing is not None
        assert half_up(found.standing.gap * 1000) == gap, n
        if n in STATES:
            assert found.standing.status.value == STATES[n], n
    page = sign(portal, "florence.hubert").get("/decisions")
    assert "En alerte depuis deux mois" in page and "2026-ARC-07, lot 4" in page


def keep_the_rules_of_messages(portal: Portal) -> None:
    """Short, one link, no name of a participant, a subject that is not cut."""
    for mail in portal.mails():
        if mail.template not in ("M23", "M24", "M36", "M73", "M74", "M75", "M76", "M77"):
            continue
        assert len(mail.subject) <= 70 and "…" not in mail.subject, mail.subject
        body = re.sub(r"http\S+", "", mail.body)
        assert len(re.findall(r"\w+(?:['’-]\w+)*", body)) <= 120, mail.body
        assert "Vaubrigny" not in mail.subject + mail.body
        act, _, _ = mail.body.rstrip().rpartition("\n")
        assert act.count("http") == 1, mail.body


def send_report(portal: Portal, pool: Pool) -> None:
    sophie = sign(portal, "sophie.marchand")
    page = sophie.get(f"/engagements/{pool.commitment_id}/bilan")
    for words in ("640 h", "280 h", "43,8 %"):
        assert words in page, words
    sophie.submit(
        page,
        {
            "bilan_text": REPORT,
            "bilan_causes": "site_stopped",
            "op_attribution": "partly",
            "op_neutral": "80",
        },
        form="closing-report-form",
    )
    portal.run_jobs()


def decide(browser: Browser, pool: Pool, kind: str, data: dict[str, str], status: int = 303) -> str:
    page = browser.get(f"{pool.url}/decision?decision={kind}")
    answer = browser.submit(page, {**data, "do": "save"}, form="decision-form", status=status)
    return answer.response.headers["Location"] if status == 303 else answer.text


@pytest.fixture
def reported(portal: Portal) -> Pool:
    """The closing report of Sophie is sent, on 14 September 2026."""
    pool = stage_alert.played(portal)
    send_report(portal, pool)
    stage_alert.colleague()
    return pool


def test_the_closing_report_is_refused_before_its_month(portal: Portal) -> None:
    pool, _ = stage_alert.opened(portal)
    portal.day("2026-07-31")
    page = sign(portal, "sophie.marchand").get(f"/engagements/{pool.commitment_id}/bilan")
    assert (
        "Le bilan s'ouvre un mois avant la fin prévue (1er août 2026)." in plain(page.text)
        or "1 août 2026" in page
    )
    assert "Transmettre le bilan" not in page


def test_the_whole_scenario_to_the_euro(portal: Portal, reported: Pool) -> None:
    pool = reported
    [mail] = portal.mails("M36")
    assert mail.goes_to.startswith("florence.hubert") and "neutralisation de 80 h" in plain(mail.body)
    assert "280 h sur 640 h (43,8 %)" in plain(mail.body)
    florence = sign(portal, "florence.hubert")
    before = florence.get(f"{pool.url}/decision?decision=penalty")
    assert "Proposition : 360 h × 50 € = 18 000 €. La décision vous appartient." in plain(before.text)
    assert "640 h − 0 h neutralisées − 280 h validées = 360 h non réalisées" in plain(before.text)

    # 5. ARCBA accepts the 80 h of the opinion: a new version of the target, from that day on
    url = decide(
        florence,
        pool,
        "neutralisation",
        {"dec_hours": "80", "dec_cause": "site_stopped", "dec_reason": REASON},
    )
    portal.run_jobs()
    [told] = [m for m in portal.mails("M24") if m.goes_to.startswith("celine.aubert")]
    assert "neutralisation de 80 h" in plain(told.body) and REASON[:40] in plain(told.body)
    lot = florence.get(pool.url)
    assert "560 h" in lot and "50,0 %" in lot and "Neutralisation de 80 h" in lot
    assert "Le lot 4 finit à 50,0 % de son objectif" in plain(lot.text), (
        "no pace is left once the time is over"
    )
    day = date(2026, 8, 31)
    assert figures(pool, day, date(2026, 9, 30)).owed == 64000, "what was closed before does not move"
    assert figures(pool, date(2026, 9, 30), date(2026, 9, 30)).owed == 56000
    after = florence.get(f"{pool.url}/decision?decision=penalty")
    assert "Proposition : 280 h × 50 € = 14 000 €. La décision vous appartient." in plain(after.text)

    assert "Clôturer le lot 4, marché 2026-ARC-07" in plain(florence.get("/tableau-de-bord").text)

    # the company is heard, then a second person decides
    url = decide(florence, pool, "penalty", {"dec_amount": "7 000", "dec_reason": WHY, "dec_delay": "15"})
    portal.run_jobs()
    [heard] = [m for m in portal.mails("M73") if m.goes_to.startswith("celine.aubert")]
    assert "vous pouvez répondre jusqu'au 29 septembre 2026" in plain(heard.body)
    assert "640 h - 80 h - 280 h = 280 h, x 50 € = 14 000 €" in plain(heard.body)
    gilles = sign(portal, "gilles.second")
    page = gilles.get(url)
    assert "Vous pourrez décider dès sa réponse, ou à partir du 30 septembre 2026" in plain(page.text)
    assert "decide-form" not in page.response.text, "a button which would refuse is not offered"
    refused = gilles.post(f"{url}/decider", {}, status=422)
    assert "L'entreprise peut répondre jusqu'au 29 septembre 2026" in plain(refused.text)
    assert "un collègue la décide" in florence.get(url)
    celine = sign(portal, "celine.aubert")
    assert "Répondre : 7 000 € envisagés, lot 4" in plain(celine.get("/tableau-de-bord").text)
    page = celine.get(url)
    celine.submit(
        page, {"dec_answer": "L'arrêt du chantier nous a fait perdre deux mois de travail.", "dec_contests": "y"},
        form="answer-form",
    )  # fmt: skip
    portal.run_jobs()
    assert [m.goes_to for m in portal.mails("M74")]
    assert "Décider ou non 7 000 €, lot 4" in plain(gilles.get("/tableau-de-bord").text)
    gilles.submit(gilles.get(url), {}, form="decide-form")
    portal.run_jobs()
    told = [m for m in portal.mails("M24") if m.goes_to.startswith("celine.aubert")][-1]
    assert "pénalité de 7 000 €" in plain(told.body)
    assert "Calcul : 640 h - 80 h - 280 h = 280 h, x 50 € = 14 000 €." in plain(told.body)

    # 6. closing
    page = florence.get(f"{pool.url}/cloture")
    assert "l'état du lot sera « Objectif non atteint » : 280 h validées sur 560 h." in plain(page.text)
    florence.submit(page, {"close_comment": "Chantier livré avec deux mois de retard."}, form="closing-form")
    page = plain(florence.get(f"{pool.url}/cloture").text)
    for words in (
        "Objectif non atteint",
        "14 000 €",
        "7 000 €",
        "560 h",
        "Chantier livré",
        "Aucun au contrat",
    ):
        assert words in page, words

    assert not invariants.breaches()
    keep_the_rules_of_messages(portal)

    # both values in the report
    florence.post(
        "/rapports/nouveau",
        {"rep_kind": "market_compliance", "rep_scope": str(pool.market_id), "rep_date": "14/09/2026"},
    )
    portal.run_jobs()
    db.session.rollback()
    asked = db.session.query(ReportRequest).order_by(ReportRequest.id.desc()).first()
    assert asked is not None and asked.snapshot is not None
    rows = list(openpyxl.load_workbook(io.BytesIO(asked.snapshot.content))["Décisions"].values)
    assert any("Neutralisation d'heures" in row and 80 in row for row in rows)
    assert any("Pénalité" in row and 14000 in row and 7000 in row for row in rows)


def test_a_penalty_is_decided_by_two_persons_of_the_buyer(portal: Portal) -> None:
    pool = stage_alert.played(portal)
    florence = sign(portal, "florence.hubert")
    alone = decide(florence, pool, "penalty", {"dec_amount": "7000", "dec_reason": WHY}, status=422)
    assert "votre organisation n'a qu'un compte qui décide : invitez un collègue" in plain(alone)
    stage_alert.colleague()
    url = decide(florence, pool, "penalty", {"dec_amount": "7000", "dec_reason": WHY})
    same = florence.post(f"{url}/decider", {}, status=422)
    assert "une autre personne de votre organisation la décide" in plain(same.text)
    portal.day("2026-09-30")  # the delay is over and nobody answered
    gilles = sign(portal, "gilles.second")
    over = "Thermi'Nord n'a pas répondu avant le 29 septembre 2026 : c'est à l'acheteur de décider."
    assert over in plain(gilles.get(url).text)
    gilles.submit(gilles.get(url), {}, form="decide-form")
    assert "Décidée" in gilles.get(url)
    twice = decide(florence, pool, "penalty", {"dec_amount": "7000", "dec_reason": WHY}, status=422)
    assert "Le montant dépasse la proposition (0 €)" in plain(twice), "the same hours are not penalised twice"


def test_what_a_decision_refuses_in_words(portal: Portal, reported: Pool) -> None:
    florence = sign(portal, "florence.hubert")
    missing = florence.post(f"{reported.url}/decision", {"do": "save"}, status=422)
    assert "Choisissez une décision." in missing.text
    said = plain(
        decide(florence, reported, "neutralisation", {"dec_hours": "400", "dec_reason": "court"}, status=422)
    )
    for words in (
        "Vous ne pouvez pas neutraliser plus de 360 h.", "Choisissez une cause.",
        "Motivez la décision en 30 caractères au moins.",
    ):  # fmt: skip
        assert words in said, words
    said = plain(
        decide(
            florence,
            reported,
            "penalty",
            {"dec_amount": "20000", "dec_reason": WHY, "dec_delay": "3"},
            status=422,
        )
    )
    assert "Le montant dépasse la proposition (18 000 €). Indiquez la clause du marché qui le permet." in said
    assert "Saisissez une valeur comprise entre 5 et 90." in said
    named = plain(
        decide(florence, reported, "formal_notice",
               {"dec_demand": "hours", "dec_reason": f"{WHY} Melchior Vaubrigny est absent."}, status=422)
    )  # fmt: skip
    assert "Melchior" in named


def test_a_formal_notice_and_a_waiver_are_told_to_the_company(portal: Portal, reported: Pool) -> None:
    florence = sign(portal, "florence.hubert")
    notice = decide(
        florence, reported, "formal_notice", {"dec_demand": "reports", "dec_delay": "10", "dec_reason": WHY}
    )
    portal.run_jobs()
    [mail] = [m for m in portal.mails("M23") if m.goes_to.startswith("celine.aubert")]
    assert "vous met en demeure de transmettre les relevés du lot 4 sous 10 jours" in plain(mail.body)
    assert "Ce message ne remplace pas la notification par l'acheteur" in plain(mail.body)
    told = "C'est à Thermi'Nord d'agir au plus tard le 24 septembre 2026 : transmettre les relevés."
    celine = sign(portal, "celine.aubert")
    page = celine.get(notice)
    assert (
        told in plain(page.text) and "À faire au plus tard le" in page and "Voir les relevés du mois" in page
    )
    own = plain(celine.get("/tableau-de-bord").text)
    assert "Suivre la mise en demeure du lot 4, marché 2026-ARC-07" in own
    assert "L'acheteur demande : Transmettre les relevés." in own and "Avant le 24 septembre 2026" in own
    portal.day("2026-09-25")
    assert "c'est à l'acheteur de dire la suite" in plain(florence.get(notice).text)
    portal.day("2026-09-14")
    celine.submit(page, {"dec_answer": "Le relevé d'avril part cette semaine."}, form="answer-form")
    assert "Suivre la mise en demeure" not in celine.get("/tableau-de-bord")
    decide(
        florence,
        reported,
        "waiver",
        {"dec_reason": "L'entreprise a recruté deux personnes en CDI à la fin du chantier."},
    )
    portal.run_jobs()
    [mail] = [m for m in portal.mails("M24") if m.goes_to.startswith("celine.aubert")]
    assert "renonciation à la pénalité" in plain(mail.body)


def test_a_closed_lot_refuses_every_write_and_opens_again_by_two_functions(
    portal: Portal, reported: Pool
) -> None:
    florence, sophie = sign(portal, "florence.hubert"), sign(portal, "sophie.marchand")
    page = florence.get(f"{reported.url}/cloture")
    florence.submit(page, {}, form="closing-form")
    portal.run_jobs()
    assert {m.goes_to.split("@")[0] for m in portal.mails("M75")} == {"celine.aubert", "sophie.marchand"}
    told = "Ce lot est clos depuis le 14 septembre 2026"
    celine = sign(portal, "celine.aubert")
    late = celine.post(f"/releves/{reported.lot_id}/2026-04", {"do": "save"}, status=409)
    assert told in plain(late.text)
    again = sophie.post(
        f"/engagements/{reported.commitment_id}/bilan",
        {"bilan_text": REPORT, "op_attribution": "company"},
        status=409,
    )
    assert told in plain(again.text)
    data = {
        "dec_kind": "neutralisation",
        "dec_hours": "10",
        "dec_cause": "weather",
        "dec_reason": REASON,
        "do": "save",
    }
    assert told in plain(florence.post(f"{reported.url}/decision", data, status=409).text)
    message = celine.post(f"{reported.url}/echanges", {"message": "Bonjour"}, status=409)
    assert told in plain(message.text)
    keep_the_rules_of_messages(portal)
    assert "Lot clos depuis le 14 septembre 2026" in plain(florence.get(reported.url).text)

    helene, maxime = sign(portal, "helene.vasseur"), sign(portal, "maxime.ollier")
    url = f"/lots/{reported.lot_id}/reouverture"
    florence.get(url, status=403)
    helene.submit(
        helene.get(url),
        {"reopen_reason": "Un relevé d'avril a été retrouvé après la clôture."},
        form="reopening-form",
    )
    portal.run_jobs()
    assert {m.goes_to.split("@")[0] for m in portal.mails("M77")} == {"maxime.ollier"}
    assert "Une personne de l'autre fonction doit confirmer." in helene.get(url)
    assert "Lot clos" in plain(florence.get(reported.url).text), "one function alone opens nothing"
    maxime.submit(maxime.get(url), {}, form="reopening-form")
    assert "Lot clos" not in plain(florence.get(reported.url).text)
    sophie.submit(
        sophie.get(f"/engagements/{reported.commitment_id}/bilan"),
        {"bilan_text": REPORT, "op_attribution": "company"}, form="closing-report-form",
    )  # fmt: skip


def test_a_group_whose_members_answer_each_for_its_part_owes_member_by_member(portal: Portal) -> None:
    """R16, R17: Thermi'Nord 30 %, 192 h, did 280; Plomberie Hénin 70 %, 448 h, did none: 448 h x 50 €, not 360 h."""
    henin = stage.organization("Plomberie Hénin")
    group = GroupFields(
        GroupForm.SEVERAL, ShareUnit.PERCENT, 3000, (MemberFields(2, Named(henin.siret), 7000),)
    )
    pool = stage_alert.played(portal, group)
    stage_alert.colleague()
    florence = sign(portal, "florence.hubert")
    page = florence.get(f"{pool.url}/decision?decision=penalty")
    said = plain(page.text)
    for words in (
        "Groupement conjoint : chaque membre répond de sa part.", "Proposition : 448 h × 50 € = 22 400 €.",
        "Plomberie Hénin", "22 400 €", "Le total reste 280 h",
    ):  # fmt: skip
        assert words in said, words
    # the group says that 120 of the 280 h were done for Plomberie Hénin: 192 - 160 and 448 - 120 are missing
    typed = {"dec_member_1": "160", "dec_member_2": "100", "dec_amount": "18000", "dec_reason": WHY}
    refused = decide(florence, pool, "penalty", typed, status=422)
    assert "totalisent 260 h ; 280 h sont validées sur le lot" in plain(refused)
    again = florence.submit(
        page, {**typed, "dec_member_2": "120"}, form="decision-form", press="Refaire le calcul", status=200
    )
    assert "Proposition : 360 h × 50 € = 18 000 €." in plain(again.text)
    url = decide(florence, pool, "penalty", {**typed, "dec_member_2": "120"})
    portal.run_jobs()
    [heard] = [m for m in portal.mails("M73") if m.goes_to.startswith("celine.aubert")]
    assert "360 h manquantes, chaque membre du groupement pour sa part, x 50 € = 18 000 €" in plain(
        heard.body
    )
    keep_the_rules_of_messages(portal)
    shown = plain(florence.get(url).text)
    assert "328 h" in shown and "16 400 €" in shown and "1 600 €" in shown
    assert not invariants.breaches()
    # the group is heard, says otherwise, and the colleague corrects: both members' own figures are kept
    gilles = sign(portal, "gilles.second")
    page = gilles.get(url)
    gilles.submit(
        page, {"dec_member_1": "192", "dec_member_2": "88", "dec_amount": "18 000"}, form="revision-form"
    )
    assert "360 h" in plain(florence.get(url).text) and not invariants.breaches()
    portal.day("2026-09-30")
    florence.submit(florence.get(url), {}, form="decide-form")
    twice = decide(florence, pool, "penalty", {"dec_amount": "7000", "dec_reason": WHY}, status=422)
    assert "Le montant dépasse la proposition" in plain(twice), "the same hours are not penalised twice"
