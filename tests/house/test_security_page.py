"""Does the page on signing in and sessions say the limits of the code?"""

import re
from datetime import timedelta

import pytest

from clauses.actions.people import sessions as acts
from clauses.config import ROOT
from clauses.domain import accounts, passwords, second_factor
from clauses.domain.accounts import Counted
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.queries.people import sessions

PAGE = (ROOT / "clauses" / "SECURITY.md").read_text(encoding="utf-8")


def minutes(length: timedelta) -> str:
    return f"{length // timedelta(minutes=1)} minutes"


def hours(length: timedelta) -> str:
    return f"{length // timedelta(hours=1)} hours"


def limit(one: accounts.Limit) -> str:
    return f"{one.most} in {minutes(one.window)}"


SAID = {
    "wrong passwords for one account from one place": f"{sessions.ACCOUNT_LIMIT} in {minutes(sessions.WINDOW)}",
    "wrong passwords from one place": f"{sessions.PLACE_LIMIT} in {minutes(sessions.WINDOW)}",
    "wrong codes for one account before a delay": str(second_factor.FREE_ERRORS),
    "longest delay after wrong codes": minutes(second_factor.LONGEST_WAIT),
    "requests of a new password for one account": limit(accounts.NAME_LIMITS[Counted.RESET]),
    "requests of a new password from one place": limit(accounts.PLACE_LIMITS[Counted.RESET]),
    "links tried from one place": limit(accounts.PLACE_LIMITS[Counted.LINK]),
    "life of a link of a new password": minutes(accounts.LIFETIMES[LinkPurpose.RESET]),
    "life of an invitation": hours(accounts.LIFETIMES[LinkPurpose.INVITATION]),
    "from the password to the second factor": minutes(second_factor.PROVE_WITHIN),
    "life of a code": f"{second_factor.PERIOD} seconds, one before and one after",
    "fresh proof of identity": minutes(accounts.FRESH),
    "password, administrator, at most": f"{passwords.MINIMUM}, {passwords.MINIMUM_ADMINISTRATOR}, {passwords.MAXIMUM} characters",
    "idle": minutes(sessions.IDLE),
    "in all": hours(sessions.ABSOLUTE),
    "at once for one person": f"{acts.PARALLEL_SESSIONS}, the oldest is closed",
}


@pytest.mark.parametrize("what", SAID)
def test_the_page_says_this_limit_of_the_code(what: str) -> None:
    assert f"| {what} | {SAID[what]} |" in PAGE


def test_no_limit_is_said_that_the_code_does_not_know() -> None:
    told = re.findall(r"^\| ([a-z][^|]*) \| [^|]+ \|$", PAGE, re.MULTILINE)
    assert set(told) == set(SAID)
    assert second_factor.AROUND == 1
    for strength in second_factor.Strength:
        assert strength.value.split("_")[0] in PAGE.casefold().replace("proconnect", "provider"), strength
