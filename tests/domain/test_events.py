"""Does a fact leave and come back the same, carrying ids only?"""

import json
from dataclasses import FrozenInstanceError, fields
from datetime import date

import pytest

from clauses.domain import events

# The words of a message tried before they are recorded: no row holds them yet, and values are blanks there.
WORDS = {"EmailTrialAsked": {"kind", "subject", "text"}}


def sample(kind):
    return kind(
        **{
            field.name: date(2026, 12, 1) if field.name == "month" else n
            for n, field in enumerate(fields(kind), 1)
        }
    )


@pytest.mark.parametrize("kind", events.EVENTS.values(), ids=events.EVENTS)
def test_a_fact_goes_through_the_outbox_unchanged(kind):
    fact = sample(kind)
    kept = json.loads(json.dumps(events.to_payload(fact)))
    assert events.from_payload(fact.name, kept) == fact
    assert type(events.from_payload(fact.name, kept)) is kind


@pytest.mark.parametrize("kind", events.EVENTS.values(), ids=events.EVENTS)
def test_a_fact_carries_ids_and_at_most_a_month(kind):
    names = {field.name for field in fields(kind)} - WORDS.get(kind.__name__, set())
    assert all(name.endswith("_id") or name == "month" for name in names)
    with pytest.raises(FrozenInstanceError):
        setattr(sample(kind), fields(kind)[0].name, 0)


def test_every_kind_of_fact_is_listed_by_its_name():
    assert {kind.__name__ for kind in events.Event.__subclasses__()} == set(events.EVENTS)
    assert all(name == kind.__name__ for name, kind in events.EVENTS.items())


def test_a_month_is_written_as_a_date():
    fact = events.RelayAlerted(participant_id=7, lot_id=3, month=date(2026, 11, 1))
    assert events.to_payload(fact) == {"participant_id": 7, "lot_id": 3, "month": "2026-11-01"}


def test_an_unknown_fact_or_a_spoilt_one_is_not_read():
    with pytest.raises(KeyError):
        events.from_payload("SomethingElse", {})
    with pytest.raises(TypeError):
        events.from_payload("LotAwarded", {"lot": 1})
