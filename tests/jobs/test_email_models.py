"""Do the words that the administration gives a message say what its original says, to the same readers, and nothing else?"""

import re
from typing import Any

import pytest
from flask import render_template

from clauses.actions import email_models as actions
from clauses.domain.accounts import LINK_MARK
from clauses.domain.errors import Refused, Several
from clauses.domain.notices import NOTICES
from clauses.extensions import db, write_transaction
from clauses.jobs import mail
from clauses.jobs.letters import Side
from clauses.models.journal import EmailMessage
from clauses.models.people import User
from clauses.queries.email_models import grammar, specimen, versions
from clauses.queries.email_models.originals import TEXT_LENGTH, Words, environment, original
from clauses.wording import email_models as wording
from tests import stage
from tests.jobs.letter_facts import FACTS, Thing
from tests.jobs.test_letter_texts import CONTACT, SIDES
from tests.portal import Portal

REASON = "Demande du comité de pilotage"
M42 = original("M42")


def codes(kind: str, words: Words) -> dict[str, str | None]:
    """What is refused, and at which field."""
    with pytest.raises(Several) as refusal:
        specimen.check(kind, words)
    return {one.code: one.field for one in refusal.value.refusals}


def text_with(addition: str, kind: str = "M42") -> Words:
    found = original(kind)
    return Words(found.subject, found.text.replace("\n\n", f"\n\n{addition}\n\n", 1))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_words_of_the_product_kept_as_they_are_write_the_same_letters(portal: Portal) -> None:
    """Every kind passes its own check, has its values told in French, and is written alike in the closed language."""
    for kind in NOTICES:
        assert specimen.check(kind, original(kind)), kind
        for typed in (*grammar.of_text(kind).prints.values(), *grammar.of_subject(kind).prints.values()):
            assert wording.described(typed).split(",")[0] not in ("", typed), (kind, typed)
            path = wording.described(typed).split(",")[0]
            assert "." not in path and "_" not in path and "|" not in path, (kind, typed, path)
        for asked in grammar.of_text(kind).asks.values():
            path = (
                wording.question(asked)
                .rpartition(" : ")[0]
                .removeprefix("s'il y a : ")
                .removeprefix("sans : ")
            )
            assert path and not set(path) & set("._|"), (kind, asked)
            assert all(value in wording.VALUES for value in re.findall(r'"(\w*)"', asked)), (kind, asked)
    with portal.app.test_request_context():
        for kind, variants in FACTS.items():
            for side, facts in variants.values():
                told: dict[str, Any] = {
                    "recipient": None if side == "nobody" else Thing(first_name="Camille"), "contact": CONTACT,
                    "base_url": "http://clauses.example", "secret": LINK_MARK, "link": "http://clauses.example/acte",
                    "side": Thing(role=side, name=SIDES.get(side, "")), **facts,
                }  # fmt: skip
                subject, _, body = render_template(f"emails/{kind}.txt", **told).lstrip().partition("\n")
                wrote = versions.write(kind, original(kind), told)
                assert wrote == (" ".join(subject.split()), body.strip()), kind


def test_the_text_typed_runs_nothing_and_reaches_nothing() -> None:
    for attack in (
        "{{ recipient.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ [].append(1) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ config }}",
        "{{ request.args }}",
        "{{ url_for('people.mails') }}",
        "{{ lot|attr('market') }}",
        "{{ lot.number|string }}",
        "{{ 'a' * 99999 }}",
        "{{ 9 ** 99999 }}",
        "{{ range(9999) }}",
        "{% for one in range(999999) %}x{% endfor %}",
        "{% for a in link %}{% for b in link %}x{% endfor %}{% endfor %}",
        "{% set x = lot %}",
        "{% macro m() %}{% endmacro %}",
        "{% import 'emails/page.html' as x %}",
        "{% include 'emails/page.html' %}",
        "{% include ['emails/page.html', 'emails/ending.txt'] %}",
        "{% extends 'emails/page.html' %}",
        "{% block b %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% with a = lot %}{{ a }}{% endwith %}",
        "{% if lot.market.buyer.name == 'x' %}y{% endif %}",
    ):
        found = codes("M42", text_with(attack))
        assert set(found) == {"model_unknown"} and found["model_unknown"] == "model_text", attack
        assert set(codes("M42", Words(f"{M42.subject} {attack}", M42.text))) == {"model_unknown"}, attack
    assert not environment().globals
    for broken in ("{{ lot.number", "{% if lot %}", "{% endfor %}", "{{ lot.number|unheard_of_form }"):
        assert set(codes("M42", text_with(broken))) <= {"model_unreadable", "model_unknown"}, broken
    deep = "{% if beyond %}" * 150 + "x" + "{% endif %}" * 150
    assert codes("M08", text_with(deep, "M08")) == {"model_unreadable": "model_text"}
    assert codes("M42", text_with("{{ " + "(" * 2500 + "lot" + ")" * 2500 + " }}")).keys() <= {
        "model_too_deep", "model_unreadable", "model_unknown",
    }  # fmt: skip


