"""What people hand in: an assessment, a declaration, an agreement, a seat. Typed by a form, written by a service."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class TypedAssessment:
    """What an evaluator types for one bid and criterion; `revision` is the one they began from (0: none yet).

    `page` is the page it was typed on as it was served, and `turn` how often was typed on it since.
    """

    score: Decimal | None = None
    reasons: str = ""
    citations: tuple[str, ...] = ()
    revision: int = 0
    page: UUID | None = None
    turn: int = 0


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a member says about one bidder."""

    has_conflict: bool
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What the panel agreed for one bid and criterion; `replaces` is the agreed score the chair saw, if any."""

    score: Decimal
    reasons: str
    present: tuple[UUID, ...]
    dissent: str = ""
    replaces: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SeatPlan:
    """What a person is asked to do on a panel: role, discipline and the ids of the criteria given to them."""

    role: str
    discipline: str = ""
    criteria: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ToReopen:
    """What is wrong with one agreed score; `error` is an error of fact or of method."""

    error: str
    what_is_wrong: str
    price_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What an officer recommends on a request for late admission, and why under the published rule."""

    is_recommended: bool
    reason: str
