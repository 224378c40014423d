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
    FormulaMeasure,
    Panel,
    PanelMember,
    PanelRole,
)
from bids.evaluation.models.ranking import Ranking

__all__ = [
    "Assessment",
    "ConflictDeclaration",
    "Consensus",
    "FormulaMeasure",
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
