from bids.awards.models.award import Approval, Award, Recommendation, Summary
from bids.bidding.models.bid import Bid, DraftField, OpeningKey, Receipt, SealedEnvelope, StoredFile
from bids.bidding.models.bidder import Bidder, BidderKind, BidderMembership, BidderRole
from bids.bidding.models.opened import (
    AcceptedCondition,
    Answer,
    OpenedFile,
    Opening,
    OutcomeOffer,
    Pledge,
    RiskRewardOffer,
)
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
    "AcceptedCondition",
    "Answer",
    "Approval",
    "Assessment",
    "Award",
    "Bid",
    "Bidder",
    "BidderKind",
    "BidderMembership",
    "BidderRole",
    "ConflictDeclaration",
    "Consensus",
    "DraftField",
    "FormulaMark",
    "LateAdmission",
    "LateRequest",
    "OpenedFile",
    "Opening",
    "OpeningKey",
    "OutcomeOffer",
    "Panel",
    "PanelMember",
    "PanelRole",
    "Pledge",
    "Ranking",
    "Receipt",
    "Recommendation",
    "Reopening",
    "RiskRewardOffer",
    "SealedEnvelope",
    "SettingAside",
    "StoredFile",
    "Summary",
    "TakingBack",
    "TwoPersonAct",
]
