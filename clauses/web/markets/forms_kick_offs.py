"""What is typed of the meeting that opens the execution of a lot?"""

from wtforms import TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea

from clauses.actions.markets import MeetingFields, MinutesFields
from clauses.models.awards import KickOff
from clauses.web.fields import DayField, Form, Length, TextField, TimeField
from clauses.web.markets.rows import Expected
from clauses.wording import sentences

MOST_PRESENT = 40


def _trimmed(text: str | None) -> str | None:
    return (text or "").strip() or None


class MeetingForm(Form):
    kick_off_date = DayField("Date de la réunion", [Expected()])
    kick_off_time = TimeField("Heure", description="Par exemple 14 h 30")
    kick_off_place = TextField(
        "Lieu", [Expected(), Length(300)], description="Adresse, salle ou visioconférence"
    )
    kick_off_agenda = TextAreaField(
        "Ordre du jour", [Length(1000)], filters=[_trimmed],
        description="Par exemple : règles de la clause, calendrier, pièces à fournir",
    )  # fmt: skip

    @classmethod
    def of(cls, meeting: KickOff | None) -> "MeetingForm":
        if meeting is None:
            return cls()
        return cls(
            kick_off_date=meeting.planned_on, kick_off_time=meeting.planned_at, kick_off_place=meeting.place,
            kick_off_agenda=meeting.agenda,
        )  # fmt: skip

    def fields(self) -> MeetingFields:
        return MeetingFields(
            self.kick_off_date.data,
            self.kick_off_time.data,
            self.kick_off_place.data,
            self.kick_off_agenda.data,
        )


class MinutesForm(Form):
    held_date = DayField("Tenue le", [Expected()])
    held_present = TextField(
        "Organisations présentes", [Expected(), Length(3000)], widget=TextArea(),
        description="Une par ligne : organisation ; fonction de la personne venue. Sans nom de participant. "
        "Par exemple : Bâtisseurs du Thérain ; conductrice de travaux",
    )  # fmt: skip
    held_contact = TextField(
        "Interlocuteur insertion de l'entreprise", [Expected(), Length(200)],
        description="La personne que le titulaire désigne pour suivre les heures : nom et fonction",
    )  # fmt: skip
    held_reach = TextField("Téléphone ou courriel", [Length(200)])
    held_decisions = TextAreaField(
        "Décisions", [Length(3000)], filters=[_trimmed],
        description="Ce qui est convenu : calendrier, modalités, pièces, prochaine étape",
    )  # fmt: skip

    @classmethod
    def of(cls, meeting: KickOff | None) -> "MinutesForm":
        if meeting is None:
            return cls()
        lines = [" ; ".join(filter(None, (one["organization"], one["function"]))) for one in meeting.present]
        return cls(
            held_date=meeting.held_on or meeting.planned_on, held_present="\n".join(lines) or None,
            held_contact=meeting.contact, held_reach=meeting.contact_reach, held_decisions=meeting.decisions,
        )  # fmt: skip

    @property
    def present(self) -> list[tuple[str, str | None]]:
        """(organization, function) of each line."""
        found = []
        for line in (self.held_present.data or "").splitlines():
            organization, _, function = (part.strip() for part in line.partition(";"))
            if organization:
                found.append((organization[:200], function[:200] or None))
        return found

    def validate_held_present(self, field: TextField) -> None:
        if len(self.present) > MOST_PRESENT:
            raise ValidationError(sentences.refusal("kick_off_many", max=MOST_PRESENT))

    def fields(self) -> MinutesFields:
        return MinutesFields(
            self.held_date.data, tuple(self.present), self.held_contact.data, self.held_reach.data,
            self.held_decisions.data,
        )  # fmt: skip
