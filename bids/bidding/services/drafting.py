"""Starting a bid and writing its draft: ciphertext from the first keystroke, and only while the stage is open.

Every act locks the bid first and reads the stage after it, so that a closing that moved meanwhile is seen and an act
that arrived in time and waited still counts.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bids.bidding.domain.boxes import MOST_CHARACTERS, Typed
from bids.bidding.domain.deadlines import require_open
from bids.bidding.domain.states import BidState
from bids.bidding.models import Bid, Bidder
from bids.bidding.vault.files import forget_drafted_keys
from bids.bidding.vault.keys import draft_key, make_opening_keys, new_draft_key
from bids.bidding.vault.pieces import SavedPiece, drop_pieces, keep_piece, read_piece_of
from challenges.ground.domain.refused import Refused
from challenges.ground.domain.states import TransitionRefused
from challenges.publishing.models import SpecificationVersion, Stage


class NoDraft(Refused):
    """The bid has no draft at present: it was sent or withdrawn, or was not yet taken up again."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as it was served (`name`) and how often it was typed on since (`turn`).

    A page supersedes its own earlier saves and never a later one, whatever order they come in.
    """

    name: str = ""
    turn: int = 0


NO_PAGE = Page()


class DraftConflict(Refused):
    """Somebody else saved this piece since it was read; `theirs` is what stands there now."""

    def __init__(self, theirs: SavedPiece) -> None:
        super().__init__(_("Somebody else has changed this since you opened it. Look at both before you save."))
        self.theirs = theirs


def locked_open_bid(*, bid_id: UUID, at: datetime) -> Bid:
    """The bid, locked, of a stage that takes bids at this moment; inside the caller's transaction.

    Refuses `NotOpenYet` and `DeadlinePassed`, and `TransitionRefused` for a bid that was withdrawn.
    """
    bid = locked_bid(bid_id)
    require_bid_open(bid, at=at)
    return bid


def locked_bid(bid_id: UUID) -> Bid:
    """The bid's lock, whatever the time, with what never changes of it: its bidder and its lot."""
    return Bid.objects.select_for_update(of=("self",)).select_related("bidder", "lot").get(pk=bid_id)


def require_bid_open(bid: Bid, *, at: datetime) -> None:
    """Refuse what `locked_open_bid` refuses, for a bid that the caller has just locked."""
    # The stage is read after the lock is held: what was read before may have moved.
    bid.stage = Stage.objects.select_related("challenge").get(pk=bid.stage_id)
    require_stage_open(bid.stage, at=at)
    if bid.state == BidState.WITHDRAWN.value:
        raise TransitionRefused(_("This bid was withdrawn, so it cannot be changed any more."))


def require_stage_open(stage: Stage, *, at: datetime) -> None:
    """Refuse what comes too early or too late for this stage, or after its challenge was withdrawn."""
    withdrawn_at = stage.challenge.withdrawn_at
    is_over = stage.list_fixed_at is not None or stage.dropped_in_id is not None
    is_over = is_over or (withdrawn_at is not None and withdrawn_at <= at)
    require_open(opens_at=stage.opens_at, closes_at=stage.closes_at, at=at, list_is_fixed=is_over)


def start_bid(*, stage_id: UUID, lot_id: UUID | None, bidder_id: UUID, at: datetime) -> Bid:
    """Start a bid, or give the one this bidder already has for this stage and lot.

    Effects: the bid with a draft key of its own; opening keys, where publishing has not made them. Refused outside the
    stage's opening times.
    """
    with transaction.atomic():
        # There is no bid to lock yet: the bidder's row keeps two colleagues apart.
        bidder = Bidder.objects.select_for_update().get(pk=bidder_id)
        stage = Stage.objects.select_related("challenge").get(pk=stage_id)
        live = (
            Bid.objects.filter(stage=stage, lot=lot_id, bidder=bidder).exclude(state=BidState.WITHDRAWN.value).first()
        )
        if live:
            return live
        require_stage_open(stage, at=at)
        make_opening_keys(challenge_id=stage.challenge_id, at=at)
        version = SpecificationVersion.objects.filter(challenge=stage.challenge_id).latest("number")
        bid = Bid(stage=stage, lot_id=lot_id, bidder=bidder, confirmed_version=version, created_at=at)
        _key, bid.wrapped_draft_key = new_draft_key(bid)
        bid.save(force_insert=True)
    return bid


def require_draft(bid: Bid) -> bytes:
    """The draft's key. Refuses `NoDraft`."""
    if bid.wrapped_draft_key is None:
        raise NoDraft(_("There is no draft to change. If the bid was sent, choose “Change your bid” first."))
    return draft_key(bid)


def save_piece(
    *, bid_id: UUID, piece: str, typed: Typed, base_version: int, by: UUID, at: datetime, page: Page = NO_PAGE
) -> SavedPiece:
    """Keep one piece of a draft as it was typed, whatever its faults.

    `base_version` is the version the writer had before them (0: none). Effects: the piece encrypted, its version one
    higher; nothing when it already says the same, or when a later save of
    the same page is there. Refuses `DraftConflict` when somebody else saved in between (nothing is changed, both texts
    are at hand), `NoDraft`, more than a box can hold, and what comes outside the stage's opening times.
    """
    clean = _cleaned(typed)
    with transaction.atomic():
        bid = locked_open_bid(bid_id=bid_id, at=at)
        key = require_draft(bid)
        present = read_piece_of(bid, name=piece, key=key)
        if present:
            if present.typed == clean or _is_outrun(page, by=present):
                return present
            if present.version != base_version and not (page.name and page.name == present.page):
                raise DraftConflict(present)
        saved = SavedPiece(
            typed=clean,
            version=present.version + 1 if present else 1,
            saved_at=at,
            writer_id=by,
            page=page.name,
            turn=page.turn,
        )
        keep_piece(saved, bid=bid, name=piece, key=key)
    return saved


def _is_outrun(page: Page, *, by: SavedPiece) -> bool:
    return bool(page.name) and page.name == by.page and page.turn < by.turn


def _cleaned(typed: Typed) -> dict[str, str | list[str]]:
    """Line ends as one character, and none that a text column refuses."""
    clean: dict[str, str | list[str]] = {}
    for box, value in typed.items():
        clean[box] = [_clean(item) for item in value] if isinstance(value, list) else _clean(value)
    return clean


def _clean(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("This is far longer than a page can hold, so it was not saved. Shorten it, or add it as a file.")
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def close_draft(bid: Bid) -> None:
    """End the draft, inside the caller's transaction: its key and pieces go, files lose their key under it."""
    bid.wrapped_draft_key = None
    bid.save(update_fields=["wrapped_draft_key"])
    drop_draft(bid)


def drop_draft(bid: Bid) -> None:
    """Let go what the draft's key opened, inside the caller's transaction, which ends the key."""
    drop_pieces(bid)
    forget_drafted_keys(bid)
