from challenges.ground.models.authority import Authority, AuthorityRole, Membership
from challenges.ground.models.invitation import Invitation
from challenges.ground.models.message import Letter
from challenges.ground.models.outbox import Mail, OutboxRow
from challenges.ground.models.record import RecordEntry
from challenges.missions.models.mission import Metric, Mission, Reading
from challenges.publishing.models.challenge import (
    Challenge,
    Condition,
    Criterion,
    Document,
    Lot,
    Measure,
    Outcome,
    Question,
    SpecificationVersion,
    Stage,
)
from challenges.publishing.models.process import Clarification, Follower, InfluenceDeclaration, Notice

__all__ = [
    "Authority",
    "AuthorityRole",
    "Challenge",
    "Clarification",
    "Condition",
    "Criterion",
    "Document",
    "Follower",
    "InfluenceDeclaration",
    "Invitation",
    "Letter",
    "Lot",
    "Mail",
    "Measure",
    "Membership",
    "Metric",
    "Mission",
    "Notice",
    "Outcome",
    "OutboxRow",
    "Question",
    "Reading",
    "RecordEntry",
    "SpecificationVersion",
    "Stage",
]
