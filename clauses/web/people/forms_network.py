"""What is typed to name somebody, to transfer files, to end a mandate or to close a host organization?"""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from clauses.domain.kinds_territories import MandateKind
from clauses.models.people import Organization, User
from clauses.web.fields import DayField, Expected, Form, Length, Required, TextField, choices_of, whole_number
from clauses.wording import territories as words

PERSON = "Choisissez la personne ressource dans la liste."


class NameForm(Form):
    rp_person = SelectField("Personne ressource", [Required(PERSON)])
    rp_from = DayField("À partir du", [Required("Choisissez une date à venir ou aujourd'hui.")])
    rp_host = SelectField("Structure porteuse", [Required("Choisissez la structure porteuse dans la liste.")])
    rp_kind = RadioField(
        "Nature du mandat", [Expected()], choices=choices_of(MandateKind), default=MandateKind.HOLDER.value,
        description="La suppléance agit à côté de la personne titulaire, avec les mêmes droits. L'intérim tient le territoire en attendant une nomination.",
    )  # fmt: skip
    rp_until = DayField("Jusqu'au", description="Laissez vide si aucune fin n'est prévue.")
    rp_reason = TextField(
        "Motif", [Length(300)], description="Repris dans le message aux personnes concernées."
    )
    rp_confirm = BooleanField("Je confirme : cette personne couvrira plusieurs territoires")

    def offer(self, people: Iterable[tuple[User, str]], hosts: Iterable[Organization]) -> "NameForm":
        self.rp_person.choices = [("", "Choisir"), *_people(people)]
        self.rp_host.choices = [("", "Choisir"), *((str(one.id), one.name) for one in hosts)]
        return self

    def values(self) -> dict[str, Any]:
        return {
            "user_id": whole_number(self.rp_person.data), "host_id": whole_number(self.rp_host.data),
            "starts_on": self.rp_from.data, "kind": MandateKind(self.rp_kind.data), "until": self.rp_until.data,
            "reason": self.rp_reason.data, "seen_warning": bool(self.rp_confirm.data),
        }  # fmt: skip


class EndForm(Form):
    end_on = DayField("Dernier jour du mandat", [Expected()])
    end_reason = TextField("Motif", [Expected(), Length(300)])


class TransferForm(Form):
    transfer_to = SelectField("Transférer à", [Expected()])
    transfer_date = DayField(
        "Le", [Expected()], description="Aujourd'hui ou une date à venir, par exemple 15/06/2026"
    )
    transfer_reason = TextField(
        "Motif", [Expected(), Length(300)], description="Repris dans le message aux personnes concernées."
    )
    rp_confirm = BooleanField("Je confirme : cette personne couvrira plusieurs territoires")

    def offer(self, people: Iterable[tuple[User, str]], *, coordination: bool = False) -> "TransferForm":
        first = [("region", words.KEEP)] if coordination else []
        self.transfer_to.choices = [("", "Choisir"), *first, *_people(people)]
        return self


def _people(people: Iterable[tuple[User, str]]) -> list[tuple[str, str]]:
    return [
        (str(user.id), words.PERSON_AND_PLACE.format(name=user.name, organization=name))
        for user, name in people
    ]
