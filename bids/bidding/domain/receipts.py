"""Receipts: what the portal states it received, signed so that anybody with its public key can check it later.

The statement names what was received (a SHA-256 over content and 32 random bytes), from which bid and version, for
which challenge, stage and lot, under which version of the specification, and when. It is written as JSON with sorted
keys, no spaces and the moment in UTC to the millisecond, and signed with Ed25519. The signing key is derived from a
key of the keyring by HKDF-SHA256 with a purpose of its own, so that it needs no place to be kept; its public half is
for publication, because it must outlive the keyring's key.

Claimed: whoever has the public key can tell that the portal signed exactly this statement. Not claimed: that the
portal's clock was right, or that its operator could not sign another statement.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bids.bidding.domain.keyring import Keyring
from bids.bidding.domain.seal_errors import KEY_BYTES, SealBroken, UnknownKey, checked_key
from challenges.ground.domain.frozen_json import canonical
from challenges.ground.domain.refusals import identifier, refusal, whole

SCHEME = "ed25519"
PURPOSE = b"outcomes portal: signing receipts, 1"


@dataclass(frozen=True, kw_only=True)
class ReceiptStatement:
    """What the portal says it received. `received_at` bears its time zone; `lot` is blank where there are no lots."""

    ocid: str
    stage: str
    lot: str
    bid: str
    version: int
    specification_version: str
    sha256: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key pair of Ed25519 with the id of the keyring's key it comes from."""

    key_id: str
    private: bytes = field(repr=False)
    public: bytes


def statement_bytes(statement: ReceiptStatement) -> bytes:
    """The bytes that are signed. Refuses a moment without time zone and blank names."""
    for name in ("ocid", "stage", "bid", "specification_version", "sha256"):
        identifier(getattr(statement, name), field=name)
    whole(statement.version, field="version", at_least=1)
    if statement.received_at.tzinfo is None:
        raise refusal(statement.received_at, field="received_at", rule="must bear a time zone")
    said = {name: getattr(statement, name) for name in statement.__dataclass_fields__}
    said["received_at"] = statement.received_at.astimezone(UTC).isoformat(timespec="milliseconds")
    return canonical(said)


def signing_keys(keyring: Keyring) -> Mapping[str, SigningKey]:
    """The signing key of every key of the ring, by id, newest first."""
    keys = {}
    for key_id, secret in keyring.keys.items():
        private = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(secret)
        public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
        keys[key_id] = SigningKey(key_id=key_id, private=private, public=public)
    return keys


def sign_receipt(key: SigningKey, statement: ReceiptStatement) -> str:
    """`ed25519:<key id>:<base64 signature>`."""
    signer = Ed25519PrivateKey.from_private_bytes(checked_key(key.private, field="signing key"))
    return f"{SCHEME}:{key.key_id}:{base64.b64encode(signer.sign(statement_bytes(statement))).decode()}"


def verify_receipt(public_keys: Mapping[str, bytes], statement: ReceiptStatement, signature: str) -> None:
    """Nothing when the portal signed this statement. Refuses `UnknownKey`, and `SealBroken` when anything differs."""
    scheme, _, rest = signature.partition(":")
    key_id, _, encoded = rest.partition(":")
    if scheme != SCHEME:
        raise SealBroken("this is not a signature of a receipt")
    if key_id not in public_keys:
        raise UnknownKey(f"no public key {key_id} is known")
    key = Ed25519PublicKey.from_public_bytes(checked_key(public_keys[key_id], field=f"public key {key_id}"))
    try:
        key.verify(base64.b64decode(encoded, validate=True), statement_bytes(statement))
    except (InvalidSignature, ValueError) as differing:
        raise SealBroken("the signature does not belong to this statement") from differing
