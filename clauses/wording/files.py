"""How is a file told: its size, what the antivirus said of it, its way in?"""

from clauses.domain.kinds_files import ScanState
from clauses.wording import formats

OVER = "plus de {size}"
DOCUMENTS = "Pièces"
WITHDRAWAL = "Retirer une pièce"
SCANS = {
    ScanState.UNSCANNED: "Non analysé : ouvrez-le avec prudence.",
    ScanState.WAITING: "En attente de l'antivirus : téléchargeable après son analyse.",
    ScanState.CLEAN: None,
    ScanState.INFECTED: "Bloqué par l'antivirus.",
}


def over(size: int) -> str:
    """« plus de 10 Mo »: nothing is read beyond the limit, so nothing more is known."""
    return OVER.format(size=formats.size(size))


def weight(size: int) -> str:
    """« 12 ko », as it is written in a list."""
    return formats.size(size)
