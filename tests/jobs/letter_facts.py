"""Which facts does each letter of the golden files tell? One fixed world, by kind of letter, and its variants."""

from datetime import date, datetime
from types import SimpleNamespace as Thing
from typing import Any

from clauses.config import PARIS
from clauses.domain.kinds import ContractType, DeclineReason, Rank, Role
from clauses.domain.kinds_decisions import DecisionKind, DecisionState
from clauses.domain.kinds_follow_up import DifficultyKind
from clauses.domain.kinds_personal_data import DataRequestKind
from clauses.domain.kinds_requests import RequestStepKind

REASON = "Les heures n'ont pas été réalisées malgré les relances et l'aide proposée."
COMPANY = Thing(name="Bâtisseurs du Thérain")
STRUCTURE = Thing(name="Coup d'Main Beauvaisis")
MARKET = Thing(reference="2026-VB-014", title="Construction du groupe scolaire Argentine")
LOT = Thing(
    number=1, title="Gros œuvre", market=MARKET, result=None, places=["60057"], award=Thing(awardee=COMPANY)
)
BUYER = "Ville de Beauvais"
PERIOD = "de septembre à novembre 2026"
ON = date(2027, 1, 15)
REQUEST = Thing(
    hours=50000, sent_at=datetime(2026, 7, 1, 9, 0, tzinfo=PARIS), reply_by=date(2026, 7, 10), company=COMPANY
)
ON_LOT = {"lot": LOT, "market": MARKET}
DECIDED = {"target": 64000, "neutralised": 8000, "validated": 28000}
HOURS = {"quantity": 28000, "price": 5000, "amount": 1400000, "alone": True, "by_member": False}
EACH = {"quantity": 44800, "price": 5000, "amount": 2240000, "alone": True, "by_member": True}
HANDOVER = Thing(day=date(2027, 2, 1))
POOL = Thing(lots=[LOT, LOT, LOT], ends_on=date(2026, 11, 1))
ASKED = Thing(
    organization_name="Bâtisseurs du Thérain", reason="Le SIRET n'est pas celui de cette organisation.",
    first_name="Mickaël", last_name="Roussel", job_title="conducteur de travaux", profile=Role.COMPANY,
)  # fmt: skip


def decision(kind: DecisionKind, **more: Any) -> Thing:
    return Thing(
        kind=kind, hours=8000, amount=700000, delay_days=15, answer_by=date(2026, 9, 29),
        **{"state": DecisionState.DECIDED, **DECIDED, **more},
    )  # fmt: skip


def relay(kind: str) -> tuple[str, dict[str, Any]]:
    told = {"etti": "Tremplin Intérim 60", "employer": STRUCTURE.name, "planned_on": date(2027, 3, 1)}
    return "structure", {**ON_LOT, "kind": kind, **told}


def step(kind: RequestStepKind, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "offer": "300 h, de septembre à décembre 2026",
        "others": 0,
        "km": 30,
        "message": "",
        **more,
    }
    reason = DeclineReason.TOO_FAR if kind is RequestStepKind.DECLINED else None
    return {
        **ON_LOT,
        "request": REQUEST,
        "structure": STRUCTURE,
        "step": Thing(step=kind, reason=reason),
        **told,
    }


