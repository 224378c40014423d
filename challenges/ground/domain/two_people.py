"""Acts of two people: one asks, with a reason; a second one, never the same, grants or refuses it, with reasons.

What is the same for all of them is data here: the steps, what the second person hands in, what people read. Which act
has which words, and who may take it, stands in its trade's table (`services/acts.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Step(StrEnum):
    """The three things that can happen to an act of two people."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the second of two people decides on what the first one asked for."""

    is_granted: bool
    reasons: str = ""

    @property
    def step(self) -> Step:
        return Step.GRANTED if self.is_granted else Step.REFUSED


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """How one step stands in the procurement record: the machine's name and the sentence people read."""

    event: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ActWords:
    """What people read of an act, each a translated text; what its own page says stays empty here.

    `told` is what a message says of a step, with `%(title)s` for the challenge's title.
    """

    on_desk: str = ""
    ask: str = ""
    before_asking: str = ""
    ask_button: str = ""
    reason: str = ""
    reason_hint: str = ""
    reason_missing: str = ""
    too_thin: str = ""
    asked_already: str = ""
    has_asked: str = ""
    decide: str = ""
    before_deciding: str = ""
    grant: str = ""
    refuse: str = ""
    after_granting: str = ""
    after_refusing: str = ""
    told: Mapping[Step, str] = field(default_factory=dict)
    record: Mapping[Step, RecordLine] = field(default_factory=dict)
