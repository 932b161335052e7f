"""Which counts of persons were given before of the same subject, whoever asked them? A new report is guarded against them
(R21), as long as they are kept.
"""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds_reports import ReportKind
from clauses.domain.release_guard import Release
from clauses.domain.reports import SHAPES
from clauses.domain.small_cell_masking import Shown, Sum
from clauses.extensions import db
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.queries.report_scope import Subject

KEPT = "release"  # where the counts lie, beside the tables of a report


def last_release(about: Subject) -> int:
    """The number of the last report given of a subject, 0 for none: has another one come out meanwhile?"""
    return db.session.scalar(select(func.max(ReportRequest.snapshot_id)).where(*_same(about))) or 0


def releases(about: Subject) -> list[Release]:
    """The counts already given of a subject, the oldest first."""
    kept = db.session.execute(
        select(ReportSnapshot.id, ReportSnapshot.tables[KEPT])
        .where(ReportSnapshot.id.in_(select(ReportRequest.snapshot_id).where(*_same(about))))
        .order_by(ReportSnapshot.id)
    )
    return [read_back(one) for _, one in kept if one]


def requests_before(about: Subject, snapshot_id: int) -> list[ReportRequest]:
    """The reports given of a subject before that one, the oldest first; one made again is there once."""
    found: dict[int, ReportRequest] = {}
    for one in db.session.scalars(
        select(ReportRequest)
        .where(*_same(about), ReportRequest.snapshot_id < snapshot_id)
        .options(joinedload(ReportRequest.snapshot))
        .order_by(ReportRequest.snapshot_id, ReportRequest.id)
    ):
        found.setdefault(one.snapshot_id or 0, one)
    return list(found.values())


def _same(about: Subject) -> tuple[Any, ...]:
    """A report of the renewal programme counts other lots than those of the region: it has a series of its own."""
    apart = about.kind is ReportKind.ANRU
    kinds = [
        kind
        for kind in ReportKind
        if (
            kind is about.kind if apart else SHAPES[kind].scope is about.scope and kind is not ReportKind.ANRU
        )
    ]
    return (
        ReportRequest.snapshot_id.is_not(None), ReportRequest.kind.in_(kinds),
        ReportRequest.market_id.is_not_distinct_from(about.market_id),
        ReportRequest.subject_id.is_not_distinct_from(about.organization_id),
        ReportRequest.territory_id.is_not_distinct_from(about.territory_id),
    )  # fmt: skip


def read_back(kept: dict[str, Any]) -> Release:
    return Release(
        date.fromisoformat(kept["first"]) if kept["first"] else None, date.fromisoformat(kept["last"]),
        kept["counts"], {cell: Shown(how) for cell, how in kept["shown"].items()},
        tuple(Sum(total, tuple(parts)) for total, *parts in kept["sums"]),
    )  # fmt: skip
