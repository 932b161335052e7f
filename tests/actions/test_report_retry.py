"""Who may ask again for a report that failed? Those who may ask, not those who only read."""

import pytest

from clauses.access.gate import Forbidden
from clauses.actions import compliance
from clauses.domain.kinds import JobState
from clauses.extensions import db, write_transaction
from clauses.models.compliance import ReportRequest
from tests.builders import AT, world
from tests.portal import Portal


def test_a_reader_reads_a_failed_report_and_does_not_ask_again(portal: Portal) -> None:
    small_world = world()
    request_id = small_world.ids(ReportRequest)["a"]
    with write_transaction():
        db.session.get_one(ReportRequest, request_id).state = JobState.FAILED
        db.session.commit()
    with pytest.raises(Forbidden):
        compliance.retry_report(small_world.actors["reader_a"], request_id, now=AT, at=AT)
    again = compliance.retry_report(small_world.actors["buyer_a"], request_id, now=AT, at=AT)
    assert again.state is JobState.QUEUED
