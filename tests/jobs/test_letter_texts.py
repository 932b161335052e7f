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
from clauses.jobs.mail import SUBJECT_MAX
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
