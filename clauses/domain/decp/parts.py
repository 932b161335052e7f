"""What do the lists of a record hold: considerations, holders, modifications, sub-contracts?

A list may be nested (`{"techniques": {"technique": [...]}}`), plain, a single value, or joined with commas in any
order; « Sans objet », null and « Pas de… » are three spellings of nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from clauses.domain.decp import cells
from clauses.domain.decp.contracts import (
    EnvironmentalConsideration,
    Holder,
    Modification,
    SocialConsideration,
)
from clauses.domain.decp.document import OddNumber
from clauses.domain.decp.findings import Findings, clean
from clauses.domain.decp.vocabulary import ENVIRONMENTAL, ID_TYPES, NOTHING, SOCIAL, plain

_LONGEST_LIST = 500


@dataclass(slots=True)
class RawModification:
    """A modification as the file writes it, with the path of its fields for the reasons."""

    path: str
    id: Any
    notified: Any
    amount: Any
    months: Any
    holders: list["RawHolder"]
    names: tuple[str, str, str, str]  # of the id, the day, the amount, the duration
    findings: Findings | None = None  # of its own row, in a table


@dataclass(slots=True)
class RawHolder:
    """A holder as the file writes it."""

    path: str
    id: Any
    id_type: Any
    name: Any = None
    readable: bool = field(default=True)


def items(findings: Findings, path: str, value: Any, inner: str) -> list[Any]:
    """The items of a list of objects, each out of its envelope `inner`, lists inside lists made flat."""
    if cells.blank(value) or isinstance(value, OddNumber):
        return []
    if isinstance(value, dict) and inner in value:
        value = value[inner]
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        findings.refuse(path, "decp_list", value)
        return []
    found: list[Any] = []
    waiting = list(reversed(value))
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        else:
            found.append(one[inner] if isinstance(one, dict) and inner in one else one)
    if len(found) > _LONGEST_LIST:
        findings.refuse(path, "decp_list_long", None, n=len(found), limit=_LONGEST_LIST)
        return []
    return found


def words(findings: Findings, path: str, value: Any, inner: str) -> list[str]:
    """The values of a list of words, as written, without those that mean nothing."""
    if isinstance(value, dict):
        if value and inner not in value:
            findings.refuse(path, "decp_list", value)
        value = value.get(inner)
    if cells.blank(value) or isinstance(value, OddNumber):
        return []
    parts = value if isinstance(value, list) else [value]
    if len(parts) > _LONGEST_LIST or not all(part is None or isinstance(part, str) for part in parts):
        findings.refuse(path, "decp_list", value)
        return []
    found: list[str] = []
    for part in parts:
        for word in re.split(r"[,;|\n]", (part or "")[:2000]):
            kept = clean(word).strip("[]'\" ")
            if kept and not cells.blank(kept) and kept not in found:
                found.append(kept)
    return found


def social(
    findings: Findings, path: str, value: Any, *, strict: bool = False
) -> tuple[SocialConsideration, ...]:
    """The social considerations, in the order of the regulation; (NONE,) when there are none."""
    found: set[SocialConsideration] = set()
    written = words(findings, path, value, "considerationSociale")
    for word in written:
        known = SOCIAL.get(plain(word))
        if known:
            found.add(known)
        elif plain(word) not in NOTHING:
            (findings.refuse if strict else findings.warn)(path, "decp_social", word)
    if found and any(plain(word) in NOTHING for word in written):
        findings.warn(path, "decp_social_and_none", ", ".join(written))
    return tuple(kind for kind in SocialConsideration if kind in found) or (SocialConsideration.NONE,)


def environmental(findings: Findings, path: str, value: Any) -> tuple[EnvironmentalConsideration, ...]:
    """The environmental considerations, in the order of the regulation; empty when there are none."""
    found: set[EnvironmentalConsideration] = set()
    for word in words(findings, path, value, "considerationEnvironnementale"):
        known = ENVIRONMENTAL.get(plain(word))
        if known:
            found.add(known)
        elif plain(word) not in NOTHING:
            findings.warn(path, "decp_environmental", word)
    return tuple(kind for kind in EnvironmentalConsideration if kind in found)


def raw_holders(findings: Findings, path: str, value: Any, inner: str) -> list[RawHolder]:
    """The holders of the regulation's shape, nested or old style; one that is no object refuses the record."""
    found: list[RawHolder] = []
    for rank, one in enumerate(items(findings, path, value, inner), 1):
        where = f"{path}[{rank}]"
        if isinstance(one, dict):
            name = one.get("denominationSociale")
            found.append(RawHolder(f"{where}.id", one.get("id"), one.get("typeIdentifiant"), name))
        else:
            findings.refuse(where, "decp_holder", one)
            found.append(RawHolder(where, None, None, readable=False))
    return found


