"""Does each kind of letter say what it must, in the words people read in its golden file?

The letters of the journeys are held in tests/jobs/test_letters.py; those are the others. To write them again after a
wanted change, run with GOLDEN=write, and read them.
"""

import os
import re
from pathlib import Path

import pytest
from flask import render_template

from clauses.domain.accounts import LINK_MARK
from clauses.domain.notices import NOTICES
from clauses.jobs.mail import SUBJECT_MAX, shorten, whole_words
from clauses.queries.people import Follower
from tests.jobs.letter_facts import BUYER, COMPANY, FACTS, STRUCTURE, TERRITORY, Thing
from tests.portal import Portal

GOLDEN = Path(__file__).parent / "golden"
SIDES = {
    "asked": STRUCTURE.name, "seeker": COMPANY.name, "consulted": STRUCTURE.name, "company": COMPANY.name,
    "structure": STRUCTURE.name, "member": "Peinture Ravon et Fille", "local": STRUCTURE.name, "buyer": BUYER,
    "keeper": STRUCTURE.name, "doer": STRUCTURE.name, "follower": TERRITORY, "coordination": TERRITORY,
}  # fmt: skip
CONTACT = Follower(
    "Claire Delattre",
    "Maison de l'emploi du Beauvaisis",
    "0344000001",
    "claire.delattre@mde.example",
    1,
    False,
)


def written(kind: str, side: str, facts: dict) -> tuple[str, str]:
    """The subject and the body, as they leave."""
    text = render_template(
        f"emails/{kind}.txt", recipient=None if side == "nobody" else Thing(first_name="Camille"), base_url="http://clauses.example", secret=LINK_MARK,
        link="http://clauses.example/acte", contact=CONTACT, side=Thing(role=side, name=SIDES.get(side, "")), **facts,
    )  # fmt: skip
    subject, _, body = text.lstrip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def test_every_kind_of_letter_is_read_somewhere() -> None:
    read = {path.name[:3] for path in GOLDEN.glob("*.txt")}
    assert set(NOTICES) == read


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_each_letter_says_in_good_french_what_it_must(portal: Portal) -> None:
    with portal.app.test_request_context():
        texts = {
            f"{kind}-{variant or 'text'}": written(kind, side, facts)
            for kind, variants in FACTS.items()
            for variant, (side, facts) in variants.items()
        }
    for name, (subject, body) in texts.items():
        text, path = f"Objet : {subject}\n\n{body}", GOLDEN / f"{name}.txt"
        if os.environ.get("GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert subject and len(subject) <= SUBJECT_MAX, (name, subject)
        words = re.sub(r"http\S+", "", body)
        assert len(re.findall(r"\w+(?:['’-]\w+)*", words)) <= 120, name
        assert len(re.findall(f"http|{re.escape(LINK_MARK)}", body)) == 1, f"{name}: one link, the act"
        assert "\n\n\n" not in body and "  " not in body and "None" not in body, f"{name}:\n{body}"
        assert not re.search(r" [,.]|\.\.|\.\s?»\s?\.", body), f"{name}:\n{body}"
        assert path.exists() and text == path.read_text(encoding="utf-8"), f"{name}:\n{text}"


def test_no_subject_ends_in_the_middle_of_a_word_nor_on_a_word_left_hanging() -> None:
    """ux/4: 70 characters at most; whatever is typed as a name, a title, a place or a reference."""
    narrow = "\N{NARROW NO-BREAK SPACE}"
    for typed, told in (
        ("Bilan du lot 3", "Bilan du lot 3"),
        ("Syndicat intercommunal des eaux de la vallée vous propose 500 h à Beauvais et",
         "Syndicat intercommunal des eaux de la vallée vous propose 500 h…"),
        (f"Réponse à vos heures contestées pour le marché des écoles, {'x' * 30}", "Réponse à vos heures contestées pour le marché des écoles…"),
        (f"{'y' * 58} pour 19{narrow}200{narrow}€ au plus tard demain", f"{'y' * 58}…"),
        (f"Mise en demeure : marché {'2026-VB-' * 8}014, lot 1", "Mise en demeure : marché…"),
        (f"{'MARCHE/' * 12}2026", f"{'MARCHE/' * 9}".rstrip("/") + "…"),
        ("z" * 90, "Un message vous attend sur le portail…"),
    ):  # fmt: skip
        assert shorten(typed) == told and len(told) <= SUBJECT_MAX, typed
    every = (
        "Entretien des espaces verts, du parc de la mairie et de ses abords, l'Hay-les-Roses - lot n° 3 : élagage "
        * 2
    )
    for room in range(1, 120):
        for cut in (shorten(every[room:].lstrip()), whole_words(every, room)):
            end = cut.removesuffix("…")
            assert not end or re.search(rf"{re.escape(end)}(?!\w)", every), (room, cut)
    assert whole_words("De la", 20) == "De la", "whole, as it was typed"
    assert whole_words("De la de la", 8) == "De", "small words alone come to an end"
    assert whole_words("Réhabilitation-extension", 18) == "Réhabilitation", "cut where it is joined"
