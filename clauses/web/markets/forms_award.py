"""What is typed of the result of a lot: its holder, its group, its amount and its dates?"""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from clauses.actions.markets import AwardFields, GroupFields, MemberFields, Named
from clauses.domain.consortium import refuse_partial
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds import GroupForm, LotResult
from clauses.domain.kinds_awards import ShareUnit
from clauses.models.people import Organization
from clauses.web.fields import (
    Between,
    CommuneField,
    DayField,
    EurosField,
    Form,
    HoursField,
    Length,
    Required,
    SiretField,
    TextField,
    WholeField,
    _Understood,
    whole_number,
)
from clauses.web.markets.rows import Expected, KindRadio, Positive, RowForm, Rows, posted_rows
from clauses.wording import awards as words
from clauses.wording import formats, parsing, sentences
from clauses.wording.labels import label


def _share(text: str) -> int:
    """« 33,33 % » or « 661,05 h », both in hundredths: the unit of the group says of what."""
    for read in (parsing.percent, parsing.hours):
        try:
            return read(text)
        except parsing.NotUnderstood:
            continue
    raise parsing.NotUnderstood("group_share_format")


class ShareField(_Understood):
    read = staticmethod(_share)
    write = staticmethod(formats.hours_plain)


class MemberRow(RowForm):
    """A member besides the holder; a line left entirely empty is no member."""

    member_siret = SiretField("SIRET", [Expected()], description="14 chiffres, avec ou sans espaces")
    group_share = ShareField("Part", [Expected()])
    member_name = TextField(
        "Nom", [Length(200)], description="Seulement si le portail ne connaît pas encore ce SIRET."
    )
    member_city = CommuneField("Commune", description="Nom, code postal ou code INSEE")

    @property
    def empty(self) -> bool:
        return not any(
            (
                self.member_siret.raw_text,
                self.group_share.raw_text,
                self.member_name.data,
                self.member_city.raw_text,
            )
        )

    def fields(self) -> MemberFields:
        named = Named(self.member_siret.data, self.member_name.data, self.member_city.data)
        return MemberFields(self.row, named, self.group_share.data)


class Members(Rows[MemberRow]):
    """The members typed, in their order."""

    @classmethod
    def posted(cls, form: "MultiDict[str, str] | None") -> "Members":
        if form is None:
            return cls([MemberRow(2)])
        return cls(MemberRow(row, form) for row in posted_rows(form, "member_siret"))

    @property
    def filled(self) -> list[MemberRow]:
        return [row for row in self.rows if not row.empty]

    def validate(self) -> bool:
        verdicts = [row.validate() for row in self.filled]  # every line, to correct everything in one go
        return all(verdicts)

    def add(self) -> None:
        self.rows.append(MemberRow(max((row.row for row in self.rows), default=1) + 1))

    def drop(self, place: int) -> None:
        self.rows = [row for row in self.rows if row.row != place]
        if not self.rows:
            self.add()

    def name_of(self, row: MemberRow) -> str:
        return words.MEMBER.format(n=row.row)