def holders(findings: Findings, raw: list[RawHolder], *, initial: bool) -> tuple[Holder, ...]:
    """The holders, each once; a SIRET of another shape refuses the record if it stands in the initial data.

    Those of a modification are shown only, and the regulation's own example has one of 15 digits.
    """
    found: list[Holder] = []
    for one in raw:
        if not one.readable:
            continue
        if cells.blank(one.id) or isinstance(one.id, (list, dict, bool, OddNumber)):
            findings.refuse(one.path, "decp_missing", one.id)
            continue
        bare = cells.digits(one.id)
        kind = clean(str(one.id_type)[:20]).upper() if not cells.blank(one.id_type) else ""
        if not kind and re.fullmatch(r"[0-9]{9,14}", bare):
            kind = "SIRET"
        if kind not in ID_TYPES:
            findings.warn(one.path, "decp_id_type", one.id_type or bare)
        if kind == "SIRET":
            bare = cells.siret(findings, one.path, one.id, blocking=initial) or bare
        elif len(bare) > 40:
            findings.refuse(one.path, "decp_id_long", bare, limit=40)
        name = clean(str(one.name)[:400])[:200] if not cells.blank(one.name) else None
        if all((kind, bare) != (known.id_type, known.id) for known in found):
            found.append(Holder(kind if kind in ID_TYPES else "", bare[:40], name or None))
    return tuple(found)


def modifications(
    findings: Findings, raw: list[RawModification], notified_on: date | None
) -> tuple[Modification, ...]:
    """The modifications by increasing id; without ids (before 2024), their rank in the list is their id."""
    found: list[Modification] = []
    last = 0
    whole = findings
    for rank, one in enumerate(raw, 1):
        findings = one.findings or whole
        id_name, day_name, amount_name, months_name = (f"{one.path}.{name}".lstrip(".") for name in one.names)
        number = cells.number(one.id)
        known = number is not None and number == number.to_integral_value() and 1 <= number < 10**6
        if not known and not cells.blank(one.id):
            findings.warn(id_name, "decp_modification_id", one.id)
        own = int(number) if known and number is not None else last + 1 if last else rank
        if own <= last:
            findings.warn(id_name, "decp_modification_order", one.id, last=last)
        last = max(last, own)
        notified = None
        if cells.blank(one.notified):
            findings.refuse(day_name, "decp_missing")
        else:
            notified = cells.day(findings, day_name, one.notified)
        amount = None if cells.blank(one.amount) else cells.amount(findings, amount_name, one.amount)
        length = None if cells.blank(one.months) else cells.months(findings, months_name, one.months)
        new_holders = holders(findings, one.holders, initial=False)
        if notified is not None:
            if notified_on and notified < notified_on:
                findings.warn(
                    day_name, "decp_modification_early", one.notified, day=notified, first=notified_on
                )
            found.append(Modification(own, notified, amount, length, new_holders))
    return tuple(sorted(found, key=lambda modification: modification.id))
