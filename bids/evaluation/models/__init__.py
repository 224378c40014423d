from bids.evaluation.models.corrections import (
    LateAdmission,
    LateRequest,
    Reopening,
    SettingAside,
    TakingBack,
    TwoPersonAct,
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
    "SettingAside",
    "TakingBack",
    "TwoPersonAct",
]
