"""Which contracts do the rows of the tabular consolidation describe? One row per contract, holder and version.

Rows are put together by buyer and id (their `uid`); `modification_id` 0 is the initial state, the others are its
modifications. Extracts may lack columns: what is absent from the file is not asked of its rows.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from clauses.domain.decp import assemble, cells, parts, whole
from clauses.domain.decp.contracts import Contract, Holder, Refusal, Warning
from clauses.domain.decp.document import OddNumber
from clauses.domain.decp.findings import Findings, clean
from clauses.domain.decp.table import Row

NEEDED = ("id", "acheteur_id", "montant")
OLD_SIGNS = ("titulaire_id_1",)
_COLUMNS = {
    "id": ("id",),
    "acheteur.id": ("acheteur_id",),
    "acheteur_nom": ("acheteur_nom",),
    "nature": ("nature",),
    "objet": ("objet",),
    "type": ("type",),
    "codeCPV": ("codecpv",),
    "procedure": ("procedure",),
    "techniques": ("techniques",),
    "modalitesExecution": ("modalitesexecution",),
    "idAccordCadre": ("idaccordcadre",),
    "ccag": ("ccag",),
    "montant": ("montant", "valeurglobale"),
    "dureeMois": ("dureemois",),
    "dateNotification": ("datenotification", "datesignature"),
    "datePublicationDonnees": ("datepublicationdonnees",),
    "lieuExecution.code": ("lieuexecution_code",),
    "lieuExecution.typeCode": ("lieuexecution_typecode",),
    "typeGroupementOperateurs": ("typegroupementoperateurs",),
    "considerationsSociales": ("considerationssociales",),
    "considerationsEnvironnementales": ("considerationsenvironnementales",),
    "source": ("sourcedataset", "source"),
    "titulaires": ("titulaire_id", "titulaire_id_1"),
}
_SAME = ("objet", "montant", "dureeMois", "dateNotification")
_MOST_HOLDERS = 30

New = Callable[[Row], Findings]


def key_of(row: Row) -> tuple[str, str] | None:
    """Buyer and id, which make the `uid`; None for a row that lacks one of them."""
    buyer, own = row.get("acheteur_id"), row.get("id")
    if any(cells.blank(v) or isinstance(v, (list, dict, bool, OddNumber)) for v in (buyer, own)):
        return None
    return cells.digits(buyer), cells.digits(own) if isinstance(own, Decimal) else clean(str(own)[:400])


def version_of(row: Row) -> int:
    """The rank of the version a row belongs to; without `modification_id`, the current one comes last."""
    number = cells.number(row.get("modification_id"))
    if number is not None and 0 <= number < 10**6:
        return int(number)
    return 0 if cells.yes(row.get("donneesactuelles")) is not True else 1


def _holders(row: Row) -> list[parts.RawHolder]:
    found = []
    for suffix in ("", *(f"_{rank}" for rank in range(1, _MOST_HOLDERS))):
        column = f"titulaire_id{suffix}"
        if cells.blank(row.values.get(column)):
            continue
        kind = row.get(f"titulaire_typeidentifiant{suffix}")
        name = row.get(
            f"titulaire_nom{suffix}",
            f"titulaire_denominationsociale{suffix}",
            *(("titulaire_denominationsociale",) if suffix == "_1" else ()),
        )
        found.append(parts.RawHolder(row.name(column), row.values[column], kind, name))
    return found


def _values(row: Row) -> dict[str, Any]:
    return {key: row.get(*columns) for key, columns in _COLUMNS.items()}


def _title(row: Row) -> str | None:
    """What stands for the object in an extract that has no such column: its type, CPV code and id."""
    if "objet" in row.names:
        return None
    words = (row.get("type"), row.get("codecpv"), row.get("id"))
    return clean(" ".join(str(word)[:60] for word in words if not cells.blank(word)))


def _modification(
    version: int, rows: list[Row], before: list[Row], findings: Findings
) -> parts.RawModification:
    now, then = _values(rows[0]), _values(before[0])
    holders = [holder for row in rows for holder in _holders(row)]
    former = {cells.digits(holder.id) for row in before for holder in _holders(row)}
    changed = {cells.digits(holder.id) for holder in holders} != former
    name = rows[0].name
    return parts.RawModification(
        path="",
        id=Decimal(version),
        notified=now["dateNotification"],
        amount=now["montant"] if cells.number(now["montant"]) != cells.number(then["montant"]) else None,
        months=now["dureeMois"] if cells.number(now["dureeMois"]) != cells.number(then["dureeMois"]) else None,
        holders=holders if changed else [],
        names=(
            name("modification_id"), name("datenotification"), name(*_COLUMNS["montant"]), name("dureemois")
        ),
        findings=findings,
    )  # fmt: skip


def _row_itself(findings: Findings, row: Row, first: Row) -> None:
    """What is wrong with a row as such, and whether it says otherwise than the first of its version."""
    if row.problem:
        findings.refuse("", row.problem[0], row.problem[1])
    for column, value in row.values.items():
        if isinstance(value, OddNumber):
            findings.refuse(row.names[column], "decp_number", value)
    uid, key = row.get("uid"), key_of(row)
    if uid is not None and key and clean(str(uid)[:400]) != key[0] + key[1]:
        findings.warn(row.name("uid"), "decp_uid", uid, uid=(key[0] + key[1])[:80])
    if row is not first:
        mine, others = _values(row), _values(first)
        for field in _SAME:
            if mine[field] != others[field]:
                findings.warn(row.name(*_COLUMNS[field]), "decp_rows_differ", mine[field], first=first.line)


def group(rows: list[Row]) -> list[list[Row]]:
    """The rows of each contract, in the order of the file; a row without a key stands alone."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        groups.setdefault(key_of(row) or row.line, []).append(row)
    return list(groups.values())


