"""What is typed to put a document with a market or a lot, and to withdraw it?"""

from wtforms import RadioField, TextAreaField

from clauses.domain.documents import LONGEST_REASON, readerships_for
from clauses.domain.kinds import Role
from clauses.domain.kinds_files import DocumentKind, Readership
from clauses.web.fields import Expected, Form, Length, Required
from clauses.web.markets.rows import KindSelect
from clauses.web.uploads import UploadField
from clauses.wording import sentences
from clauses.wording.labels import label

FILE_HELP = (
    "PDF, JPG, PNG, XLSX, DOCX, ODT ou CSV, 10 Mo au plus. Pas de nom de participant dans le nom du fichier."
)


class DocumentForm(Form):
    """A document; who may read it is offered according to the side one stands on."""

    document_kind = KindSelect(
        "Nature de la pièce",
        [Required("Choisissez la nature de la pièce.")],
        kind=DocumentKind,
        empty="Choisissez",
    )
    e_file = UploadField("Fichier", [Expected()], description=FILE_HELP)
    document_readership = RadioField("Visible de", [Expected()], default=Readership.EVERYONE.value)

    def offer(self, role: Role, whole_market: bool) -> "DocumentForm":
        self.document_readership.choices = [(one.value, label(one)) for one in readerships_for(role)]
        if whole_market:
            self.document_readership.description = (
                "Une pièce de tout le marché est jointe à chacun de ses lots."
            )
        return self


class WithdrawalForm(Form):
    withdraw_reason = TextAreaField(
        "Motif du retrait", [Required(sentences.refusal("withdraw_reason")), Length(LONGEST_REASON)],
        description="Lu par tous ceux qui voyaient la pièce. Pas de nom de participant.",
    )  # fmt: skip
