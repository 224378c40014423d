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
    "Challenge",
    "Clarification",
    "Condition",
    "Criterion",
    "Document",
    "Follower",
    "InfluenceDeclaration",
    "Lot",
    "Measure",
    "Notice",
    "Outcome",
    "Question",
    "SpecificationVersion",
    "Stage",
]
