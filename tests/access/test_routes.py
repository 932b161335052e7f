"""Does every address answer each role as the table of grants says, for one's own, for another's and for nothing?

The cells are generated: every rule of the map, every actor of a small world with two of everybody, and three things:
one of side A, one of side B, one that does not exist. What the door must answer is asked of the gate, for the
permission that the view itself names; a rule with a number that no line here explains fails. A view that forgets its
`load()`, or asks it for something else than it declares, answers otherwise than its line.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from clauses.access.gate import Forbidden, OutOfReach, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.accounts import Invitation, SignUp
from clauses.models.agenda import Appointment
from clauses.models.allocation import AllocationLine, Commitment
from clauses.models.compliance import ReportRequest, ReportSchedule
from clauses.models.decisions import Decision
from clauses.models.evidence import Evidence
from clauses.models.files import MarketDocument
from clauses.models.follow_up import Difficulty, RecoveryAction
from clauses.models.handovers import Absence
from clauses.models.hours import Eligibility, EmploymentContract, Participant, Relay
from clauses.models.journal import EmailMessage
from clauses.models.letters import CaseFile, Letter
from clauses.models.markets import Lot, Market
from clauses.models.notices import Notification
from clauses.models.partner_requests import PartnerRequest
from clauses.models.pathways import PathwayEmployee
from clauses.models.people import Membership, User, WebSession
from clauses.models.personal_data import DataRequest, PurgeOrder, RetentionHold
from clauses.models.pooling import HoursPool, PoolAgreement
from clauses.models.programme import YearlyProgramme
from clauses.models.relays import HeldHours
from clauses.models.validation import ControlPick, HoursClaim, HoursMatch
from clauses.queries.report_scope import permission_for
from tests.builders import ON, World, world
from tests.portal import Browser, Portal

NOWHERE = 999_999
# Which thing decides, by the start of the address; the longest start that fits wins.
AS_ASKER = ("/rapports/<int:request_id>/relance", "/rapports/<int:request_id>/annulation")
DECIDED_BY: dict[str, type] = {
    "/admin/courriels/<int:message_id>": EmailMessage,
    "/admin/donnees-personnelles/<int:data_request_id>": DataRequest,
    "/admin/donnees-personnelles/litiges/<int:hold_id>": RetentionHold,
    "/admin/donnees-personnelles/purges/<int:order_id>": PurgeOrder,
    "/admin/utilisateurs/<int:user_id>": User,
    "/calendrier/<int:appointment_id>": Appointment,
    "/comptes-a-verifier/<int:sign_up_id>": SignUp,
    "/consultations/<int:market_id>": Market,
    "/courriers/<int:letter_id>": Letter,
    "/decisions/<int:decision_id>": Decision,
    "/demandes/<int:line_id>": AllocationLine,
    "/doublons/<int:match_id>": HoursMatch,
    "/dossiers-contentieux/<int:case_file_id>": CaseFile,
    "/engagements/<int:commitment_id>": Commitment,
    "/heures-a-arbitrer/<int:held_id>": HeldHours,
    "/lots/<int:lot_id>": Lot,
    "/marches/<int:market_id>": Market,
    "/marches/<int:market_id>/lots/<int:number>": Lot,
    "/marches/<int:market_id>/pieces/<int:document_id>": MarketDocument,
    "/missions/<int:contract_id>": EmploymentContract,
    "/mon-compte/sessions/<int:session_id>": WebSession,
    "/mutualisations/<int:pool_id>": HoursPool,
    "/mutualisations/accords/<int:agreement_id>": PoolAgreement,
    "/notifications/<int:notification_id>": Notification,
    "/organisation/choisir/<int:membership_id>": Membership,
    "/organisation/demandes/<int:sign_up_id>": SignUp,
    "/organisation/invitations/<int:invitation_id>": Invitation,
    "/organisation/membres/<int:membership_id>": User,
    "/participants/<int:participant_id>": Participant,
    "/participants/eligibilite/<int:eligibility_id>": Eligibility,
    "/partenaires/demandes/<int:partner_request_id>": PartnerRequest,
    "/parcours/<int:pathway_id>": PathwayEmployee,
    "/pieces/<int:evidence_id>": Evidence,
    "/portefeuilles/<int:pathway_id>": PathwayEmployee,
    "/programmes/<int:programme_id>": YearlyProgramme,
    "/rapports/<int:request_id>": ReportRequest,
    "/rapports/planifications/<int:schedule_id>": ReportSchedule,
    "/difficultes/<int:difficulty_id>": Difficulty,
    "/rattrapage/<int:recovery_id>": RecoveryAction,
    "/reclamations/<int:claim_id>": HoursClaim,
    "/relais/<int:relay_id>": Relay,
    "/relances/<int:lot_id>/<month>": Lot,
    "/sondage/<int:pick_id>": ControlPick,
    "/releves/<int:lot_id>/<month>": Lot,
    "/territoire/absences/<int:absence_id>": Absence,
    "/validation/<month>/<int:lot_id>": Lot,
}
# Addresses of a file in transit: its key belongs to the account that sent it, and any other key leads nowhere.
# No outside provider of identities is set here: its addresses are not there.
UNSET = ("/connexion/proconnect", "/deconnexion/retour", "/mon-compte/proconnect")
BY_KEY = (
    "/admin/echanges/verification/<key>",
    "/heures/importer/<key>",
    "/marches/importer/<key>",
    "/programmes/importer/<key>",
)
# Known by a name that may mean nothing: whoever holds the permission reads them all.
BY_NAME = (
    "/admin/echanges/imports/",
    "/admin/organisations/",
    "/admin/taches/",
    "/admin/parametres/",
    "/admin/modeles/",
    "/reseau/<code>",
    "/consolidation/<period>",
    "/cooperation/bilans/<int:year>",
    "/cooperation/evaluations/<int:year>",  # of the territory chosen in the page: its own test holds it
    "/reseau/structures/",
    "/referentiels/<value>/<code>",
    "/structure/photos/<int:photo_id>",  # of one's own structure alone: its own test holds it
    "/structure/conventions/derogations/<int:waiver_id>",
)
# One's own keys, and no others: the number of anybody's is like that of nobody's.
OWN_KEY = "/mon-compte/double-authentification/cles/<int:passkey_id>"
# A month is not a thing: the list under it is filtered.
BY_MONTH = ("/validation/<month>",)
# What is refused here is not even said to exist, though the lot around it is seen: names, and files not made yet.
HIDDEN = ("/lots/<int:lot_id>/participants",)
NOT_THERE_YET = (
    "/rapports/<int:request_id>.xlsx",
    "/rapports/<int:request_id>.pdf",
    "/rapports/<int:request_id>.zip",
    "/rapports/<int:request_id>/comparaison",
    "/rapports/<int:request_id>/objectifs",
    "/dossiers-contentieux/<int:case_file_id>.zip",
    "/participants/eligibilite/<int:eligibility_id>/justificatif",
    "/pieces/<int:evidence_id>/fichier",
    "/heures",
    "/mutualisations/accords/<int:agreement_id>/fichier",
)
# No convention is recorded in the small world: there is nothing to end.
NONE_HELD = ("/cooperation/convention/fin",)
# Noted for one's own territory; the coordination notes for another only while nobody follows it, and here somebody does.
OF_WHO_FOLLOWS = ("/cooperation/reunions", "/informations-collectives")
# An act that finds nothing to do on a thing one may act on: a second number in the address names it.
SECOND_NUMBER = {
    "pass_id",
    "merge_id",
    "question_id",
    "rank",
    "line_id",
    "number",
    "earlier_id",
    "skill_id",
    "other_id",
}


@dataclass(frozen=True)
class Cell:
    """One address, asked by one actor."""

    rule: str
    method: str
    url: str
    expected: tuple[int, ...]


# These end the session that asks for the others: their own tests hold them.
ENDING = ("people.sign_out", "people.sign_in", "people.choose_organization")
REACHED = (200, 301, 302, 303, 400, 409, 415, 422)
# A second number that names nothing inside a thing one may see.
INSIDE = (*REACHED, 404)


@pytest.fixture
def small_world(portal: Portal) -> Iterator[World]:
    portal.day(ON.isoformat())
    yield world()
    db.session.rollback()


def rules(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if r.endpoint not in ("static",)]


def decided_by(rule: Rule) -> type | None:
    fits = [start for start in DECIDED_BY if rule.rule.startswith(start)]
    return DECIDED_BY[max(fits, key=len)] if fits else None


def test_every_address_with_a_number_is_explained(portal: Portal) -> None:
    """A new address says here which thing decides, or that it is public."""
    unknown = [
        rule.rule
        for rule in rules(portal.app)
        if "<" in rule.rule
        and decided_by(rule) is None
        and not rule.rule.startswith((*BY_KEY, *BY_MONTH, *BY_NAME, OWN_KEY))
        and portal.app.view_functions[rule.endpoint].permission is not None
    ]
    assert not unknown, f"add to DECIDED_BY the thing that decides of {unknown}"
    explained = {start for start in DECIDED_BY if any(r.rule.startswith(start) for r in rules(portal.app))}
    assert explained == set(DECIDED_BY), "a line of DECIDED_BY fits no address any more"


def values_of(made: World, rule: Rule, side: str | None) -> dict[str, Any]:
    """What the address is filled with: the things of a side, or numbers that exist nowhere."""
    numbers = made.numbers[side] if side else {}

    def id_of(model: type) -> int:
        return numbers[model] if side else NOWHERE

    known: dict[str, Any] = {
        "market_id": id_of(Market), "lot_id": id_of(Lot), "commitment_id": id_of(Commitment), "contract_id": id_of(EmploymentContract), "pathway_id": id_of(PathwayEmployee),
        "eligibility_id": id_of(Eligibility), "relay_id": id_of(Relay), "held_id": id_of(HeldHours), "claim_id": id_of(HoursClaim), "match_id": id_of(HoursMatch), "pick_id": id_of(ControlPick), "participant_id": id_of(Participant), "request_id": id_of(ReportRequest), "schedule_id": id_of(ReportSchedule),
        "data_request_id": id_of(DataRequest), "hold_id": id_of(RetentionHold), "order_id": id_of(PurgeOrder),
        "decision_id": id_of(Decision), "letter_id": id_of(Letter), "case_file_id": id_of(CaseFile),
        "message_id": id_of(EmailMessage), "appointment_id": id_of(Appointment), "notification_id": id_of(Notification),
        "programme_id": id_of(YearlyProgramme), "difficulty_id": id_of(Difficulty), "recovery_id": id_of(RecoveryAction), "month": "2026-02",
        "number": 1, "question_id": 1, "key": "0" * 32, "token": "0" * 43,
        "document_id": id_of(MarketDocument), "evidence_id": id_of(Evidence), "pool_id": id_of(HoursPool), "agreement_id": id_of(PoolAgreement),
        "partner_request_id": id_of(PartnerRequest),
        "membership_id": made.memberships[f"buyer_{side}"].id if side else NOWHERE,
        "line_id": id_of(AllocationLine) if rule.rule.startswith("/demandes") else 1,
        "organization_id": made.memberships[f"siae_{side or 'a'}"].organization_id, "slug": "fiche",
        "question": "qui-emploie",
        "value": "cout-horaire",
        "code": {"a": "T1", "b": "T2"}.get(side or "", "X"),
    }  # fmt: skip
    return {name: known.get(name, NOWHERE) for name in rule.arguments}  # any other number names nothing


def answer(actor: Actor, permission: Permission, model: type, id: int) -> int:
    if model is Membership:  # one's own organizations, and no others
        return 200 if id == actor.membership_id else 404
    try:
        load(actor, permission, model, id)
    except Forbidden:
        return 403
    except OutOfReach:
        return 404
    return 200


def expected_of(made: World, actor: Actor, rule: Rule, view: Any, side: str | None) -> tuple[int, ...]:
    permission = view.permission
    if rule.rule.startswith(UNSET):
        return (404,)
    if "token" in rule.arguments:  # a link that nobody was sent opens nothing
        return (410,)
    if permission is None:
        named = side and "photo_id" not in rule.arguments  # no structure shows a photo here
        return REACHED if named or "<" not in rule.rule else INSIDE
    if rule.rule.startswith(OWN_KEY):
        return (404,)
    if not view.guarded:
        if reach_of(actor, permission) is None:
            return (403,)
        if rule.rule in NONE_HELD:
            return (404,)
        return INSIDE if rule.rule.startswith((*BY_KEY, *BY_NAME, *NOT_THERE_YET)) else REACHED
    if rule.rule in OF_WHO_FOLLOWS and actor.role is Role.REGIONAL_COORDINATOR:
        return (403,)
    if "<" not in rule.rule:  # the thing is named in what is typed, and nothing is typed here
        return INSIDE if reach_of(actor, permission) else (403, 404)
    model = decided_by(rule)
    assert model is not None, rule.rule
    if model in (
        WebSession,
        User,
        SignUp,
        Invitation,
        Absence,
    ):  # their own tests hold them: here, numbers of nothing
        return (404, 422) if reach_of(actor, permission) else (403,)
    if model is Membership and side:
        id = made.memberships[f"buyer_{side}"].id
    else:
        id = made.numbers[side][model] if side else NOWHERE
    found = answer(actor, permission, model, id)
    if found == 200 and rule.rule in AS_ASKER:  # seen by more people than may ask for one
        found = answer(actor, permission_for(db.session.get_one(ReportRequest, id).kind), model, id)
    if found == 200:
        inside = (rule.arguments & SECOND_NUMBER and rule.rule.count("<") > 1) or rule.rule in NOT_THERE_YET
        return INSIDE if inside else REACHED
    return (404,) if rule.rule in HIDDEN else (found,)


def ask(browser: Browser, method: str, url: str) -> Any:
    if method == "GET":
        return browser.client.get(url)
    return browser.client.post(url, data={"csrf_token": browser.token(), "idem_key": secrets.token_hex(16)})


SIDES = ("a", "b", None)
CHANGING = re.compile(r'(csrf_token|idem_key)" value="[0-9a-f]+|<div id="flash".*?</div>', re.DOTALL)


def masked(text: str, url: str) -> str:
    """A page without what changes at each request: tokens, what was just done, and the address it answers."""
    return CHANGING.sub("", text).replace(url, "")


ACTORS = (
    "buyer_a", "company_a", "siae_a", "resource_person_a", "reader_a", "coordinator", "admin",
)  # fmt: skip


# Every role on the embedded database; on the other one, the two whose criteria are the longest, for what a number names.
CELLS = [
    *(("sqlite", name) for name in ACTORS),
    ("postgresql", "siae_a"),
    ("postgresql", "resource_person_a"),
]


@pytest.mark.parametrize(("store", "name"), CELLS, indirect=["store"])
def test_every_address_answers_this_role_as_the_table_says(
    portal: Portal, small_world: World, name: str
) -> None:
    embedded = db.engine.dialect.name == "sqlite"
    actor = small_world.actors[name]
    browser = portal.sign_in(f"{name}@world.example")
    browser.token()
    wrong, cells = [], 0
    bodies: dict[str, dict[str | None, str]] = {}
    adapter = portal.app.url_map.bind("localhost")
    for rule in sorted(rules(portal.app), key=lambda r: r.rule):
        view = portal.app.view_functions[rule.endpoint]
        if rule.endpoint in ENDING or not (embedded or rule.arguments):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for side in SIDES[: None if embedded else 2] if rule.arguments else SIDES[:1]:
                url = adapter.build(rule.endpoint, values_of(small_world, rule, side), method=method)
                expected = expected_of(small_world, actor, rule, view, side)
                db.session.rollback()
                response = ask(browser, method, url)
                cells += 1
                if response.status_code not in expected:
                    wrong.append(f"{method} {url} ({side}): {response.status_code} instead of {expected}")
                if response.status_code == 404:
                    bodies.setdefault(f"{method} {rule.rule}", {})[side] = masked(response.text, url)
    assert not wrong, f"{name}, {len(wrong)} of {cells} cells:\n" + "\n".join(wrong)
    for rule_name, found in bodies.items():
        assert len(set(found.values())) == 1, f"{rule_name}: what is not yours reads otherwise than nothing"
    print(f"{name}: {cells} cells")
    assert cells > 250, "the map has shrunk: is every room attached?"
