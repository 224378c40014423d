from bids.models.award import Approval, Award, Ranking, Recommendation, Summary
from bids.models.bid import Bid, DraftField, OpeningKey, Receipt, SealedEnvelope, StoredFile
from bids.models.bidder import Bidder, BidderKind, BidderMembership, BidderRole
from bids.models.corrections import Reopening, SettingAside, TakingBack, TwoPersonAct
from bids.models.evaluation import (
    Assessment,
    ConflictDeclaration,
    Consensus,
    FormulaMark,
    Panel,
    PanelMember,
    PanelRole,
)
from bids.models.opened import (
    AcceptedCondition,
    Answer,
    OpenedFile,
    Opening,
    OutcomeOffer,
    Pledge,
    RiskRewardOffer,
)

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
