"""What is a participant told about their data, in ordinary French and in easy French? The figures are the rule's."""

from dataclasses import dataclass

TITLE = "Vos données et les heures d'insertion"
EASY_TITLE = "Vos informations et votre travail"
LEAD = "Notice à remettre à chaque personne avant son premier jour de travail."
EASY_LEAD = "Ce texte est facile à lire. Demandez qu'on vous le lise si vous préférez."
FILE_NAME, EASY_FILE_NAME = "notice-participant", "notice-facile-a-lire"
READ_AGAIN = (
    "Texte à faire relire par le délégué à la protection des données, et la version facile à lire par des personnes "
    "concernées, avant le premier usage."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences; {identity_months} and the others are months of the retention rule."""

    heading: str
    sentences: tuple[str, ...]


NOTICE: tuple[Part, ...] = (
    Part(
        "Pourquoi vos données sont enregistrées",
        (
            "Vous travaillez dans le cadre d'un marché public qui réserve des heures à l'insertion. Votre employeur "
            "doit prouver que ces heures ont été faites par des personnes éligibles.",
            "Ce traitement relève d'une mission d'intérêt public (article 6.1 e du règlement européen sur la protection "
            "des données).",
        ),
    ),
    Part(
        "Ce qui est enregistré",
        (
            "Vos nom, prénom, date de naissance, sexe et commune de résidence à l'entrée.",
            "La situation qui vous rend éligible, et le document qui la prouve si votre employeur l'a déposé.",
            "Vos contrats sur ce marché et vos heures de travail, mois par mois.",
            "Jamais votre numéro de sécurité sociale, ni aucun diagnostic ou document médical.",
        ),
    ),
    Part(
        "Qui peut les lire",
        (
            "Votre employeur, l'entreprise titulaire du marché et la personne ressource de votre territoire lisent votre "
            "nom et vos heures.",
            "La situation et le document ne sont lus que par la structure qui les a déposés et par la personne ressource.",
            "L'acheteur public ne lit que des totaux d'heures. Aucun rapport ne porte votre nom.",
        ),
    ),
    Part(
        "Combien de temps",
        (
            "Le document est supprimé {document_months} mois après la fin du marché ou de votre contrat.",
            "Votre nom et votre situation sont remplacés par un numéro {identity_months} mois après cette fin. Les heures "
            "restent, sans votre nom.",
            "Un litige en cours suspend ces effacements jusqu'à sa fin.",
        ),
    ),
    Part(
        "Vos droits",
        (
            "Vous pouvez demander à voir vos données, à les corriger, à les effacer, ou vous opposer à leur usage. "
            "Écrivez à {address}, ou parlez-en à votre employeur ou à la personne ressource.",
            "La réponse arrive en {answer_months} mois au plus. Vous pouvez aussi saisir la CNIL (cnil.fr).",
            "Aucune décision n'est prise par un automate.",
        ),
    ),
)

EASY: tuple[Part, ...] = (
    Part(
        "Pourquoi ce papier ?",
        (
            "Vous allez travailler sur un chantier ou un service.",
            "Ce travail est payé par une ville, un hôpital ou une autre administration.",
            "L'administration demande d'embaucher des personnes qui cherchent un travail.",
            "Votre employeur doit montrer que vous avez travaillé.",
            "Pour cela, il écrit des informations sur vous dans un site internet.",
        ),
    ),
    Part(
        "Quelles informations ?",
        (
            "Votre nom et votre prénom.",
            "Votre date de naissance.",
            "La ville où vous habitez.",
            "Pourquoi vous avez droit à ce travail.",
            "Vos contrats de travail.",
            "Vos heures de travail.",
            "Nous n'écrivons pas votre numéro de sécurité sociale.",
            "Nous n'écrivons pas vos maladies.",
        ),
    ),
    Part(
        "Qui voit ces informations ?",
        (
            "Votre employeur voit votre nom et vos heures.",
            "L'entreprise du chantier voit votre nom et vos heures.",
            "La personne ressource aide les employeurs. Elle voit aussi ces informations.",
            "L'administration qui paie ne voit pas votre nom.",
        ),
    ),
    Part(
        "Combien de temps ?",
        (
            "Le chantier se termine.",
            "Nous attendons encore {identity_months} mois.",
            "Après, nous effaçons votre nom.",
            "Nous gardons les heures, mais sans votre nom.",
        ),
    ),
    Part(
        "Quels sont vos droits ?",
        (
            "Vous pouvez demander à voir vos informations.",
            "Vous pouvez demander de corriger une erreur.",
            "Vous pouvez demander d'effacer vos informations.",
            "Vous pouvez dire que vous n'êtes pas d'accord.",
            "Parlez-en à votre employeur.",
            "Ou écrivez ici : {address}",
            "Nous répondons en {answer_months} mois au plus.",
            "Si nous ne répondons pas, vous pouvez écrire à la CNIL.",
            "La CNIL protège les informations des personnes. Son site est cnil.fr.",
        ),
    ),
)


def filled(parts: tuple[Part, ...], months: dict[str, int], address: str) -> list[tuple[str, list[str]]]:
    """The headings and the sentences with the durations in force and the address to write to."""
    facts = {**months, "address": address}
    return [(one.heading, [sentence.format(**facts) for sentence in one.sentences]) for one in parts]
