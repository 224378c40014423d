"""The vocabularies every trade shares: each value is stored and exchanged, so it never changes its spelling."""

from enum import StrEnum


class ChallengeKind(StrEnum):
    OUTCOME_SPECIFICATION = "outcome_specification"
    CHALLENGE_PRIZE = "challenge_prize"


class AuthorityKind(StrEnum):
    CENTRAL = "central"
    SUB_CENTRAL = "sub-central"
    UTILITY = "utility"
