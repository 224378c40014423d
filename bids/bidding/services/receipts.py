"""Receipts: what the portal signs when a bid arrives, and checking one later."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bids.bidding.domain.receipts import ReceiptStatement, sign_receipt, signing_keys, verify_receipt
from bids.bidding.domain.seal_errors import SealError, UnknownKey
from bids.bidding.models import Bid, Receipt
from bids.bidding.vault.keys import keyring
from challenges.ground.models import RecordEntry
from challenges.publishing.models import SpecificationVersion

LIST_FIXED = "stage.list_fixed"
#: An entry of its own for a bid admitted late: the list fixed after closing stays as it was.
LIST_EXTENDED = "stage.list_extended"
LISTS = (LIST_FIXED, LIST_EXTENDED)


@dataclass(frozen=True, kw_only=True)
class ReceiptCheck:
    """What was found about a receipt somebody holds. Nothing is said of a receipt whose hash they do not have."""

    receipt: Receipt
    is_signed: bool
    key_is_known: bool
    content_matches: bool | None
    is_on_list: bool


def statement_of(receipt: Receipt) -> ReceiptStatement:
    bid = receipt.bid
    return ReceiptStatement(
        ocid=bid.stage.challenge.ocid,
        stage=str(bid.stage_id),
        lot=str(bid.lot_id or ""),
        bid=str(bid.pk),
        version=receipt.version,
        specification_version=str(receipt.specification_version_id),
        sha256=receipt.sha256,
        received_at=receipt.received_at,
    )


def signed_receipt(
    *, bid: Bid, version: int, specification_version: SpecificationVersion, sha256: str, at: datetime
) -> Receipt:
    """A receipt, signed with the newest key, not yet saved."""
    receipt = Receipt(
        bid=bid, version=version, specification_version=specification_version, sha256=sha256, received_at=at
    )
    key = next(iter(signing_keys(keyring()).values()))
    receipt.signature = sign_receipt(key, statement_of(receipt))
    return receipt


def public_keys() -> Mapping[str, str]:
    """The public halves of the signing keys in use, base64 by id, for publication."""
    return {key_id: base64.b64encode(key.public).decode() for key_id, key in signing_keys(keyring()).items()}


def _known_keys(receipt: Receipt) -> Mapping[str, bytes]:
    """Keys in use, and those the record of the challenge has kept since: they outlive the keyring's."""
    kept: dict[str, str] = {}
    for entry in RecordEntry.objects.filter(record=receipt.bid.stage.challenge_id, event__in=LISTS):
        kept |= entry.content.get("signing_keys", {})
    return {key_id: base64.b64decode(key) for key_id, key in {**kept, **public_keys()}.items()}


def check_receipt(*, reference: UUID, sha256: str, content_sha256: str | None, at: datetime) -> ReceiptCheck | None:
    """What can be said of a receipt, to anybody who has its reference and its hash; to anybody else nothing.

    `content_sha256` is the hash of the content file they brought, if they did. Changes nothing.
    """
    found = Receipt.objects.select_related("bid__stage__challenge", "specification_version")
    receipt = found.filter(pk=reference, sha256=sha256.strip().lower(), received_at__lte=at).first()
    if receipt is None:
        return None
    is_signed, key_is_known = True, True
    try:
        verify_receipt(_known_keys(receipt), statement_of(receipt), receipt.signature)
    except UnknownKey:
        is_signed, key_is_known = False, False
    except SealError:
        is_signed = False
    return ReceiptCheck(
        receipt=receipt,
        is_signed=is_signed,
        key_is_known=key_is_known,
        content_matches=None if content_sha256 is None else content_sha256 == receipt.sha256,
        is_on_list=_is_on_list(receipt),
    )


def _is_on_list(receipt: Receipt) -> bool:
    lists = RecordEntry.objects.filter(record=receipt.bid.stage.challenge_id, event__in=LISTS)
    return any(receipt.sha256 in entry.content["receipts"] for entry in lists)