def test_a_model_never_tells_what_its_original_does_not_tell() -> None:
    """Neither another value, nor another form of it, nor to another reader, nor the name of somebody in a subject."""
    for value in (
        "{{ recipient.email }}",
        "{{ author.phone }}",
        "{{ market.buyer.name }}",
        "{{ lot }}",
        "{{ author }}",
    ):
        assert codes("M42", text_with(value)) == {"model_unknown": "model_text"}
    assert codes("M42", Words("{{ author.name }} vous écrit", M42.text)) == {
        "model_not_in_subject": "model_subject"
    }
    assert codes("M42", Words("Bonjour {{ recipient.first_name }}", M42.text)) == {
        "model_not_in_subject": "model_subject"
    }
    assert codes(
        "M30", Words(original("M30").subject, original("M30").text + "{{ invitation.invited_by.email }}")
    ) == {"model_unknown": "model_text"}
    # the previous resource person is named to the one who follows, and the others read it in their own condition
    assert specimen.roles("M11") == ["structure", ""]
    flat = Words(
        original("M11").subject, original("M11").text.replace("{{ month|of_month }}", "{{ places }}")
    )
    assert codes("M11", flat) == {"model_other_reader": "model_text"}
    # what a message may be without is asked for before it is printed, as the original does
    bare = (
        original("M01")
        .text.replace("{% if market.publication_date %}", "")
        .replace("|day }}.{% endif +%}", "|day }}.")
    )
    assert codes("M01", Words(original("M01").subject, bare)) == {"model_may_lack": "model_text"}
    # a name of a list is that of the same list
    assert codes("M08", text_with("{{ structure.name }}", "M08")) == {"model_unknown": "model_text"}
    assert specimen.check("M42", Words("Lot {{ lot.number }} : {{ market.reference }}", M42.text))
    assert specimen.check(
        "M02",
        Words(
            original("M02").subject, original("M02").text.replace('"favorable", "favorables"', '"oui", "oui"')
        ),
    )


def test_what_a_message_owes_its_reader_is_asked_for_in_each_case() -> None:
    assert codes("M42", Words("", M42.text)) == {"model_empty_subject": "model_subject"}
    assert codes("M42", Words("Deux\nlignes", M42.text)) == {"model_one_line": "model_subject"}
    assert codes("M42", Words("Un mot", M42.text.replace("{{ link }}", "ici"))) == {
        "model_no_link": "model_text"
    }
    assert codes("M42", text_with("{{ link }}")) == {"model_no_link": "model_text"}
    assert codes("M42", Words("Un mot", M42.text.replace("{{ recipient.first_name }}", ""))) == {
        "model_no_greeting": "model_text"
    }
    assert codes("M42", Words("Un mot", M42.text.replace('{% include "emails/ending.txt" %}', ""))) == {
        "model_no_reason": "model_text"
    }
    assert codes("M42", text_with("Allez sur https://ailleurs.example")) == {"model_address": "model_text"}
    assert codes("M42", text_with("x" * TEXT_LENGTH)) == {"model_too_long": "model_text"}
    once = original("M01").text.replace(
        "Rendre l'avis : {{ link }}", "{% if question %}{{ link }}{% endif %}"
    )
    assert codes("M01", Words("Un avis", once)) == {"model_no_link": "model_text"}


def compose(portal: Portal, key: str, **changed: Any) -> EmailMessage:
    """A message on a lot, as the job writes it."""
    user = db.session.query(User).filter(User.email.like("sandrine.lemaire@%")).one()
    facts = {
        "lot": Thing(number=1), "market": Thing(reference="2026-VB-014"), "title": "Gros œuvre",
        "author": Thing(name="Claire Delattre"), "organization": Thing(name="MDE"), **changed,
    }  # fmt: skip
    with write_transaction():
        mail.compose(
            "M42", user, event_key=key, now=portal.now, side=Side("buyer", [user], "Ville de Beauvais"),
            link="http://clauses.example/lots/1", contact=None, **facts,
        )  # fmt: skip
        db.session.commit()
    return db.session.query(EmailMessage).filter_by(event_key=key).one()


def test_the_version_in_force_writes_and_the_original_replaces_one_that_fails(
    portal: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    maxime = stage.actor("maxime.ollier")
    before = compose(portal, "a")
    assert (before.model, before.model_failed) == (None, False)
    typed = Words(
        "Lot {{ lot.number }} : on vous écrit", M42.text.replace("a écrit à ceux", "s'adresse à ceux")
    )
    actions.record_email_model(maxime, "M42", typed, REASON, seen=0, now=portal.now)
    after = compose(portal, "b")
    assert (after.subject, after.model, after.model_failed) == ("Lot 1 : on vous écrit", 1, False)
    assert "s'adresse à ceux" in after.body and "Régler vos envois" in after.body
    assert after.body.replace("s'adresse à", "a écrit à") == before.body, "all the rest is the same letter"
    assert not versions.failing(portal.now)
    failed = compose(portal, "d", organization=Thing())
    assert (failed.subject, failed.model, failed.model_failed) == (before.subject, 1, True)
    assert "a écrit à ceux" in failed.body and "/lots/1" in failed.body
    assert versions.failing(portal.now) == {"M42": 1}
    [line] = [one for one in caplog.records if one.message == "email_model_failed"]
    assert (line.kind, line.version) == ("M42", 1)
    state = portal.sign_in("maxime.ollier").get("/admin/etat").text
    assert "le texte d'origine est parti à sa place" in state
    actions.put_back_email_model(maxime, "M42", 0, REASON, seen=1, now=portal.now)
    assert not versions.failing(portal.now), "the version that failed is no longer in force"
    assert compose(portal, "e").body == before.body


def test_words_that_give_no_message_are_unfit(portal: Portal) -> None:
    told = {
        "recipient": Thing(first_name="Camille"),
        "link": "http://clauses.example/acte",
        "secret": LINK_MARK,
    }
    for words in (
        Words("Sans lien", "Bonjour"),
        Words(" ", "{{ link }}"),
        Words("x", "{{ link }}" + "x" * 20_001),
    ):
        with pytest.raises(versions.Unfit):
            versions.write("M42", words, told)
    with pytest.raises(Refused, match="model_same"):
        actions.record_email_model(stage.actor("maxime.ollier"), "M42", M42, REASON, seen=0, now=portal.now)
