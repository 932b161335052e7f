"""What must this person do now, and since when? One list for each role, grouped, each act with its page.

Everything starts from the actor's reach; a group counts all its acts and shows the first ones, most pressing first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.models.markets import Lot
from clauses.queries import lasting
from clauses.queries.worklist import (
    accounts,
    allocation,
    awards,
    capacity,
    decisions,
    exits,
    hours,
    markets,
    missions,
    offers,
    partners,
    pooling,
    quarters,
    region,
    reviews,
    threads,
    watch,
)
from clauses.queries.worklist.found import Found
from clauses.queries.worklist.standing import Standing
from clauses.wording import sentences
from clauses.wording.worklist import TASKS

SHOWN, WHOLE = 5, 300  # acts of a group on a home page, and on the page of that group alone
HOME = "people.dashboard"


@dataclass(frozen=True, slots=True)
class Task:
    """One act: its words, the page that does it, since when it waits and until when."""

    kind: str
    title: str
    why: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    since: date | None = None
    due: date | None = None
    late: bool = False
    soon: bool = False  # due today or tomorrow


@dataclass(frozen=True, slots=True)
class Group:
    """The acts of one kind; `endpoint` opens the list they come from."""

    kind: str
    label: str
    tasks: list[Task]
    total: int
    endpoint: str
    values: dict[str, Any]

    @property
    def more(self) -> int:
        return self.total - len(self.tasks)


Source = Callable[[Actor, date, list[Lot]], Iterable[Found]]


def worklist(
    actor: Actor, on: date, lots: list[Lot], also: Iterable[Found] = (), shown: int = SHOWN
) -> list[Group]:
    """The groups of acts of this role, those with something late first; `lots` owe hours and are within reach.

    `also` was found elsewhere: what the service itself waits for.
    """
    found: dict[str, list[Found]] = {}
    for one in also:
        found.setdefault(one.kind, []).append(one)
    numbers = tuple(lot.id for lot in lots)
    for source in (*SOURCES[actor.role], *OF_EVERYONE):
        for one in _kept(source, actor, on, lots, numbers):
            found.setdefault(one.kind, []).append(one)
    return _grouped(found, on, shown)


def _kept(
    source: Source, actor: Actor, on: date, lots: list[Lot], numbers: tuple[int, ...]
) -> Iterable[Found]:
    """What a source brings; on a page worked out to be kept, what it read may have been read already.

    The lots stand for what they were read from: a change there marks everything, or changes their numbers.
    """
    name = ("to do", source.__module__, source.__name__, actor, on, numbers)
    return lasting.kept(name, lambda: list(source(actor, on, lots)), lambda found: len(found) / 3)


def alerts(actor: Actor, on: date, standing: Standing | None, shown: int = SHOWN) -> list[Group]:
    """The groups of what waits too long or goes astray on the lots of this person, after what there is to do."""
    found: dict[str, list[Found]] = {}
    for one in watch.watched(actor, on, standing):
        found.setdefault(one.kind, []).append(one)
    return _grouped(found, on, shown)


def _grouped(found: dict[str, list[Found]], on: date, shown: int) -> list[Group]:
    groups = [_group(kind, found[kind], on, shown) for kind in LISTS if kind in found]
    return sorted(groups, key=lambda group: not any(task.late for task in group.tasks))


def _group(kind: str, found: list[Found], on: date, shown: int) -> Group:
    words, n = TASKS[kind], len(found)
    first = sorted(found, key=lambda one: (one.due or one.since or on, one.since or on))[:shown]
    label = sentences.written(words.many if n > 1 else words.one, n=n)
    endpoint, values = LISTS[kind] or (HOME, {"motif": kind})
    return Group(kind, label, [_task(one, on) for one in first], n, endpoint, values)


def _task(one: Found, on: date) -> Task:
    words = TASKS[one.kind]
    return Task(
        one.kind, sentences.written(words.title, **one.facts), sentences.written(words.why, **one.facts),
        one.endpoint, one.values, one.since, one.due, late=one.due is not None and one.due < on,
        soon=one.due is not None and 0 <= (one.due - on).days <= 1,
    )  # fmt: skip


# The list that a group opens, in the order in which the groups are shown. None: no screen lists just these, all of them
# are on the page of the group.
LISTS: dict[str, tuple[str, dict[str, Any]] | None] = {
    "check_account": ("people.accounts_to_check", {}),
    "answer_asker": ("people.members", {}),
    "returned_report": ("hours.month_list", {}),
    "late_backup": ("people.service_state", {}),
    "failed_jobs": ("people.jobs", {"etat": "failed"}),
    "waiting_jobs": ("people.jobs", {"etat": "queued"}),
    "failed_mails": ("people.mails", {"etat": "echec"}),
    "waiting_facts": ("people.service_state", {}),
    "waiting_mails": ("people.mails", {"etat": "attente"}),
    "old_data_request": ("people.data_desk", {}),
    "outside_communes": ("people.division", {}),
    "vacant_territory": ("people.white_zones", {}),
    "unseen_person": ("people.network", {}),
    "late_opinion": None,
    "difficulty": ("hours.difficulty_list", {}),
    "keep_recovery": ("compliance.recovery_list", {}),
    "late_recovery": ("compliance.recovery_list", {}),
    "do_recovery": ("compliance.recovery_list", {}),
    "agree_recovery": None,
    "silent_partner": None,
    "refused_address": None,
    "give_opinion": None,
    "due_report": ("hours.month_list", {}),
    "answer_request": ("allocation.requests", {}),
    "decide_counter": ("partners.sent", {}),
    "answer_line": ("allocation.requests", {}),
    "answer_pool": ("hours.pool_list", {}),
    "follow_pool": ("hours.pool_list", {}),
    "declare_commitment": None,
    "instruct_commitment": None,
    "reply_line": None,
    "answer_match": None,
    "confirm_claim": None,
    "answer_claim": None,
    "own_relay": ("hours.relays", {}),
    "relay": ("hours.relays", {}),
    "answer_trial": ("hours.missions", {}),
    "enter_hours": ("hours.grid", {}),
    "answer_offer": ("cooperation.offers", {}),
    "prepare_exit": ("hours.exits", {}),
    "tell_exit": ("hours.exits", {}),
    "confirm_capacity": ("structure.capacity", {}),
    "validate_report": None,
    "examine_eligibility": ("hours.eligibility_list", {}),
    "check_evidence": None,
    "decide_penalty": None,
    "close_lot": None,
    "follow_notice": None,
    "propose_recovery": None,
    "answer_penalty": None,
    "write_closing_report": None,
    "confirm_quarter": ("compliance.current_quarter", {}),
    "close_quarter": ("compliance.current_quarter", {}),
    "decide_lot": None,
    "long_alert": ("compliance.alert_list", {}),
    "late_report": None,
    "unread_market": None,
    "unweighed_change": None,
    "ending_lot": None,
    "missing_pieces": None,
    "relay_ahead": None,
    "call_about_lot": None,
    "undeclared_lot": None,
    "sign_review": None,
    "begin_review": None,
    "answer_question": None,
    "draft_answer": None,
    "read_consultation": ("markets.consultations", {}),
    "read_messages": ("markets.threads", {}),
    "read_opinion": ("markets.market_list", {"statut": "opinion_given"}),
    "declare_award": None,
    "accept_subcontract": None,
    "plan_kick_off": None,
    "write_kick_off": None,
    "complete_target": None,
    "publish_market": None,
    "draft_market": ("markets.market_list", {"statut": "draft"}),
    "review_access": ("people.show_review", {}),
    "late_review": ("people.accounts", {}),
}

OF_EVERYONE: tuple[Source, ...] = (accounts.of_members, accounts.to_check, accounts.late_reviews)

SOURCES: dict[Role, tuple[Source, ...]] = {
    Role.BUYER: (
        markets.of_buyer, markets.awards, awards.subcontracts, awards.kick_offs, threads.to_answer, threads.messages,
        pooling.asked, decisions.of_buyer,
    ),
    Role.COMPANY: (
        decisions.of_company, partners.requests, pooling.asked, allocation.declarations, hours.reports_of_company,
        hours.doubles_and_corrections, threads.published, threads.messages,
    ),
    Role.SIAE: (
        decisions.of_company, partners.requests, allocation.requests, pooling.asked, allocation.declarations,
        hours.reports_of_company, hours.grids_of_structure, hours.doubles_and_corrections, hours.relays_of_structure,
        missions.trials_to_answer, offers.to_answer, exits.of_structure,
        threads.published, threads.messages, capacity.to_confirm, reviews.to_sign,
    ),
    Role.RESOURCE_PERSON: (
        markets.opinions, allocation.declared, allocation.answered, pooling.awaited, hours.submitted, hours.claims,
        hours.eligibilities, hours.pieces, hours.relays, hours.difficulties, hours.silent, decisions.reports, threads.to_draft, threads.messages, quarters.to_confirm, reviews.to_begin,
    ),
    Role.REGIONAL_COORDINATOR: (
        region.vacancies, markets.opinions, allocation.declared, allocation.answered, hours.submitted,
        hours.claims, hours.eligibilities, hours.pieces, hours.relays, hours.difficulties, hours.silent, pooling.awaited, threads.to_draft, threads.messages, quarters.to_close,
    ),
    Role.ADMIN: (),
}  # fmt: skip