ASKS = {
    **ON_LOT, "request": REQUEST, "company": COMPANY, "company_commune": "Beauvais", "title": MARKET.title, "place": "Beauvais",
    "sought": "une mise à disposition", "need": "Deux manœuvres pour le coffrage, à temps plein.", "period": PERIOD,
}  # fmt: skip
TERRITORY = "T1 Beauvaisis - Bray - Picardie Verte"
HANDED = {
    "row": HANDOVER, "name": TERRITORY, "before": "Claire Delattre", "after": "Julien Caron", "lots": 4, "reason": "",
    "host": "Maison de l'emploi du Beauvaisis", "phone": "0344000001",
}  # fmt: skip
CHANGE = Thing(
    hours_before=119000, hours_after=140000, effective_on=date(2027, 1, 1), months_before=12, months_after=14
)
CHANGED = {
    **ON_LOT,
    "change": CHANGE,
    "motive": "avenant, travaux supplémentaires",
    "moves": True,
    "longer": True,
    "holder": None,
}
CLOSING = Thing(validated=28000, target=64000, neutralised=8000)
ACTION = {
    **ON_LOT, "number": 1, "who": COMPANY.name, "due": date(2026, 7, 15), "text": "Deux contrats de plus en juillet",
    "day": None, "reason": "", "answers": True, "author": Thing(name="Mickaël Roussel"), "organization": COMPANY,
}  # fmt: skip
OFFER = Thing(
    posts=3, title="Agent d'espaces verts", organization=Thing(name="Vert'Oise Paysage"),
    contract_type=ContractType.CDDI, weekly_hours=2600, starts_on=date(2027, 3, 1),
)  # fmt: skip
INVITED = Thing(invited_by=Thing(name="Sandrine Lemaire"), organization=Thing(name=BUYER), rank=Rank.MEMBER)
# By kind of letter: each variant by its name, the side that reads it and what it tells.
FACTS: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "M05": {
        "": ("asked", {**ASKS, "reminder": False}),
        "reminder": ("asked", {**ASKS, "reminder": True}),
    },
    "M06": {
        "accepted": ("seeker", step(RequestStepKind.ACCEPTED, message="Deux personnes sont prêtes.")),
        "countered": ("seeker", step(RequestStepKind.COUNTERED)),
        "declined": ("seeker", step(RequestStepKind.DECLINED, offer=None, others=3)),
    },
    "M16": {
        "": ("local", {"offer": OFFER, "title": OFFER.title, "commune": "Nogent-sur-Oise", "session": None,
                       "tasks": "Tonte, taille et plantation sur les sites de la ville."}),
        "session": ("local", {"offer": OFFER, "title": OFFER.title, "commune": "Nogent-sur-Oise",
                              "tasks": "Tonte, taille et plantation sur les sites de la ville.",
                              "session": Thing(held_on=date(2027, 2, 9), place="mairie de Nogent-sur-Oise")}),
    },
    "M17": {
        "": ("keeper", {"day": date(2027, 4, 15), "in_time": True, "months": 3}),
        "late": ("keeper", {"day": date(2027, 2, 15), "in_time": False, "months": 3}),
    },
    "M18": {"": ("local", {"session": Thing(held_on=date(2027, 2, 9), place="mairie de Nogent-sur-Oise"),
                           "place": "mairie de Nogent", "hosts": "Coup d'Main Beauvaisis et Vert'Oise Paysage"})},
    "M37": {
        "": ("follower", {"quarter": date(2027, 1, 1), "until": date(2027, 4, 15), "late": False,
                          "name": TERRITORY, "part": Thing(hours=411800, persons=37, lots=3)}),
        "late": ("coordination", {"quarter": date(2027, 1, 1), "until": date(2027, 4, 15), "late": True,
                                  "name": TERRITORY, "part": Thing(hours=3500, persons=1, lots=1)}),
    },
    "M27": {
        "local": ("local", {"workshop": "Chantier du Thérain", "place": "Beauvais", "day": date(2027, 1, 5)}),
        "keeper": ("keeper", {"workshop": "Chantier du Thérain", "place": "Beauvais", "day": date(2027, 1, 5)}),
    },
    "M28": {
        "": ("keeper", {"nearby": ["Coup d'Main Beauvaisis"]}),
        "several": ("keeper", {"nearby": ["Coup d'Main Beauvaisis", "Entraide Bray"]}),
    },
    "M38": {
        "": ("week", {"monday": date(2027, 1, 11), "more": 0, "meetings": 2,
                      "waiting": [Thing(label="2 avis à rendre", first_due=date(2027, 1, 8), late=True),
                                  Thing(label="4 relevés à valider", first_due=date(2027, 1, 20), late=False),
                                  Thing(label="Un relais à organiser", first_due=None, late=False)]}),
        "full": ("week", {"monday": date(2027, 1, 11), "more": 1, "meetings": 1,
                          "waiting": [Thing(label=f"{n} demandes sur des heures décidées", first_due=date(2027, 1, 20), late=True)
                                      for n in range(2, 7)]}),
        "meetings": ("week", {"monday": date(2027, 1, 11), "more": 0,
                              "meetings": 1, "waiting": []}),
    },
    "M21": {
        "": ("local", {"review": Thing(year=2026), "reminder": False, "signed": 0, "all": 4}),
        "reminder": ("local", {"review": Thing(year=2026), "reminder": True, "signed": 2, "all": 4}),
    },
    "M22": {"": ("local", {"day": date(2027, 7, 1), "last": date(2027, 6, 30)})},
    "M23": {
        "": ("company", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.FORMAL_NOTICE),
                         "demand": "transmettre les relevés", "reason": REASON}),
        "follower": ("follower", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.FORMAL_NOTICE),
                                  "demand": "transmettre les relevés", "reason": REASON}),
    },
    "M24": {
        "neutralised": ("company", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.NEUTRALISATION),
                                    "reason": REASON, "hours_base": None}),
        "penalty": ("company", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.PENALTY),
                                "reason": REASON, "hours_base": HOURS}),
        "members": ("company", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.PENALTY),
                                "reason": REASON, "hours_base": EACH}),
        "recovery": ("company", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.RECOVERY),
                                 "reason": REASON, "hours_base": None}),
        "waived": ("follower", {**ON_LOT, "buyer": BUYER, "reason": REASON, "hours_base": None,
                                "decision": decision(DecisionKind.PENALTY, state=DecisionState.WAIVED)}),
    },
    "M29": {
        "buyer": ("buyer", HANDED),
        "follower": ("follower", {**HANDED, "reason": "Prise de poste"}),
        "region": ("region", {**HANDED, "lots": 0}),
    },
    "M30": {"": ("account", {"invitation": INVITED, "lasts": "24 heures"})},
    "M31": {
        "opened": ("account", {"asked": ASKED, "opened": True}),
        "refused": ("account", {"asked": ASKED, "opened": False}),
    },
    "M32": {
        "coordination": ("coordination", {**HANDED, "reason": "Départ"}),
        "admin": ("admin", {**HANDED, "lots": 1}),
        "empty": ("coordination", {**HANDED, "lots": 0}),
    },
    "M34": {
        "": ("company", CHANGED),
        "same-hours": ("structure", {**CHANGED, "moves": False, "longer": False, "holder": "Peinture Ravon et Fille"}),
    },
    "M35": {
        "": ("follower", {**ON_LOT, "who": COMPANY.name, "text": "Aucun candidat ne s'est présenté depuis deux semaines.",
                          "difficulty": Thing(kind=DifficultyKind.NO_CANDIDATE, call_back=True)}),
    },
    "M36": {
        "": ("buyer", {**ON_LOT, "report": Thing(validated=28000, persons=3, neutralise=8000), "target": 64000, "share": 0.4375}),
        "closing": ("buyer", {**ON_LOT, "report": Thing(validated=64000, persons=1, neutralise=0), "target": 64000, "share": 1}),
    },
    "M39": {"": ("account", {})},
    "M40": {
        "asker": ("nobody", {"asked": Thing(id=12, kind=DataRequestKind.ACCESS, due_on=date(2027, 2, 15))}),
        "admin": ("admin", {"asked": Thing(id=12, kind=DataRequestKind.ERASURE, due_on=date(2027, 2, 15))}),
    },
    "M41": {"": ("buyer", {"market": MARKET, "question": "Le volume d'heures peut-il être partagé entre deux lots ?",
                           "due": date(2026, 6, 1)})},
    "M42": {"": ("structure", {**ON_LOT, "author": Thing(name="Sandrine Lemaire"), "organization": Thing(name=BUYER),
                               "title": LOT.title})},
    "M44": {
        "agreed": ("asked", {**ON_LOT, "company": COMPANY, "agreed": True, "offer": "300 h", "message": ""}),
        "withdrawn": ("consulted", {**ON_LOT, "company": COMPANY, "agreed": False, "offer": None,
                                    "message": "Le lot ne nous a pas été attribué."}),
    },
    "M45": {"": ("company", {**ON_LOT, "adviser": "Claire Delattre", "text": "Précisez les mois de la mise à disposition."})},
    "M46": {"": ("member", {**ON_LOT, "member": Thing(name="Plomberie Hénin"), "since": date(2027, 1, 4),
                            "reason": "liquidation judiciaire"})},
    "M50": {name: ("account", {"what": name}) for name in (
        "SecondFactorAdded", "SecondFactorRemoved", "SecondFactorReset", "RecoveryCodesRenewed", "RecoveryCodeUsed",
        "IdentityLinked", "IdentityUnlinked", "SecondFactorTried",
    )},
    "M58": {"": ("structure", {**ON_LOT, "month": date(2027, 1, 1), "company": COMPANY.name, "hours": 3500})},
    "M59": {
        "corrected": ("company", {**ON_LOT, "month": date(2027, 1, 1), "structure": STRUCTURE.name, "corrected": True,
                                  "before": 3500, "after": 2800}),
        "kept": ("company", {**ON_LOT, "month": date(2027, 1, 1), "structure": STRUCTURE.name, "corrected": False,
                             "before": 3500, "after": 3500}),
    },
    "M61": {"": ("account", {"lasts": "24 heures"})},
    "M62": {"": ("account", {})},
    "M63": {"": ("account", {})},
    "M64": {"": ("account", {})},
    "M65": {"": ("account", {"asked": ASKED, "lasts": "24 heures"})},
    "M66": {
        "managers": ("account", {"asked": ASKED, "managers": True}),
        "siae": ("account", {"asked": Thing(**{**vars(ASKED), "profile": Role.SIAE, "job_title": None}), "managers": False}),
    },
    "M70": {"": ("account", {"member": Thing(name="Mickaël Roussel")})},
    "M72": {"": ("company", {**ON_LOT, "text": "Deux candidates vous seront présentées jeudi."})},
    "M73": {
        "": ("company", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.PENALTY), "reason": REASON, "hours_base": HOURS}),
        "late": ("follower", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.PENALTY), "reason": REASON, "hours_base": None}),
        "member": ("member", {**ON_LOT, "buyer": BUYER, "decision": decision(DecisionKind.PENALTY), "reason": REASON, "hours_base": HOURS}),
    },
    "M74": {
        "contested": ("buyer", {**ON_LOT, "company": COMPANY.name, "contests": True, "text": "Le chantier a été arrêté deux mois."}),
        "answered": ("buyer", {**ON_LOT, "company": COMPANY.name, "contests": False, "text": "Nous transmettons les pièces."}),
    },
    "M75": {
        "closed": ("company", {**ON_LOT, "closing": CLOSING, "state": "Objectif non atteint", "reopened": False}),
        "reopened": ("buyer", {**ON_LOT, "closing": CLOSING, "state": "Objectif non atteint", "reopened": True}),
    },
    "M76": {"": ("company", {**ON_LOT, "title": "Projet de mise en demeure", "sender": "Claire Delattre"})},
    "M77": {"": ("admin", {**ON_LOT, "reason": "Un relevé d'avril a été retrouvé après la clôture."})},
    "M79": {"": ("admin", {"head": Thing(day=ON, seq=1204, hash="9f2c" * 16)})},
    "M80": {
        "": ("company", {"pool": POOL, "adviser": "Claire Delattre", "period": PERIOD, "lots": [LOT], "others": 2,
                         "message": "Un même poste pour trois petits lots."}),
    },
    "M81": {
        "agreed": ("follower", {"pool": POOL, "who": COMPANY, "declined": False, "reason": "", "left": "Il manque 2 accords écrits."}),
        "declined": ("follower", {"pool": POOL, "who": COMPANY, "declined": True, "reason": "Le lot est presque achevé.", "left": ""}),
    },
    "M82": {
        "structure": ("structure", {"pool": POOL, "count": 3, "period": PERIOD}),
        "buyer": ("buyer", {"pool": POOL, "count": 3, "period": PERIOD}),
    },
    "M83": {
        "ended": ("company", {"pool": POOL, "count": 3, "withdrawn": False, "reason": ""}),
        "withdrawn": ("buyer", {"pool": POOL, "count": 3, "withdrawn": True, "reason": "Un accord est refusé."}),
    },
    "M84": {
        "proposed": ("follower", {**ACTION, "move": "proposed"}),
        "kept": ("company", {**ACTION, "move": "keep"}),
        "dropped": ("company", {**ACTION, "move": "drop", "reason": "Le chantier est arrêté en juillet"}),
        "doer": ("doer", {**ACTION, "move": "keep"}),
        "done": ("buyer", {**ACTION, "move": "finish", "day": date(2026, 7, 10)}),
    },
    "M88": {kind: relay(kind) for kind in (
        "accepted", "declined", "consented", "consent_refused", "cancelled", "handed_over",
    )},
    "M89": {
        "near": ("structure", {**ON_LOT, "reached": False, "left": 9600, "done": 38400, "max": 48000, "last": date(2027, 9, 1), "waiting": 1400}),
        "reached": ("follower", {**ON_LOT, "reached": True, "left": 0, "done": 48000, "max": 48000, "last": date(2027, 9, 1), "waiting": 0}),
    },
}  # fmt: skip
