"""Does anybody read of the participants more than their role may: names, grounds, documents, in any format?

The buyer and the coordination never read a name where somebody is in charge, and neither they nor the company ever
read a ground of eligibility. Every address that each of them reaches on the story at its fifth month is opened: by
the links of the pages, and by every rule of the map filled with the numbers of the story; pages, workbooks, texts,
tables and answers for programs alike. Then all the grounds are changed and everything is opened again: since the
grounds that a market admits are written in its clauses, a ground that leaks is one that makes a page read otherwise.
"""

import io
import re
import zipfile
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from clauses.actions import compliance
from clauses.domain.kinds import EligibilityState
from clauses.domain.kinds_eligibility import EligibilityCategory, PassChange, ProofBasis
from clauses.extensions import db, write_transaction
from clauses.models.allocation import Commitment
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.hours import Eligibility, HoursEntry, Participant, Relay
from clauses.models.participants import PassIae, PassIaeChange
from clauses.wording.labels import label
from tests import stage, stage_hours
from tests.portal import Browser, Portal
from tests.stage_hours import NAMES, PEOPLE

# What changes at each request: the tokens of forms, the instant of a diary; and what ends a session, lists them, or takes no GET.
CHANGING = re.compile(r'(?<=value=")[0-9a-f]{32,128}(?=")|(?<=DTSTAMP:)\d{8}T\d{6}Z')
APART = ("/deconnexion", "/static", "/connexion", "/sante", "/pret", "/mon-compte/sessions", "/api/v1/calcul")
# Their filters and sheets are many and hold no participant: one of each is enough.
PUBLIC = (
    "/annuaire",
    "/cartographie",
    "/territoires",
    "/calculer",
    "/referentiels",
    "/inscription",
    "/reseau",
    "/aide",
)
# Months before and after the story: each page of a month leads to the one before.
FAR = re.compile(r"(19|20)(?!26-|27-)\d\d-\d\d")
PROOF = "Attestation de situation particulière"
MONTH = date(2026, 9, 1)
MONTHS = ("2026-09", "2026-12", "2027-01", "2027-02")
FILES = (".xlsx", ".docx", ".csv", ".json", ".txt")
COMPANY = "mickael.roussel"
ROLES = ("sandrine.lemaire", "helene.vasseur", COMPANY)
# What is read is the same, word for word, on both databases: tests/web/test_both_databases.py holds it.
CELLS = [("sqlite", who) for who in ROLES]


def numbers(site: stage_hours.Site) -> dict[str, list[str]]:
    """What the variables of an address may be, on the story."""

    def ids(question: object) -> list[str]:
        return [str(n) for n in db.session.scalars(question)]  # type: ignore[call-overload]

    market = stage.lot(1).market_id
    return {
        "market_id": [str(market)], "lot_id": [str(site.lot_id)], "number": ["1", "2"], "month": list(MONTHS),
        "commitment_id": ids(select(Commitment.id)), "request_id": ids(select(ReportRequest.id)), "schedule_id": ids(select(ReportSchedule.id)),
        "eligibility_id": ids(select(Eligibility.id)), "relay_id": ids(select(Relay.id)), "participant_id": ids(select(Participant.id)),
        "code": ["T1"], "value": ["cout-horaire"], "organization_id": ids(select(HoursEntry.employer_id).distinct()),
        "slug": ["fiche"], "line_id": ["1"],
    }  # fmt: skip


def every_rule(portal: Portal, known: dict[str, list[str]]) -> list[str]:
    """Every rule that answers GET and whose variables are known, filled in every way."""
    found = []
    for rule in portal.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or not rule.arguments <= set(known):
            continue
        filled = [rule.rule]
        for name in rule.arguments:
            filled = [
                re.sub(rf"<(\w+:)?{name}>", value, address) for address in filled for value in known[name]
            ]
        found += filled
    return found


def opened(browser: Browser, begin: list[str]) -> dict[str, str]:
    """All that is read from there on, by address: pages, and what files hold once unpacked."""
    waiting, seen, read = list(begin), set(begin), {}
    while waiting:
        address = waiting.pop()
        if address.startswith(APART):
            continue
        response = browser.client.get(address)
        read[address] = told(response)
        if response.mimetype != "text/html":
            continue
        for link in re.findall(r'(?:href|data-hx-get|action)="([^"]+)"', response.text):
            joined = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            path = joined.path + (f"?{joined.query}" if joined.query else "")
            shape = path.split("?")[0] if path.startswith(PUBLIC) else path
            shape = "/annuaire/" if re.match(r"/annuaire/\d", shape) else shape
            if FAR.search(path):
                continue
            if not joined.netloc and not joined.scheme and shape not in seen:
                seen.add(shape)
                waiting.append(path)
    return read


def told(response: TestResponse) -> str:
    """What an answer says: the name of its file, where it leads, its body."""
    headers = (response.headers.get(name, "") for name in ("Content-Disposition", "Location"))
    return "\n".join((*headers, words(response.data)))


def words(body: bytes) -> str:
    """The text of a body; a workbook or a document is unpacked, and the moment it was made at left out."""
    if body[:2] != b"PK":
        return CHANGING.sub("", body.decode("utf-8", errors="replace"))
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "\n".join(
            packed.read(name).decode("utf-8", errors="replace")
            for name in sorted(packed.namelist())
            if not name.startswith("docProps/")
        )


