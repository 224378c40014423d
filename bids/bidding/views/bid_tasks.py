"""A draft as the list of what is to be done, and its pieces by their titles."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import PieceFault
from bids.bidding.domain.draft import cautions_of
from bids.bidding.domain.pieces import piece_keys
from bids.bidding.domain.progress import Progress, optional_pieces, progress_of
from bids.bidding.forms.pieces import PAGES, piece_url, titles_of
from bids.bidding.forms.pieces.page import PiecePages
from bids.bidding.forms.wording import named_fault_words
from bids.bidding.vault.own_reading import OwnDraft


@dataclass(frozen=True, kw_only=True)
class PieceTask:
    """One piece in the list of what is to be done."""

    key: str
    title: str
    url: str
    state: Progress
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskGroup:
    """Pieces that belong together."""

    title: str
    intro: str
    tasks: tuple[PieceTask, ...]


@dataclass(frozen=True, kw_only=True)
class ShownFault:
    """What is to be put right, with the page and box where that is done."""

    words: str
    title: str
    url: str


def task_groups(draft: OwnDraft, *, bid_id: UUID) -> tuple[TaskGroup, ...]:
    """The list of what is to be done, group by group; groups without a piece are left out."""
    optional = optional_pieces(draft.asked, draft.whole)
    groups = []
    for pages in PAGES.values():
        items = pages.piece.items(draft.asked)
        tasks = (_task(draft, pages, item, bid_id=bid_id, optional=optional) for item in items)
        if items:
            title, intro = pages.group(draft.asked)
            groups.append(TaskGroup(title=title, intro=intro, tasks=tuple(tasks)))
    return tuple(groups)


def _task(draft: OwnDraft, pages: PiecePages, item: str, *, bid_id: UUID, optional: frozenset[str]) -> PieceTask:
    key = pages.piece.key(item)
    saved, file_count = draft.pieces.get(key), sum(file.question == item for file in draft.files)
    return PieceTask(
        key=key,
        title=pages.title(draft.asked, item),
        url=pages.url(bid_id, item),
        state=progress_of(draft.whole, piece=key, is_optional=key in optional),
        hint=pages.hint(draft.asked, item, typed=saved.typed if saved else {}, file_count=file_count),
    )


def shown_faults(draft: OwnDraft, *, bid_id: UUID) -> tuple[ShownFault, ...]:
    """Everything that still has to be put right, each with a link to its page."""
    return _shown(draft, draft.whole.faults, bid_id=bid_id)


def shown_cautions(draft: OwnDraft, *, bid_id: UUID) -> tuple[ShownFault, ...]:
    """What may be sent as it is and looks like a slip, each with a link to its page."""
    return _shown(draft, cautions_of(draft.whole), bid_id=bid_id)


def _shown(draft: OwnDraft, faults: Iterable[PieceFault], *, bid_id: UUID) -> tuple[ShownFault, ...]:
    titles = titles_of(draft.asked)
    return tuple(
        ShownFault(
            words=named_fault_words(fault),
            title=titles[fault.piece],
            url=f"{piece_url(bid_id, fault.piece)}?check=1#id_{fault.box}"
            if fault.box
            else piece_url(bid_id, fault.piece),
        )
        for fault in faults
    )


def next_piece(asked: Asked, key: str) -> str:
    """The piece after this one, or nothing after the last."""
    keys = piece_keys(asked)
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else ""
