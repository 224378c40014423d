"""The fixed vocabularies of the field: each value is stored and exchanged, so it never changes its spelling."""

from enum import StrEnum

from challenges.ground.domain.words import ChallengeKind


class Route(StrEnum):
    """The legal route; with value, kind of authority and date it decides the duties."""

    PUBLIC_CONTRACT = "public_contract"
    LIGHT_TOUCH = "light_touch"
    BELOW_THRESHOLD = "below_threshold"
    INVITED = "invited"
    RD_CONTRACT = "rd_contract"
    PROVIDER_SELECTION = "provider_selection"
    GRANT_OR_PRIZE = "grant_or_prize"


def is_grant_or_prize(*, kind: str, route: str) -> bool:
    """No contract is bought, so its team may know how many take part while it is open."""
    return kind == ChallengeKind.CHALLENGE_PRIZE or route == Route.GRANT_OR_PRIZE


class Procedure(StrEnum):
    OPEN = "open"
    COMPETITIVE_FLEXIBLE = "competitive_flexible"
    QUICK_QUOTE = "quick_quote"
    CALL_OFF = "call_off"


class ContractType(StrEnum):
    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"
    CONCESSION = "concession"
    LIGHT_TOUCH = "light_touch"
    LIGHT_TOUCH_CONCESSION = "light_touch_concession"
    FRAMEWORK = "framework"


class Pillar(StrEnum):
    PUBLIC_VALUE = "public_value"
    SOCIAL_VALUE = "social_value"
    RISK_AND_REWARD = "risk_and_reward"


class Heading(StrEnum):
    """The familiar heading under which a committee report lists a criterion."""

    QUALITY = "quality"
    PRICE = "price"
    SOCIAL_VALUE = "social_value"


class Method(StrEnum):
    """How a criterion becomes a score."""

    JUDGED = "judged"
    FORMULA = "formula"
    PASS_FAIL = "pass_fail"


class FormulaKind(StrEnum):
    """How a measure of the offer becomes a score."""

    LINEAR = "linear"
    STEPS = "steps"
    LOWEST_OVER_PRICE = "lowest_over_price"
    PERCENT_ABOVE_LOWEST = "percent_above_lowest"
    MEAN_NARROW_AVERAGE = "mean_narrow_average"
    SHARE_OF_HIGHEST = "share_of_highest"


class MeasureOfOffer(StrEnum):
    """The exact measures of an offer that a formula criterion may score (never a simulated one)."""

    PRICE = "price"
    OUTCOME_VOLUME = "outcome_volume"
    COST_PER_OUTCOME = "cost_per_outcome"
    PLEDGED_VALUE = "pledged_value"
    PAYMENT_AT_RISK = "payment_at_risk"


class ConditionKind(StrEnum):
    ACCESS = "access"
    DIRECTIONALITY = "directionality"
    PROFIT_SHARING = "profit-sharing"
    REINVESTMENT = "reinvestment"


class EnvelopeKind(StrEnum):
    """A sealed part of a bid: quality is opened for the panel, commercial only for the formulas."""

    QUALITY = "quality"
    COMMERCIAL = "commercial"


class NoticeCode(StrEnum):
    """The notices of the Procurement Act 2023, by the code the central platform gives each kind."""

    PIPELINE = "UK1"
    MARKET_ENGAGEMENT = "UK2"
    PLANNED_PROCUREMENT = "UK3"
    TENDER = "UK4"
    TRANSPARENCY = "UK5"
    AWARD = "UK6"
    CONTRACT_DETAILS = "UK7"
    CONTRACT_PAYMENT = "UK8"
    CONTRACT_PERFORMANCE = "UK9"
    CONTRACT_CHANGE = "UK10"
    CONTRACT_TERMINATION = "UK11"
    PROCUREMENT_TERMINATION = "UK12"
    DYNAMIC_MARKET_INTENTION = "UK13"
    DYNAMIC_MARKET_ESTABLISHMENT = "UK14"
    DYNAMIC_MARKET_MODIFICATION = "UK15"
    DYNAMIC_MARKET_CESSATION = "UK16"
    PAYMENTS_COMPLIANCE = "UK17"


#: Routes for which the Procurement Act asks for a tender notice before the public may see anything.
NOTICE_ROUTES = frozenset({Route.PUBLIC_CONTRACT, Route.LIGHT_TOUCH, Route.BELOW_THRESHOLD, Route.PROVIDER_SELECTION})
