"""A published notice in any of the forms we know, read into drafts.

Known forms: OCDS releases, release packages, records and record packages; challenges of the Challenge.gov feed;
outcomes contracts of INDIGO; payment rules; SBRI competitions; and lists of these. Anything else is refused in words
the person who chose the file can act on.
"""

from collections.abc import Callable
from typing import Any

from challenges.ground.domain.refused import gettext_noop
from challenges.publishing.domain.notices.competitions import draft_from_competition, is_competition
from challenges.publishing.domain.notices.draft import NoticeDraft, NoticeUnreadable
from challenges.publishing.domain.notices.node import Findings, Node
from challenges.publishing.domain.notices.ocds_package import drafts_from_ocds, is_ocds
from challenges.publishing.domain.notices.outcomes import draft_from_outcomes, is_outcomes_contract
from challenges.publishing.domain.notices.plain_json import read_json
from challenges.publishing.domain.notices.prizes import draft_from_prize, is_prize
from challenges.publishing.domain.notices.rate_card import draft_from_rate_card, is_rate_card

MAX_BYTES = 5_000_000
MOST = 20
NOT_A_NOTICE = gettext_noop(
    "This is JSON, but not a notice that can be read. Choose an OCDS release, release package or record, "
    "or a challenge, outcomes contract or competition in one of the known forms."
)
TOO_MANY = gettext_noop("The file holds more than %(most)s notices. Choose a file with fewer.")
_FORMS: tuple[tuple[Callable[[object], bool], Callable[[Node], NoticeDraft]], ...] = (
    (is_prize, draft_from_prize),
    (is_outcomes_contract, draft_from_outcomes),
    (is_rate_card, draft_from_rate_card),
    (is_competition, draft_from_competition),
)


def read_notices(raw: bytes, *, max_bytes: int = MAX_BYTES) -> tuple[NoticeDraft, ...]:
    """Every procedure the file holds, in its order; at least one. Errors: `NoticeUnreadable`."""
    value = read_json(raw, max_bytes=max_bytes)
    items = value if isinstance(value, list) else [value]
    if len(items) > MOST:
        raise NoticeUnreadable(TOO_MANY, values={"most": MOST})
    paths = [f"[{index}]" for index in range(len(items))] if isinstance(value, list) else [""]
    drafts = [draft for item, path in zip(items, paths, strict=True) for draft in _drafts(item, path)]
    if not drafts:
        raise NoticeUnreadable(NOT_A_NOTICE)
    if len(drafts) > MOST:
        raise NoticeUnreadable(TOO_MANY, values={"most": MOST})
    return tuple(drafts)


def read_notice(raw: bytes, *, max_bytes: int = MAX_BYTES) -> NoticeDraft:
    """The notice of a file that holds one; of several, the first. Errors: `NoticeUnreadable`."""
    return read_notices(raw, max_bytes=max_bytes)[0]


def _drafts(value: Any, path: str) -> list[NoticeDraft]:
    root = Node(value, path, Findings())
    if is_ocds(root):
        return drafts_from_ocds(root)
    for is_form, read in _FORMS:
        if is_form(value):
            return [read(root)]
    raise NoticeUnreadable(NOT_A_NOTICE)
