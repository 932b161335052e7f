"""Which colour has each modality, everywhere the same? A class of the style sheet, never a colour written in a page."""

from clauses.domain.kinds import Modality

MODALITIES = {
    Modality.AI_PLACEMENT: "mod-ai", Modality.ETTI_PLACEMENT: "mod-etti", Modality.SUBCONTRACT_EI: "mod-ei",
    Modality.SUBCONTRACT_ACI: "mod-aci", Modality.SUBCONTRACT_EA: "mod-geiq", Modality.GEIQ_PLACEMENT: "mod-geiq",
    Modality.DIRECT_HIRE: "mod-direct", Modality.SIAE_AWARDEE: "mod-st", Modality.TO_DEFINE: "mod-st",
}  # fmt: skip


def of(modality: Modality) -> str:
    """The class of a modality, on a bar, a column or a mark."""
    return MODALITIES[modality]
