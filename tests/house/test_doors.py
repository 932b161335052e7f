"""Does every door say who may come in, in an address that French people can read?"""

import re

import pytest
from flask import Flask

from clauses.access.policy import GRANTS
from clauses.domain.kinds import Role
from clauses.web import nav

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]{2,5})?")
VARIABLE = re.compile(r"<(?:(?P<type>[a-z]+):)?(?P<name>[a-z_]+)>")
# Variables that are no number, and why each is a text.
TEXTS = {
    "code": "a territory is known by its code, T1",
    "slug": "the name of a structure, for people; its number decides",
    "question": "a question of the comparison of structures, qui-emploie",
    "month": "a month, 2026-02",
    "period": "a quarter, 2027-T1",
    "key": "an import that waits for its confirmation is known by a random key",
    "token": "the secret of a link sent by letter",
    "value": "a value of the calculation, cout-horaire",
    "filename": "Flask's own static files",
}
ENGLISH = {
    "list", "edit", "new", "create", "update", "delete", "market", "markets", "report", "reports", "hours", "home",
    "login", "logout", "dashboard", "search", "month", "months", "people", "users", "settings", "download", "mail",
}  # fmt: skip


def test_every_view_says_who_may_enter(house_app: Flask):
    silent = [
        endpoint for endpoint, view in house_app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "permission")
    ]  # fmt: skip
    assert not silent, f"mark these views @needs(Permission.X) or @public: {silent}"


def test_what_changes_something_is_never_open_to_everyone(house_app: Flask):
    """A public POST is a door without a lock; only what opens an account, and what stores nothing, may be one."""
    open_posts = {
        rule.endpoint for rule in house_app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and house_app.view_functions[rule.endpoint].permission is None
    }  # fmt: skip
    of_accounts = {"people.ask_password", "people.choose_password", "people.confirm_new_email",
                   "people.accept_invitation", "people.sign_up_organization", "people.sign_up", "people.confirm_sign_up",
                   "people.confirm_month", "people.ask_about_data", "people.leave_for_provider"}  # fmt: skip
    assert open_posts <= {"people.sign_in", "markets.calculate", *of_accounts}, (
        f"ask a permission: {open_posts}"
    )


def test_addresses_are_french_words_with_hyphens(house_app: Flask):
    for rule in house_app.url_map.iter_rules():
        for segment in rule.rule.strip("/").split("/"):
            bare = VARIABLE.sub("0", segment)
            assert not bare or WORD.fullmatch(bare), f"{rule.rule}: « {segment} » is not kebab-case"
            english = set(bare.split("-")) & ENGLISH
            assert not english or rule.endpoint == "static", (
                f"{rule.rule}: {english} is English, addresses are French"
            )


def test_variables_of_addresses_are_typed(house_app: Flask):
    for rule in house_app.url_map.iter_rules():
        for found in VARIABLE.finditer(rule.rule):
            typed = found["type"] is not None or found["name"] in TEXTS
            assert typed, f"{rule.rule}: give {found['name']} a converter, or say in TEXTS why it is a text"


@pytest.mark.parametrize("role", [None, *Role])
def test_every_menu_entry_leads_somewhere_its_role_may_go(house_app: Flask, role: Role | None):
    entries = nav.VISITOR if role is None else nav.MENUS[role]
    assert len(entries) <= 6, "a menu of more than six entries is a list: link the rest from a page"
    with house_app.test_request_context("/"):
        for entry in entries:
            assert entry.url.startswith("/")
            permission = house_app.view_functions[entry.endpoint].permission
            if role is None:
                assert permission is None, f"{entry.label} asks a permission of visitors"
            elif permission is not None:
                assert role in GRANTS[permission], f"{entry.label}: {role} does not hold {permission}"


def test_one_menu_label_leads_to_one_place():
    places: dict[str, set[str]] = {}
    for entry in [*nav.VISITOR, *(e for menu in nav.MENUS.values() for e in menu)]:
        places.setdefault(entry.label, set()).add(entry.endpoint)
    assert all(len(found) == 1 for found in places.values()), {k: v for k, v in places.items() if len(v) > 1}
