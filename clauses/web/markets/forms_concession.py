"""What is typed for a concession to be published as essential data?"""

from datetime import date
from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp

from clauses.actions.markets.essential import ConcessionFields
from clauses.models.essential import ConcessionData
from clauses.models.markets import Award, Lot, Market
from clauses.reference import procurement
from clauses.web.fields import Between, DayField, EurosField, Form, Length, Required, TextField
from clauses.web.markets.forms_decp import SiretsField, WordList, Words, proposed_id
from clauses.web.markets.rows import MOST_EUROS, Positive
from clauses.wording import decp_words as words
from clauses.wording import formats, sentences

_CHOOSE = sentences.refusal("choose")


def _choices(field: str) -> list[SelectChoice]:
    return [SelectChoice(word, word) for word in procurement.words(field, concession=True)]


class ConcessionForm(Form):
    contract_id = TextField(
        "Identifiant du contrat",
        [Required(), Length(16), Regexp(r"^[0-9A-Za-z_.-]+$", message=sentences.refusal("essential_id"))],
        description="16 caractères au plus, unique chez vous. Il ne changera plus.",
    )
    nature = WordList("Nature de la concession", [Required(_CHOOSE)], validate_choice=False)
    procedure = WordList("Procédure suivie", [Required(_CHOOSE)], validate_choice=False)
    signed_on = DayField("Signature", [Required()])
    published_on = DayField("Publication des données", [Required()])
    amount = EurosField(
        "Valeur globale attribuée HT",
        [Required(), Positive("euros_format"), Between(100, MOST_EUROS, formats.euros)],
        description="Sur toute la durée de la concession",
    )
    subsidy = EurosField(
        "Subvention publique",
        [Required(), Between(0, MOST_EUROS, formats.euros)],
        description="Ou tout autre avantage financier accordé. 0 s'il n'y en a pas.",
    )
    partners = SiretsField(
        "SIRET des autres concessionnaires", description="Séparés par un point-virgule, sans le mandataire"
    )
    environmental = Words(
        "Considérations environnementales",
        choices=[one for one in _choices("considerationsEnvironnementales") if one.value != words.NO_ENVIRONMENTAL],
        description="Ne cochez rien s'il n'y en a pas.", validate_choice=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nature.choices = [SelectChoice("", "Choisissez"), *_choices("nature")]
        self.procedure.choices = [SelectChoice("", "Choisissez"), *_choices("procedure")]

    @classmethod
    def of(
        cls, market: Market, lot: Lot, award: Award, known: ConcessionData | None, **proposed: Any
    ) -> "ConcessionForm":
        """What is known already; the rest is left to the grantor."""
        if known is not None:
            return cls(**known.as_facts())
        return cls(
            contract_id=proposed_id(market, lot), amount=award.amount, signed_on=award.notified_on, **proposed
        )

    def fields(self) -> ConcessionFields:
        return ConcessionFields(
            contract_id=self.contract_id.data or "", nature=self.nature.data, procedure=self.procedure.data,
            signed_on=self.signed_on.data or date.min, amount=self.amount.data or 0, subsidy=self.subsidy.data or 0,
            published_on=self.published_on.data or date.min, environmental=tuple(self.environmental.data or ()),
            partners=tuple(dict.fromkeys(self.partners.data or ())),
        )  # fmt: skip
