"""What does a letter say, once its model is filled for a lot? A document, and the facts a certificate keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.domain.kinds_letters import LetterModel
from clauses.models.letters import Letter
from clauses.queries.letters import Said
from clauses.queries.people import Follower
from clauses.reference import geography, letter_models
from clauses.reports.pdf import Block, Document, Facts, Paragraph, Signature
from clauses.wording import formats
from clauses.wording import letters as words
from clauses.wording.labels import label
from clauses.wording.sentences import plural


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: the person, and the structure that employs that person."""

    follower: Follower | None
    name: str
    host: str


def facts_of(
    letter: Letter, said: Said, sender: Sender, *, on: date, code: str | None, verify: str, state: str,
    minimum: int,
) -> dict[str, str | None]:  # fmt: skip
    """Every placeholder of the models, as French readers expect it; None leaves its paragraph out."""
    case, lot = said.case, letter.lot
    persons = case.figures.persons
    particulars = letter.particulars or {}
    day = particulars.get("meeting_day")
    return {
        "buyer": lot.market.buyer.name, "reference": lot.market.reference, "market": lot.market.title,
        "lot": str(lot.number), "lot_title": lot.title,
        "company": lot.award.awardee.name if lot.award else letter.recipient.name,
        "target": formats.hours(case.figures.owed), "validated": formats.hours(case.validated),
        "missing": formats.hours(case.left) if case.left else None,
        "neutralised": formats.hours(case.neutralised) if case.neutralised else None,
        "start": formats.day_long(case.version.exec_start), "end": formats.day_long(case.ended_on),
        "notified": formats.day_long(lot.award.notified_on) if lot.award else None,
        "late_months": formats.joined([formats.month_long(one) for one in said.late]) if said.late else None,
        "persons": words.FEW.format(n=minimum) if 0 < persons < minimum else plural(words.PERSONS, persons),
        "state": state, "day": formats.day_long(on), "host": sender.host, "code": code, "verify": verify,
        "delay": str(particulars["delay"]) if "delay" in particulars else None,
        "meeting_day": formats.day_long(date.fromisoformat(day)) if day else None,
        "meeting_place": particulars.get("meeting_place"),
    }  # fmt: skip


def document_of(letter: Letter, facts: dict[str, str | None], sender: Sender) -> Document:
    """The letter as a document; a certificate shows its figures as a list too."""
    model = letter_models.model(letter.model)
    blocks: list[Block] = []
    for text in model.paragraphs:
        asked = letter_models.placeholders(text)
        if all(facts.get(name) for name in asked):
            blocks.append(Paragraph(text.format(**facts)))
    if letter.model is LetterModel.CERTIFICATE:
        rows = [
            (words.TARGET, facts["target"]), (words.VALIDATED, facts["validated"]), (words.STATE, facts["state"]),
            (words.CODE, facts["code"]),
        ]  # fmt: skip
        blocks.insert(1, Facts(tuple((name, value) for name, value in rows if value)))
    person = sender.follower
    signed = [sender.name, sender.host]
    if person and person.phone:
        signed.append(formats.phone(person.phone))
    if letter.model is not LetterModel.NOTICE_DRAFT:
        blocks.append(Signature(tuple(signed)))
    recipient = letter.recipient
    commune = geography.commune(recipient.commune_code) if recipient.commune_code else None
    return Document(
        title=model.title.format(**facts),
        day=letter.dated_on,
        footer=words.FOOTER.format(model=label(letter.model), version=letter.model_version, number=letter.id),
        blocks=tuple(blocks),
        sender=(sender.host, *(line for line in (sender.name, person.email if person else None) if line)),
        recipient=(recipient.name, *((commune.name,) if commune else ())),
        dateline=words.DATED.format(day=formats.day_long(letter.dated_on)),
        author=sender.host,
    )


def figures_of(said: Said, letter: Letter, facts: dict[str, str | None]) -> dict[str, Any]:
    """What the public page of a certificate shows: the lot and its figures, no person."""
    kept = ("buyer", "reference", "market", "lot", "lot_title", "company", "target", "validated", "state", "host", "neutralised")  # fmt: skip
    return {name: facts[name] for name in kept if facts.get(name)}


def file_name(letter: Letter) -> str:
    """« attestation-12.pdf »: the model and a number, nobody's name."""
    return f"{words.FILES[letter.model]}-{letter.id}.pdf"
