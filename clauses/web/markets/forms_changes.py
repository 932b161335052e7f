"""What is typed of a change of contract? Each kind shows its own fields."""

from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from clauses.actions.markets import ChangeFields
from clauses.domain.bases import OPEN_BASES
from clauses.domain.kinds import ChangeKind
from clauses.domain.kinds_clauses import DuePace
from clauses.models.people import Organization
from clauses.queries.markets import ChangeFile
from clauses.web.fields import (
    Between,
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    PercentField,
    TextField,
    WholeField,
    choices_of,
)
from clauses.web.markets.rows import MOST_EUROS, Expected, Positive
from clauses.wording import changes as words
from clauses.wording import formats
from clauses.wording.sentences import written

COMMON = ("amend_date", "document", "amend_note", "checked")
FIELDS: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.AMENDMENT: ("lot_amount", "target_hours", "exec_months"),
    ChangeKind.TRANCHE_CONFIRMED: ("tranche", "exec_months"),
    ChangeKind.ORDER: ("order_amount",),
    ChangeKind.ORDER_CANCELLED: ("order",),
    ChangeKind.HOURS_WORKED: ("worked_from", "worked_hours", "taken_over"),
    ChangeKind.PACE: ("pace",),
    ChangeKind.PROGRESS: ("progress",),
    ChangeKind.SUSPENSION: (),
    ChangeKind.RESUMPTION: (),
    ChangeKind.TRANSFER: ("holder",),
    ChangeKind.TERMINATION: ("target_hours",),
}


class ChangeForm(Form):
    """One change; the fields of the other kinds are left out."""

    amend_date = DayField("Date d'effet", [Expected()])
    lot_amount = EurosField(
        "Nouveau montant HT", [Positive("euros_format"), Between(1, MOST_EUROS, formats.euros)]
    )
    target_hours = HoursField(
        "Nouveau volume", [Positive("hours_positive")],
        description="En heures, sur toute la durée. Laissez vide pour reprendre la proposition.",
    )  # fmt: skip
    exec_months = WholeField("Durée en mois", [Between(1, 96)])
    tranche = SelectField("Tranche", [Expected()], choices=[], validate_choice=False)
    order_amount = EurosField("Montant de la commande HT", [Expected(), Positive("order_amount")])
    order = SelectField("Commande annulée", [Expected()], choices=[], validate_choice=False)
    worked_from = DayField("Du", [Expected()])
    worked_hours = HoursField(
        "Heures travaillées", [Expected(), Positive("hours_positive")],
        description="Toutes les heures du lot sur la période, déclarées par le titulaire",
    )  # fmt: skip
    taken_over = HoursField(
        "Dont personnel repris", description="Ces heures ne sont pas dans la base du calcul"
    )
    pace = RadioField("Rythme attendu", [Expected()], choices=choices_of(DuePace), validate_choice=False)
    progress = PercentField(
        "Travaux réalisés",
        [Expected()],
        description="En pourcentage de l'ensemble des travaux du lot, de 0 à 100",
    )
    holder = SelectField("Nouveau titulaire", [Expected()], choices=[], validate_choice=False)
    document = TextField(
        "Référence du document", [Length(120)], description="Par exemple : avenant n° 1 signé le 20/01/2027"
    )
    amend_note = TextField("Motif", [Length(500)])
    checked = HiddenField()  # what was shown before confirming

    def __init__(
        self, kind: ChangeKind, file: ChangeFile, known: list[Organization], formdata: Any = None
    ) -> None:
        owed = file.owed
        super().__init__(formdata, exec_months=owed.exec_months if owed else None, lot_amount=file.amount)
        self.kind = kind
        shown = (*COMMON, *FIELDS[kind])
        if file.terms is not None and file.terms.basis in OPEN_BASES and kind is ChangeKind.AMENDMENT:
            shown = tuple(
                name for name in shown if name != "target_hours"
            )  # it follows what is ordered or worked
        for name in [name for name in self._fields if name not in shown]:
            del self[name]
        self["amend_date"].label.text = words.DATES.get(kind, words.DATE)
        self._offer(file, known)

    def _offer(self, file: ChangeFile, known: list[Organization]) -> None:
        if "tranche" in self:
            self["tranche"].choices = [
                SelectChoice(
                    str(t.id), words.TRANCHE_WORDS.format(label=t.label, hours=formats.hours(t.hours))
                )
                for t in file.tranches
            ]
        if "order" in self:
            self["order"].choices = [
                SelectChoice(str(o.id), written(words.ORDER_WORDS, n=o.number, day=formats.day_short(o.ordered_on),
                                                amount=formats.euros(o.amount)))
                for o in file.orders
            ]  # fmt: skip
        if "holder" in self:
            self["holder"].choices = [
                SelectChoice("", "Choisissez"), *(SelectChoice(str(one.id), one.name) for one in known)
            ]  # fmt: skip

    def fields(self) -> ChangeFields:
        def typed(name: str) -> Any:
            return self[name].data if name in self else None

        def chosen(name: str) -> int | None:
            text = typed(name) or ""
            return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None

        return ChangeFields(
            kind=self.kind, effective_on=typed("amend_date"), amount=typed("lot_amount"), hours=typed("target_hours"),
            exec_months=typed("exec_months"), tranche_id=chosen("tranche"), order_id=chosen("order"),
            order_amount=typed("order_amount"), worked_from=typed("worked_from"), worked=typed("worked_hours"),
            taken_over=typed("taken_over"), holder_id=chosen("holder"), document=typed("document"),
            reason=typed("amend_note"), pace=DuePace(typed("pace")) if typed("pace") in set(DuePace) else None,
            progress=typed("progress"),
        )  # fmt: skip

    def digest(self) -> str:
        """What was typed, in short: a change looked at and then altered is looked at again."""
        return "|".join(
            f"{f.short_name}={f.data}"
            for f in self
            if f.short_name not in ("checked", "document", "amend_note")
        )
