from challenges.models.authority import Authority, AuthorityRole, Membership
from challenges.models.challenge import (
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
from challenges.models.mission import Metric, Mission, Reading
from challenges.models.process import Clarification, Follower, InfluenceDeclaration, Invitation, Notice
from challenges.models.record import Letter, Mail, OutboxRow, RecordEntry

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
