"""What is typed of an offer, a joint session, a meeting and an evaluation?"""

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from clauses.actions.cooperation.offers import Offer, Session
from clauses.domain.kinds_cooperation import MeetingKind, NoSession, OfferAnswer, OfferContract
from clauses.models.people import Organization
from clauses.web.fields import (
    Boxes,
    DayField,
    Expected,
    Form,
    HoursField,
    Length,
    TextField,
    WholeField,
    choices_of,
    whole_number,
)
from clauses.wording.hours import CHOOSE

NO_NAME = "N'écrivez pas de nom de participant."


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _member(kind: Any, value: str | None) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


class _WithSession(Form):
    """The fields of a joint session."""

    o_session = DayField("Information collective conjointe le", [Optional()])
    ses_place = TextField("Lieu", [Optional(), Length(160)])
    ses_hosts = Boxes("Avec", choices=[], validate_choice=False)

    def __init__(self, *args: Any, structures: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ses_hosts.choices = [SelectChoice(str(one.id), one.name) for one in structures]

    def session(self) -> Session:
        # A box that was tampered with is no number: 0 is the number of no structure, and is refused as such.
        hosts = [whole_number(value) or 0 for value in self.ses_hosts.data or []]
        return Session(self.o_session.data, self.ses_place.data, hosts)


class OfferForm(_WithSession):
    """F08: the one form of every structure (convention, N3)."""

    o_title = TextField(
        "Intitulé du poste", [Expected(), Length(120)], description="Sans sigle ; féminin et masculin."
    )
    o_posts = WholeField(
        "Nombre de postes", [Expected()],
        description="À partir de 3, une information collective conjointe est proposée.",
    )  # fmt: skip
    o_tasks = TextAreaField(
        "Missions, conditions et prérequis réels", [Expected(), Length(3000)], filters=[_trimmed],
        description="N'indiquez que ce qui est indispensable dès l'arrivée.",
    )  # fmt: skip
    o_contract = SelectField(
        "Contrat", [Expected()], choices=choices_of(OfferContract, empty=CHOOSE), validate_choice=False
    )
    o_hours_week = HoursField("Heures par semaine", [Optional()])
    o_start = DayField("Début", [Expected()])
    o_no_session_reason = SelectField(
        "Sinon, pourquoi n'aura-t-elle pas lieu ?", [Optional()], choices=choices_of(NoSession, empty="Sans objet"),
        validate_choice=False,
    )  # fmt: skip

    def offer(self) -> Offer:
        return Offer(
            _trimmed(self.o_title.data), self.o_posts.data, self.o_tasks.data or "",
            _member(OfferContract, self.o_contract.data), self.o_hours_week.data, self.o_start.data, self.session(),
            _member(NoSession, self.o_no_session_reason.data),
        )  # fmt: skip


class AnswerForm(Form):
    """F09: one for each offer of the page, whose number begins the name of its fields."""

    offer_answer = RadioField(
        "Votre réponse", [Expected()], choices=choices_of(OfferAnswer), validate_choice=False
    )
    offer_people = WholeField(
        "Combien de personnes pourraient convenir ?", [Optional()],
        description="Si vous avez quelqu'un. Pas de nom ici : la mise en relation se fait ensuite.",
    )  # fmt: skip

    @property
    def answer(self) -> OfferAnswer | None:
        found: OfferAnswer | None = _member(OfferAnswer, self.offer_answer.data)
        return found


class SessionForm(_WithSession):
    """F10: a session that no offer calls for; all of it is asked, where an offer may do without."""

    o_session = DayField("Information collective conjointe le", [Expected()])
    ses_place = TextField("Lieu", [Expected(), Length(160)])
    ses_hosts = Boxes("Avec", [Expected()], choices=[], validate_choice=False)


class SessionResultForm(Form):
    ses_present = WholeField("Personnes présentes", [Expected()])
    ses_result = TextAreaField("Suites", [Length(2000)], filters=[_trimmed], description=NO_NAME)


class MeetingForm(Form):
    """G03."""

    meet_type = SelectField(
        "Type", [Expected()], choices=choices_of(MeetingKind, empty=CHOOSE), validate_choice=False
    )
    meet_date = DayField("Date", [Expected()])
    meet_place = TextField("Lieu", [Expected(), Length(160)])

    @property
    def kind(self) -> MeetingKind | None:
        found: MeetingKind | None = _member(MeetingKind, self.meet_type.data)
        return found


class MinutesForm(Form):
    meet_present = WholeField("Personnes présentes", [Expected()])
    meet_minutes = TextAreaField(
        "Relevé de décisions", [Expected(), Length(5000)], filters=[_trimmed],
        description="N'écrivez pas de nom de participant dans le relevé de décisions.",
    )  # fmt: skip


class EvaluationForm(Form):
    """G05."""

    ev_comment = TextAreaField("Analyse", [Expected(), Length(5000)], filters=[_trimmed], description=NO_NAME)
    ev_decisions = TextAreaField(
        "Décisions (qui, quoi, quand)", [Expected(), Length(5000)], filters=[_trimmed], description=NO_NAME
    )
    ev_funding = TextAreaField("Financement recherché", [Length(2000)], filters=[_trimmed])


class ReviewForm(Form):
    """G04: one text for all."""

    rev_success = TextAreaField(
        "Nos réussites communes", [Expected(), Length(5000)], filters=[_trimmed], description=NO_NAME
    )
    rev_failure = TextAreaField(
        "Ce qui n'a pas marché, et pourquoi",
        [Expected(), Length(5000)],
        filters=[_trimmed],
        description=NO_NAME,
    )
    rev_change = TextAreaField(
        "Ce que nous changeons", [Expected(), Length(5000)], filters=[_trimmed], description=NO_NAME
    )


class AgreementForm(Form):
    """G01."""

    conv_title = TextField("Titre", [Expected(), Length(160)])
    conv_signatories = TextField("Réseaux signataires", [Expected(), Length(500)])
    conv_date = DayField("Date d'effet", [Expected()])


class AgreementEndForm(Form):
    conv_end = DayField("N'est plus renouvelée à partir du", [Expected()])
    conv_reason = TextAreaField(
        "Réseau qui s'y oppose, et motif", [Expected(), Length(500)], filters=[_trimmed]
    )


class SigningForm(ReviewForm):
    """The same text, sent with a signature: it is compared with the one recorded, and nothing more is asked of it."""

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        return True
