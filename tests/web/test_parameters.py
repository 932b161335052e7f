"""Does a dated parameter judge what happens from its day on, never what happened before, in every process?"""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from clauses.actions import parameters as actions
from clauses.domain.errors import Refused
from clauses.domain.parameters import EDITABLE, NewParameter
from clauses.extensions import db, write_transaction
from clauses.models.administration import ParameterValue
from clauses.models.journal import AuditEvent
from clauses.queries import parameters
from clauses.reference import rulebook
from clauses.web.people.forms_parameters import form_of
from clauses.wording.rules import RULE_VALUES
from tests import stage
from tests.portal import Portal


def record(portal: Portal, rule: str, name: str, value: int, day: str) -> ParameterValue:
    new = NewParameter(rule, name, value, date.fromisoformat(day), "Décision du comité de pilotage")
    return actions.record_parameter(stage.actor("maxime.ollier"), new, now=portal.now)


def read_again(on: date) -> None:
    """As another process does at its first act of that day."""
    rulebook.overlay.forget()
    parameters.refresh(on)
    db.session.rollback()


def test_a_value_stands_from_its_day_on_and_the_past_is_judged_as_it_was(portal: Portal) -> None:
    record(portal, "relay", "max_hours", 260_00, "2026-04-01")
    read_again(portal.day("2026-06-01"))
    assert rulebook.relay(date(2026, 3, 31)).max_hours == 240_00
    assert rulebook.relay(date(2026, 4, 1)).max_hours == 260_00
    assert rulebook.relay(date(2026, 4, 1)).alert_bp == 80_00, "the other values of the rule stay"
    assert rulebook.relay(date(2026, 4, 1)).source == "Décision du comité de pilotage"
    [told] = [one for one in rulebook.described(date(2026, 4, 1)) if one.name == "relay"]
    assert (told.values["max_hours"], told.effective_from) == (260_00, date(2026, 4, 1))
    record(portal, "relay", "max_hours", 250_00, "2026-07-01")
    read_again(date(2026, 7, 2))
    assert [rulebook.relay(date(2026, m, 2)).max_hours for m in (3, 6, 7)] == [240_00, 260_00, 250_00]


@pytest.mark.parametrize(("rule", "name", "value", "day", "code"), [
    ("relay", "max_hours", 250_00, "2026-03-02", "parameter_past"),
    ("relay", "max_hours", 250_00, "2020-01-01", "parameter_past"),
    ("relay", "max_hours", 481_00, "2026-04-01", "parameter_bounds"),
    ("relay", "max_hours", 240_00, "2026-04-01", "parameter_same"),
    ("plausibility", "comment_over", 208_00, "2026-04-01", "parameter_order"),
    ("compliance", "alert_below_points", -5, "2026-04-01", "parameter_order"),
])  # fmt: skip
def test_what_is_refused(portal: Portal, rule: str, name: str, value: int, day: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        record(portal, rule, name, value, day)
    assert refusal.value.code == code
    assert not db.session.scalars(select(ParameterValue)).all()


def test_what_the_law_sets_is_not_for_the_administration() -> None:
    assert not {rule for rule, _ in EDITABLE} & {"ceiling", "eligibility"}
    assert set(EDITABLE) <= set(RULE_VALUES), "each has words and a unit"
    for rule, name in EDITABLE:
        assert type(getattr(rulebook.in_force(rule, date(2026, 3, 2)), name)) is int
        form_of(name)()


def test_a_recorded_value_is_never_rewritten(portal: Portal) -> None:
    record(portal, "exit", "months_before", 4, "2026-04-01")
    for statement in ("UPDATE parameter_value SET value = 1", "DELETE FROM parameter_value"):
        with pytest.raises(DBAPIError), write_transaction():
            db.session.execute(text(statement))
        db.session.rollback()


def test_the_screens_show_all_and_record_from_tomorrow(portal: Portal) -> None:
    maxime = portal.sign_in("maxime.ollier")
    assert "Nouvelle valeur à venir" not in maxime.get("/admin/parametres").text
    sheet = maxime.get("/admin/parametres/relay/max_hours")
    fields = {"param_value": "260", "param_from": "01/04/2026", "param_reason": "Décision du comité"}
    late = maxime.submit(sheet, {**fields, "param_from": "02/03/2026"}, form="parametres", status=422)
    assert "à partir de demain" in late.text
    maxime.submit(sheet, {**fields, "param_value": "beaucoup"}, form="parametres", status=422)
    maxime.submit(maxime.get("/admin/parametres/relay/max_hours"), fields, form="parametres")
    assert "Nouvelle valeur à venir" in maxime.get("/admin/parametres").text
    assert "260" in maxime.get("/admin/parametres/relay/max_hours").text
    line = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "parameter:record")).one()
    assert (line.facts["before"], line.facts["after"]) == (240_00, 260_00)
    portal.day("2026-04-01")
    maxime.get("/admin/parametres")
    assert rulebook.relay(date(2026, 4, 1)).max_hours == 260_00, "the first door of the day has read it"
    maxime.get("/admin/parametres/ceiling/max_hours", status=404)
    helene = portal.sign_in("helene.vasseur")
    helene.get("/admin/parametres")
    helene.post("/admin/parametres/relay/max_hours", fields, status=403)
    portal.sign_in("sandrine.lemaire").get("/admin/parametres", status=403)
