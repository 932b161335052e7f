"""What is typed for an award to be published as essential data?"""

from datetime import date
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp, ValidationError

from clauses.actions.markets import EssentialFields
from clauses.models.essential import EssentialData
from clauses.models.markets import Award, Lot, Market
from clauses.reference import procurement
from clauses.web.fields import (
    Between,
    CpvField,
    DayField,
    EurosField,
    Form,
    Length,
    PercentField,
    Required,
    TextField,
    WholeField,
    _Understood,
)
from clauses.web.markets.rows import MOST_EUROS, Positive, YesNo
from clauses.wording import decp_words as words
from clauses.wording import formats, parsing, sentences

_CHOOSE = sentences.refusal("choose")


def _choices(field: str) -> list[SelectChoice]:
    return [SelectChoice(word, word) for word in procurement.words(field)]


class _Known:
    """One of the words of the regulation, or none."""

    data: Any
    choices: Any

    def pre_validate(self, form: Form) -> None:
        given = self.data if isinstance(self.data, list) else [self.data] if self.data else []
        if set(given) - {choice.value for choice in self.choices}:
            raise ValidationError(_CHOOSE)


class Word(_Known, RadioField):
    pass


class WordList(_Known, SelectField):
    pass


class Words(_Known, SelectMultipleField):
    pass


class SiretsField(_Understood):
    """Several SIRET, separated by semicolons or one a line."""

    read = staticmethod(
        lambda text: [parsing.siret(part) for part in text.replace("\n", ";").split(";") if part.strip()]
    )
    write = staticmethod(lambda sirets: "; ".join(map(formats.siret, sirets)))


class EssentialForm(Form):
    contract_id = TextField(
        "Identifiant du contrat",
        [Required(), Length(16), Regexp(r"^[0-9A-Za-z_.-]+$", message=sentences.refusal("essential_id"))],
        description="16 caractères au plus, unique chez vous. Il ne changera plus.",
    )
    cpv = CpvField("Code CPV", [Required()], description="Par exemple 45214200")
    amount = EurosField(
        "Montant attribué HT", [Required(), Positive("euros_format"), Between(100, MOST_EUROS, formats.euros)],
        description="Forfaitaire, ou maximum estimé",
    )  # fmt: skip
    published_on = DayField("Publication des données", [Required()])
    offers = WholeField(
        "Offres reçues", [Required(), Between(1, 10_000)], description="Y compris les offres irrégulières"
    )
    ccag = WordList("CCAG de référence", [Required(_CHOOSE)], validate_choice=False)
    price_form = Word(
        "Forme du prix", [Required(_CHOOSE)], choices=_choices("formePrix"), validate_choice=False
    )
    price_types = Words(
        "Type de prix", [Required(_CHOOSE)], choices=_choices("typesPrix"), validate_choice=False
    )
    techniques = Words(
        "Technique d'achat", [Required(_CHOOSE)], choices=_choices("techniques"), validate_choice=False
    )
    environmental = Words(
        "Considérations environnementales",
        choices=[one for one in _choices("considerationsEnvironnementales") if one.value != words.NO_ENVIRONMENTAL],
        description="Ne cochez rien s'il n'y en a pas.", validate_choice=False,
    )  # fmt: skip
    innovative = YesNo("Achat innovant", [Required(_CHOOSE)])
    subcontracting = YesNo("Sous-traitance déclarée à la notification", [Required(_CHOOSE)])
    advance = YesNo("Avance accordée", [Required(_CHOOSE)])
    advance_rate = PercentField(
        "Taux de l'avance", [Between(0, 10_000, formats.rate)], description="Vide s'il n'est pas connu"
    )
    group_form = Word(
        "Groupement d'opérateurs",
        [Required(_CHOOSE)],
        choices=_choices("typeGroupementOperateurs"),
        validate_choice=False,
    )
    partners = SiretsField(
        "SIRET des cotraitants", description="Séparés par un point-virgule, sans le mandataire"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ccag.choices = [SelectChoice("", "Choisissez"), *_choices("ccag")]

    @classmethod
    def of(
        cls, market: Market, lot: Lot, award: Award, known: EssentialData | None, **proposed: Any
    ) -> "EssentialForm":
        """What is known already; the rest is left to the buyer, nothing is guessed in its place."""
        if known is not None:
            return cls(**known.as_facts())
        return cls(contract_id=proposed_id(market, lot), cpv=market.cpv, amount=award.amount, **proposed)

    def fields(self) -> EssentialFields:
        advance = bool(self.advance.answer)
        return EssentialFields(
            contract_id=self.contract_id.data or "", cpv=self.cpv.data or "", amount=self.amount.data or 0,
            published_on=self.published_on.data or date.min, offers=self.offers.data or 0, ccag=self.ccag.data,
            price_form=self.price_form.data, price_types=tuple(self.price_types.data or ()),
            techniques=tuple(self.techniques.data or ()), environmental=tuple(self.environmental.data or ()),
            innovative=bool(self.innovative.answer), subcontracting=bool(self.subcontracting.answer), advance=advance,
            advance_rate=self.advance_rate.data if advance else None, group_form=self.group_form.data,
            partners=tuple(dict.fromkeys(self.partners.data or ())),
        )  # fmt: skip


def proposed_id(market: Market, lot: Lot) -> str | None:
    """The reference, with the number of the lot where there are several; nothing when that is too long."""
    bare = "".join(c for c in market.reference if c.isascii() and (c.isalnum() or c in "-_."))
    proposed = f"{bare}-{lot.number:02d}" if len(market.lots) > 1 else bare
    return proposed if 0 < len(proposed) <= 16 else None
