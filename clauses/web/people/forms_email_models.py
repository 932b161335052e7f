"""What is typed to change the words of a kind of message?"""

from wtforms import TextAreaField

from clauses.queries.email_models.originals import Words
from clauses.web.fields import Form, Length, Required, TextField


class EmailWordsForm(Form):
    model_subject = TextField("Objet", [Required("Indiquez l'objet du message.")], description="Sur une ligne, 70 caractères une fois écrit. Jamais le nom d'une personne.")  # fmt: skip
    model_text = TextAreaField("Texte", [Required("Indiquez le texte du message.")], description="120 mots au plus. Les valeurs entre accolades sont remplacées au départ de chaque message.")  # fmt: skip

    @property
    def words(self) -> Words:
        """What was typed, its ends of line as the product writes them."""
        text = (self.model_text.data or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        return Words((self.model_subject.data or "").strip(), text)


class EmailModelForm(EmailWordsForm):
    model_reason = TextField("Motif", [Required("Indiquez le motif : il est montré avec la version."), Length(500, 5)])  # fmt: skip


class PutBackForm(Form):
    model_back_reason = TextField("Motif du retour", [Required("Indiquez le motif : il est montré avec la version."), Length(500, 5)])  # fmt: skip
