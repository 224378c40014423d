"""A bidder's own bids as its members read them: the draft with its faults, and what was sent, at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from bids.bidding.domain.asked import Asked, asked_of
from bids.bidding.domain.draft import WholeDraft, read_draft
from bids.bidding.domain.payload import CommercialPart, EnvelopeContent, QualityPart, bid_bytes
from bids.bidding.models import Bid, StoredFile
from bids.bidding.services.drafting import SavedPiece, read_pieces_of
from bids.bidding.services.envelopes import parts_of
from bids.bidding.services.files import ReadableFile, drafted_files
from bids.bidding.services.sealing import draft_key
from bids.bidding.services.submission import file_part
from challenges.publishing.domain.specification import Specification
from challenges.publishing.models import SpecificationVersion
from challenges.publishing.selectors.versions import specification_of


@dataclass(frozen=True, kw_only=True)
class OwnDraft:
    """A draft opened: what is asked, what was typed, what still has to be put right."""

    specification: Specification
    version: SpecificationVersion
    lot: str
    asked: Asked
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


def own_drafts(bids: Sequence[Bid]) -> Mapping[UUID, OwnDraft]:
    """The drafts of these bids (which the viewer's scope returned); one that has none is left out. Six queries."""
    drafted = [bid for bid in bids if bid.wrapped_draft_key is not None]
    prefetch_related_objects(drafted, "files", "draft_fields", "stage__challenge__questions")
    versions = _latest_versions({bid.stage.challenge_id for bid in drafted})
    return {bid.pk: _own_draft(bid, version=versions[bid.stage.challenge_id]) for bid in drafted}


def _latest_versions(challenge_ids: set[UUID]) -> Mapping[UUID, SpecificationVersion]:
    numbered = SpecificationVersion.objects.filter(challenge__in=challenge_ids).order_by("number")
    latest = dict(numbered.values_list("challenge_id", "pk"))
    return {version.challenge_id: version for version in SpecificationVersion.objects.filter(pk__in=latest.values())}


def _own_draft(bid: Bid, *, version: SpecificationVersion) -> OwnDraft:
    key = draft_key(bid)
    specification = specification_of(version)
    lot = bid.lot.block_id if bid.lot else ""
    asked = asked_of(specification, lot=lot)
    pieces, files = read_pieces_of(bid, key=key), drafted_files(bid, key=key)
    typed = {name: saved.typed for name, saved in pieces.items()}
    manifest = [file_part(file) for file in files]
    return OwnDraft(
        specification=specification,
        version=version,
        lot=lot,
        asked=asked,
        pieces=pieces,
        files=files,
        whole=read_draft(asked, typed, files=manifest, bid=str(bid.pk), version=bid.version + 1),
    )


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
        files=_sent_files(bid, quality=quality),
        random_bytes=commercial.salt.hex(),
        # The hash of a receipt is over exactly these bytes: any tool that computes SHA-256 proves it.
        proof=content + commercial.salt,
    )


def _sent_files(bid: Bid, *, quality: EnvelopeContent) -> tuple[ReadableFile, ...]:
    rows = {str(row.pk): row for row in StoredFile.objects.filter(bid=bid)}
    return tuple(
        ReadableFile(
            id=rows[file.id].pk,
            question=file.question,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            scan=rows[file.id].scan,
            storage_name=rows[file.id].storage_name,
            stored_size=rows[file.id].stored_size,
            key=quality.file_keys[file.id],
        )
        for file in quality.part.files
    )