class AwardForm(Form):
    """The result of one lot."""

    award_result = KindRadio(
        "Résultat de la consultation", [Required(sentences.refusal("award_result"))], kind=LotResult
    )
    awardee = SelectField("Titulaire, déjà connu du portail", [Expected()], choices=[], validate_choice=False)
    awardee_siret = SiretField("ou son SIRET", [Expected()], description="14 chiffres, avec ou sans espaces")
    awardee_name = TextField(
        "Nom de l'entreprise",
        [Length(200)],
        description="Seulement si le portail ne connaît pas encore ce SIRET.",
    )
    awardee_city = CommuneField("Commune de l'entreprise", description="Nom, code postal ou code INSEE")
    group_form = KindRadio("Forme du groupement", [Expected()], kind=GroupForm, default=GroupForm.NONE)
    share_unit = KindRadio("Les parts sont écrites", [Expected()], kind=ShareUnit, default=ShareUnit.PERCENT)
    lead_share = ShareField(
        "Part du mandataire", [Expected()], description="Le mandataire est le titulaire désigné plus haut."
    )
    award_amount = EurosField(
        "Montant du marché attribué HT",
        [Positive("euros_format")],
        description="Celui de l'acte d'engagement",
    )
    offer_hours = HoursField(
        "Heures inscrites dans l'offre", [Expected(), Positive("hours_positive")],
        description="Celles de l'acte d'engagement",
    )  # fmt: skip
    notification_date = DayField("Date de notification", [Expected()])
    exec_start = DayField("Début d'exécution", [Expected()])
    exec_months = WholeField("Durée en mois", [Expected(), Between(1, 96)])
    result_reason = TextAreaField(
        "Motif, si le lot est infructueux ou sans suite", [Expected(), Length(500)],
        description="Lu par tous ceux qui voient le lot.", filters=[lambda text: (text or "").strip() or None],
    )  # fmt: skip
    amount_checked = HiddenField()
    group_checked = HiddenField()

    def __init__(self, formdata: "MultiDict[str, str] | None" = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.members = Members.posted(formdata)

    def offer(self, known: list[Organization]) -> "AwardForm":
        """Hand the form its choices."""
        offered = [SelectChoice(str(one.id), _holder_words(one)) for one in known]
        self.awardee.choices = [SelectChoice("", "Choisissez"), *offered]
        return self

    @property
    def grouped(self) -> bool:
        """A group is declared, or its members are being typed."""
        return self.group_form.member in (GroupForm.SEVERAL, GroupForm.JOINT_AND_SEVERAL)

    def validate(self, extra_validators: object = None) -> bool:
        whole = super().validate()
        members = self.members.validate()
        if not self.grouped and (self.members.filled or self.lead_share.data):
            self.refuse(Refused("group_form_missing", field="group_form"))
            return False
        return whole and members

    def refuse(self, refusal: DomainError) -> None:
        """A refusal of a member goes to its line, the others to their field."""
        rows = {row.row: row for row in self.members.rows}
        for one in refusal.refusals if isinstance(refusal, Several) else [refusal]:
            row = rows.get(one.facts.get("row", -1))
            row.refuse(one) if row is not None else super().refuse(one)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [*super().problems, *self.members.problems]

    @property
    def group(self) -> GroupFields | None:
        if not self.grouped or self.award_result.member is not LotResult.AWARDED:
            return None
        return GroupFields(
            form=self.group_form.member, unit=self.share_unit.member or ShareUnit.PERCENT,
            lead_share=self.lead_share.data, members=tuple(row.fields() for row in self.members.filled),
        )  # fmt: skip

    def shares(self, volume: int | None) -> list[int] | None:
        """The shares, that of the lead first; None while they do not make the whole."""
        group = self.group
        found = [group.lead_share, *(one.share for one in group.members)] if group else []
        shares = [one for one in found if one and one > 0]
        if group is None or len(shares) != len(found) or not group.members:
            return None
        try:
            refuse_partial(group.unit, shares, volume)
        except Refused:
            return None
        return shares

    def digest(self, shares: list[int]) -> str:
        """What the person has been shown of the split."""
        return ":".join([str(self.share_unit.data), *map(str, shares)])

    def fields(self) -> AwardFields:
        return AwardFields(
            result=self.award_result.member, awardee_id=whole_number(self.awardee.data),
            siret=self.awardee_siret.data, name=self.awardee_name.data, commune_code=self.awardee_city.data,
            amount=self.award_amount.data, notified_on=self.notification_date.data, exec_start=self.exec_start.data,
            exec_months=self.exec_months.data, reason=self.result_reason.data, offer_hours=self.offer_hours.data,
            group=self.group,
        )  # fmt: skip


def _holder_words(one: Organization) -> str:
    kind = f"{label(one.employer_kind)}, " if one.employer_kind else ""
    return f"{one.name} ({kind}{formats.siret(one.siret)})"