def contract(rows: list[Row], new: New) -> tuple[Contract | None, list[Refusal]]:
    """The contract of a group of rows, or None with the reasons of each of its rows."""
    versions: dict[int, list[Row]] = {}
    for row in rows:
        versions.setdefault(version_of(row), []).append(row)
    ranks = sorted(versions)
    base = versions[ranks[0]][0]
    findings = new(base)
    findings.ref = assemble.short_ref(base.get("id"))
    others: dict[int, Findings] = {}
    read_holders: list[Holder] = []
    for row in sorted(rows, key=lambda row: row.line):
        own = findings if row is base else others.setdefault(row.line, new(row))
        own.ref = findings.ref
        _row_itself(own, row, versions[version_of(row)][0])
        if row is not base and version_of(row) == ranks[0]:
            read_holders += parts.holders(own, _holders(row), initial=True)
    if ranks[0] > 0 and base.get("modification_id") is not None:
        findings.warn(base.name("modification_id"), "decp_initial_absent", base.get("modification_id"))
    raw = assemble.Raw(
        values=_values(base),
        holders=_holders(base),
        read_holders=tuple(read_holders),
        modifications=[
            _modification(rank, versions[rank], versions[before], others[versions[rank][0].line])
            for before, rank in zip(ranks, ranks[1:], strict=False)
        ],
        names={key: base.name(*columns) for key, columns in _COLUMNS.items()},
        holders_needed=any(column.startswith("titulaire_id") for column in base.names),
        subcontracting=cells.yes(base.get("soustraitancedeclaree")) is True,
        title=_title(base),
        record=whole.record([versions[rank] for rank in ranks]),
    )
    found = assemble.contract(findings, raw)
    if found is None or any(own.blocked for own in others.values()):
        concerned = [own for own in (findings, *others.values()) if own.blocked]
        return None, [refusal for own in concerned for refusal in own.refusals()]
    kept = [
        Warning(w.field, w.code, {**w.facts, "line": own.line})
        for own in others.values()
        for w in own.warnings()
    ]
    return assemble.with_warnings(found, kept), []
