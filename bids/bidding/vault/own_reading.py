"""A bidder's own bids as its members read them: the draft with its faults, and what was sent, at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from bids.bidding.domain.asked import Asked, asked_of
from bids.bidding.domain.draft import WholeDraft, read_draft
from bids.bidding.domain.payload import CommercialPart, QualityPart, bid_bytes
from bids.bidding.models import Bid
from bids.bidding.vault.envelopes import parts_of
from bids.bidding.vault.files import ReadableFile, drafted_files, sent_files
from bids.bidding.vault.keys import draft_key
from bids.bidding.vault.pieces import SavedPiece, read_pieces_of
from challenges.publishing.domain.specification import Specification
from challenges.publishing.models import SpecificationVersion
from challenges.publishing.selectors.versions import specification_of


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a bid has to say, by one version of the specification."""

    specification: Specification
    version: SpecificationVersion
    lot: str
    asked: Asked


@dataclass(frozen=True, kw_only=True)
class OwnDraft(Asking):
    """A draft opened: what is asked, what was typed, what still has to be put right."""

    pieces: Mapping[str, SavedPiece]
    files: tuple[ReadableFile, ...]
    whole: WholeDraft


@dataclass(frozen=True, kw_only=True)
class OwnSent:
    """A version as it was sent: both parts, its files, and what proves it."""

    specification: Specification
    asked: Asked
    quality: QualityPart
    commercial: CommercialPart
    files: tuple[ReadableFile, ...]
    random_bytes: str
    proof: bytes


def asking_of(bid: Bid, *, version: SpecificationVersion | None = None) -> Asking:
    """What the version in force, unless another is given, asks of this bid. Opens nothing. Needs lot and challenge."""
    version = version or bid.stage.challenge.versions.latest("number")
    specification = specification_of(version)
    lot = bid.lot.block_id if bid.lot else ""
    return Asking(specification=specification, version=version, lot=lot, asked=asked_of(specification, lot=lot))


def own_drafts(bids: Sequence[Bid]) -> Mapping[UUID, OwnDraft]:
    """The drafts of these bids (which the viewer's scope returned); one that has none is left out. Six queries."""
    drafted = [bid for bid in bids if bid.wrapped_draft_key is not None]
    prefetch_related_objects(drafted, "files", "draft_fields", "stage__challenge__questions")
    versions = _latest_versions({bid.stage.challenge_id for bid in drafted})
    return {bid.pk: open_draft(bid, asking_of(bid, version=versions[bid.stage.challenge_id])) for bid in drafted}


def _latest_versions(challenge_ids: set[UUID]) -> Mapping[UUID, SpecificationVersion]:
    numbered = SpecificationVersion.objects.filter(challenge__in=challenge_ids).order_by("number")
    latest = dict(numbered.values_list("challenge_id", "pk"))
    return {version.challenge_id: version for version in SpecificationVersion.objects.filter(pk__in=latest.values())}


def open_draft(bid: Bid, asking: Asking) -> OwnDraft:
    """A whole draft, opened and read as it would be sent. Needs bidder, stage and challenge."""
    key = draft_key(bid)
    pieces, files = read_pieces_of(bid, key=key), drafted_files(bid, key=key)
    typed = {name: saved.typed for name, saved in pieces.items()}
    wanted = {question.id for question in asking.asked.questions}
    manifest = [file.part for file in files if file.question in wanted]
    whole = read_draft(asking.asked, typed, files=manifest, bid=str(bid.pk), version=bid.version + 1)
    return OwnDraft(**vars(asking), pieces=pieces, files=files, whole=whole)


def own_sent(bid: Bid, *, version: int | None = None) -> OwnSent:
    """A sent version, the last one unless another is named, read with the bidder's key. Refuses `NothingSent`."""
    number = bid.version if version is None else version
    quality, commercial = parts_of(bid, version=number)
    receipt = bid.receipts.select_related("specification_version").get(version=number)
    specification = specification_of(receipt.specification_version)
    content = bid_bytes(quality=quality.part, commercial=commercial.part)
    return OwnSent(
        specification=specification,
        asked=asked_of(specification, lot=bid.lot.block_id if bid.lot else ""),
        quality=quality.part,
        commercial=commercial.part,
        files=sent_files(bid, quality=quality),
        random_bytes=commercial.salt.hex(),
        # The hash of a receipt is over exactly these bytes: any tool that computes SHA-256 proves it.
        proof=content + commercial.salt,
    )
