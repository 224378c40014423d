"""Whatever is said otherwise of a prize, in one table: templates ask by `{% by_kind kind "said" %}`, Python here."""

from collections.abc import Mapping

from challenges.ground.domain.words import ChallengeKind
from challenges.ground.wording.bid_pages import BID_PAGES
from challenges.ground.wording.kind_words import KindWords
from challenges.ground.wording.managing import MANAGING
from challenges.ground.wording.sought import SOUGHT
from challenges.ground.wording.taking_part import TAKING_PART

SAID: Mapping[str, KindWords] = {**SOUGHT, **TAKING_PART, **BID_PAGES, **MANAGING}


def said_of(kind: str, said: str, **values: object) -> str:
    """One text of the table as it is said of that kind, its places filled; an unknown name is a `KeyError`."""
    return text_of(SAID[said], kind, **values)


def text_of(words: KindWords, kind: str, **values: object) -> str:
    text = words.of_prize if kind == ChallengeKind.CHALLENGE_PRIZE else words.of_specification
    return str(text % values if values else text)