def let_a_proof_wait() -> None:
    """One of the proofs is still to be examined: its grounds are then read by whoever decides."""
    with write_transaction():
        last = db.session.scalars(select(Eligibility).order_by(Eligibility.id.desc())).first()
        assert last is not None
        last.state, last.decided_on, last.decided_by_id, last.effective_on = (
            EligibilityState.PENDING,
            None,
            None,
            None,
        )
        db.session.commit()


def change_every_ground() -> None:
    """Trap 25: what was declared, retained, certified, the district and the PASS IAE; none may be read anywhere."""
    with write_transaction():
        for one in db.session.scalars(select(Eligibility)):
            one.categories = ["REF", "DET", "TH"]
            one.proof_label = PROOF
            one.ground, one.basis = EligibilityCategory.JUSTICE, ProofBasis.CERTIFIED
            one.residence = {
                "commune": "60057",
                "district": not (one.residence or {}).get("district"),
                "map": "2015",
            }
        for person in db.session.scalars(select(Participant)):
            person.priority_district = not person.priority_district
            known = PassIae(
                participant=person,
                number="999992139048",
                starts_on=MONTH,
                recorded_on=MONTH,
                recorded_by_id=1,
            )
            more = PassIaeChange(
                pass_iae=known,
                kind=PassChange.DISABILITY,
                first_day=MONTH,
                last_day=MONTH,
                told_on=MONTH,
                told_by_id=1,
            )
            db.session.add_all([known, more])
        db.session.commit()


def shown_in(text: str, names: list[str]) -> list[str]:
    return [name for name in names if re.search(rf"(?<!\w){name}(?!\w)", text, re.IGNORECASE)]


@pytest.mark.parametrize(("store", "who"), CELLS, indirect=["store"])
def test_names_and_grounds_are_in_nothing_that_is_not_theirs(portal: Portal, who: str) -> None:
    site = stage_hours.played(portal, 5)
    let_a_proof_wait()
    compliance.request_report(
        stage.actor("sandrine.lemaire"), stage.lot(1).market_id, as_of=date(2026, 12, 31), now=portal.now
    )
    portal.run_jobs()
    begin = every_rule(portal, numbers(site))
    names = [] if who == COMPANY else NAMES
    browser = portal.sign_in(who)
    before = opened(browser, begin)
    print(f"{who}: {len(before)} addresses")
    assert len(before) > 100, "the story has shrunk"
    for extension in FILES if who == "sandrine.lemaire" else (".xlsx", ".docx"):
        assert any(extension in address and text.strip() for address, text in before.items()), extension
    named = {address: found for address, text in before.items() if (found := shown_in(text, names))}
    assert not named, f"{who} reads names: {named}"
    assert not any(shown_in(address, NAMES) for address in before), "an address names somebody"

    change_every_ground()
    after = {address: told(browser.client.get(address)) for address in before}
    changed = sorted(address for address in before if after[address] != before[address])
    assert not changed, f"what {who} reads says the grounds: {changed}"
    assert not any(PROOF in text for text in after.values())


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_same_reading_finds_them_where_they_are_due(portal: Portal) -> None:
    """Without this, what looks for names could be blind: whoever accompanies people reads both."""
    site = stage_hours.played(portal, 2)
    let_a_proof_wait()
    browser = portal.sign_in("claire.delattre")
    before = opened(browser, every_rule(portal, numbers(site)))
    named = {urlsplit(address).path for address, text in before.items() if shown_in(text, NAMES)}
    assert {f"/lots/{site.lot_id}/participants", f"/releves/{site.lot_id}/2026-09"} <= named
    change_every_ground()
    page = "/participants/eligibilite"
    assert PROOF in (after := told(browser.client.get(page))) and PROOF not in before[page]
    for ground in ("REF", "DET"):
        words_of = label(EligibilityCategory(ground))
        assert words_of in after and words_of not in before[page]


def test_a_search_for_a_name_finds_nobody(portal: Portal) -> None:
    """Looked for by their last name, the first name is nowhere: only what was typed comes back."""
    stage_hours.submitted_month(portal)
    for who in ("sandrine.lemaire", "helene.vasseur"):
        browser = portal.sign_in(who)
        for address in ("/marches", "/annuaire", "/territoires", "/echanges", "/rapports", "/consultations",
                        "/reseau", "/cooperation/journal"):  # fmt: skip
            for first, last, _ in PEOPLE.values():
                text = browser.client.get(address, query_string={"q": last, "commune": last}).text
                assert not shown_in(text, [first]), (who, address)


def test_letters_name_nobody_where_they_are_read_by_others(portal: Portal) -> None:
    """No subject of a letter names a participant; no letter to the buyer, the coordination or the company does."""
    stage_hours.played(portal, 5)
    portal.run_jobs()
    letters = portal.mails()
    assert letters
    assert not [m.id for m in letters if shown_in(m.subject, NAMES)]
    for who in ("sandrine.lemaire", "helene.vasseur", "mickael.roussel"):
        assert not [m.template for m in portal.mails(to=who) if shown_in(m.body, NAMES)], who
    assert db.session.scalar(select(Participant.id)) is not None
