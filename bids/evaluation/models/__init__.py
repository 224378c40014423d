from bids.evaluation.models.corrections import (
    LateAdmission,
    LateRequest,
    Reopening,
    Replacement,
    SettingAside,
    TakingBack,
)
from bids.evaluation.models.evaluation import (
    Assessment,
    ConflictDeclaration,
    Consensus,
    FormulaMark,
    Panel,
    PanelMember,
    PanelRole,
)
from bids.evaluation.models.ranking import Ranking

__all__ = [
    "Assessment",
    "ConflictDeclaration",
    "Consensus",
    "FormulaMark",
    "LateAdmission",
    "LateRequest",
    "Panel",
    "PanelMember",
    "PanelRole",
    "Ranking",
    "Reopening",
    "Replacement",
    "SettingAside",
    "TakingBack",
]
