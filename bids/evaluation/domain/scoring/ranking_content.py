"""A ranking as it is kept: everything it rests on and the ranking itself.

`bids.evaluation.domain.scoring.decision` makes it. Its hash proves the decision, and anyone can follow it: bids are
named by their random ids, criteria by the ids of the specification; a required condition stands as `condition:<id>`.
Scores in the criterion's own points or, for a formula, the measure; marks, totals and sums of pillars in weight points.
Numbers are text in their shortest exact form (`shortest`), so that equal numbers are equal bytes.

JSON, of which the hash is taken over the canonical bytes (`challenges.ground.domain.frozen_json`)::

    {"criteria": [{"id": "plan", "kind": "judged", "maximum": "5", "pillar": "public_value", "weight": "60"}],
     "disqualified": {"<bid>": ["able"]}, "format": 1, "lot": "", "marks": {"<bid>": {"plan": "48"}}, "ocid": "…",
     "order": ["<bid>"], "pillars": {"<bid>": {"public_value": "48"}}, "places": {"<bid>": 1},
     "scores": {"<bid>": {"plan": "4"}}, "set_aside": {"<bid>": "quality"},
     "specification": {"number": 1, "sha256": "<64 hex>"}, "stage": "<id>", "tie_rule": {"band": "0", "steps": []},
     "ties": [{"bids": ["<bid>"], "by": ["plan"], "resolved": true}], "totals": {"<bid>": "48"},
     "undefined": {"<bid>": ["price"]}}

`set_aside` is left out where no bid was. Refused: JSON of another format, unknown fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Self

from bids.evaluation.domain.scoring.ties import Tie
from challenges.ground.domain.frozen_json import as_plain, from_plain


def shortest(number: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent that would hide some."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


@dataclass(frozen=True, kw_only=True)
class SpecificationNamed:
    """The published version the ranking was made under."""

    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RankedCriterion:
    id: str
    kind: str
    weight: Decimal
    maximum: Decimal
    pillar: str


@dataclass(frozen=True, kw_only=True)
class RankedBy:
    """The published tie rule, its steps among the criteria ranked."""

    steps: tuple[str, ...]
    band: Decimal


@dataclass(frozen=True, kw_only=True)
class RankingContent:
    """One panel's ranking. By bid: what it scored, what of it was undefined, and, where it remains, what it has."""

    FORMAT: ClassVar[int] = 1
    LEFT_OUT_WHERE_SILENT: ClassVar[frozenset[str]] = frozenset({"set_aside"})

    ocid: str
    stage: str
    lot: str
    specification: SpecificationNamed
    criteria: tuple[RankedCriterion, ...]
    tie_rule: RankedBy
    scores: Mapping[str, Mapping[str, Decimal]]
    undefined: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]
    places: Mapping[str, int]
    totals: Mapping[str, Decimal]
    marks: Mapping[str, Mapping[str, Decimal]]
    pillars: Mapping[str, Mapping[str, Decimal]]
    disqualified: Mapping[str, tuple[str, ...]]
    ties: tuple[Tie, ...]
    #: Bids that were not judged, and the part that could not be opened.
    set_aside: Mapping[str, str] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """The JSON that is kept and hashed."""
        plain: dict[str, Any] = as_plain(self)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """What `as_plain` wrote. Refuses another format and unknown fields."""
        return from_plain(cls, plain)
