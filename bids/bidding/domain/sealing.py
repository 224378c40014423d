"""Sealing: who can read a bid, and when.

Every draft, envelope and file has a random data key of its own.

- A **file** is sealed in segments as it arrives (`StreamSealer`), once; its key lies in the manifest of its draft,
  later of its envelope, so submitting moves 32 bytes a file and never the file.
- **Fields of a draft**, small and often rewritten, are sealed under the draft's key with a random nonce
  (`seal_field`); bid, field and version are the context, so one cannot be put in another's place.
- An **envelope** is sealed once under a key of its own (`seal_envelope`) and that key is wrapped twice with HPKE
  (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM): for the bidder and for the stage's opening key of its kind. `info`
  names purpose, OCID, stage, lot, bid, kind and version, so a wrapped key opens nothing but what it was made for.
- **Private keys** are kept only under the keyring (`keyring`), receipts are signed (`receipts`).
- The **content hash** is SHA-256 over the canonical content and 32 random bytes: the bare hash of a price could be
  guessed by trying prices.

Claimed: without the keyring, a reader of database, files and backups learns the number of pieces, their length and when
they were written, and no content; whatever was changed, cut, swapped or reordered is refused. Not claimed: that one
who runs the server and holds the keyring cannot read; that two people are needed (that is enforced where a key is
unwrapped); that deleted ciphertext is gone from backups; that lengths are hidden; that an attacker who recorded the
ciphertext cannot open it with a future quantum computer. Refused: `SealBroken`, `UnknownKey`; `ValueError` for keys
and salts of the wrong length, with the value left out of the text.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from bids.bidding.domain.keyring import (
    Keyring,
    key_id_of,
    parse_keyring,
    rewrap_private_key,
    unwrap_private_key,
    wrap_private_key,
)
from bids.bidding.domain.receipts import (
    ReceiptStatement,
    SigningKey,
    sign_receipt,
    signing_keys,
    statement_bytes,
    verify_receipt,
)
from bids.bidding.domain.seal_errors import KEY_BYTES, SealBroken, SealError, UnknownKey, checked_key
from bids.bidding.domain.segments import SEGMENT_BYTES, StreamOpener, StreamSealer, new_data_key, open_range, plain_size
from challenges.ground.domain.frozen_json import canonical
from challenges.ground.domain.refusals import identifier, whole

__all__ = [
    "KEY_BYTES", "SEGMENT_BYTES", "KeyPair", "Keyring", "ReceiptStatement", "SealBroken", "SealError", "SealedBytes",
    "SealedFor", "SigningKey", "StreamOpener", "StreamSealer", "UnknownKey", "content_hash", "key_id_of",
    "keys_match", "new_data_key", "new_key_pair", "new_salt", "open_envelope", "open_field", "open_range",
    "parse_keyring", "plain_size", "rewrap_private_key", "seal_envelope", "seal_field", "sign_receipt", "signing_keys",
    "statement_bytes", "unwrap_data_key", "unwrap_private_key", "verify_receipt", "wrap_data_key", "wrap_private_key",
]  # fmt: skip

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
NONCE_BYTES = 12
FIELD_FORMAT = b"OPF1"


@dataclass(frozen=True, kw_only=True)
class KeyPair:
    """An X25519 key pair, 32 raw bytes each; the private half is never shown in a traceback or log."""

    private: bytes = field(repr=False)
    public: bytes


@dataclass(frozen=True, kw_only=True)
class SealedBytes:
    """A sealed whole with the key that was made for it."""

    key: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SealedFor:
    """What a data key is wrapped for; `purpose` says for whom, `lot` is blank where there are no lots."""

    purpose: str
    ocid: str
    stage: str
    bid: str
    kind: str
    version: int
    lot: str = ""

    def info(self) -> bytes:
        """HPKE's `info`: canonical JSON, so that no two purposes can read alike. Refuses blank names."""
        for name in ("purpose", "ocid", "stage", "bid", "kind"):
            identifier(getattr(self, name), field=name)
        whole(self.version, field="version")
        return canonical(asdict(self))


def new_key_pair() -> KeyPair:
    """A key pair for a bidder or for the opening of a stage."""
    private = X25519PrivateKey.generate()
    return KeyPair(private=private.private_bytes_raw(), public=private.public_key().public_bytes_raw())


def keys_match(private: bytes, public: bytes) -> bool:
    """Whether the private key is the half of this public one: what is asked of every open stage, daily."""
    own = X25519PrivateKey.from_private_bytes(checked_key(private, field="private")).public_key().public_bytes_raw()
    return secrets.compare_digest(own, bytes(public))


def wrap_data_key(data_key: bytes, *, public_key: bytes, info: bytes) -> bytes:
    """The data key under a public key, bound to `info`: 80 bytes. Refuses a public key that is none."""
    recipient = X25519PublicKey.from_public_bytes(checked_key(public_key, field="public_key"))
    return SUITE.encrypt(checked_key(data_key, field="data_key"), recipient, info=info)


def unwrap_data_key(wrapped: bytes, *, private_key: bytes, info: bytes) -> bytes:
    """The data key. Refuses `SealBroken` when key, info or bytes are not those of the wrapping."""
    recipient = X25519PrivateKey.from_private_bytes(checked_key(private_key, field="private_key"))
    try:
        return SUITE.decrypt(bytes(wrapped), recipient, info=info)
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("the data key was not wrapped for this key and purpose") from broken


def seal_envelope(plain: bytes) -> SealedBytes:
    """A whole in one go, under a key made for it."""
    sealer = StreamSealer()
    return SealedBytes(key=sealer.key, ciphertext=sealer.feed(plain) + sealer.finish())


def open_envelope(ciphertext: bytes, *, key: bytes) -> bytes:
    """What `seal_envelope` sealed. Refuses `SealBroken`."""
    opener = StreamOpener(key)
    return opener.feed(bytes(ciphertext)) + opener.finish()


def seal_field(plain: bytes, *, key: bytes, context: bytes) -> bytes:
    """A small piece under a key that seals many (at most 2³² pieces a key), bound to `context`, which is not hidden."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(checked_key(key, field="key")).encrypt(nonce, plain, FIELD_FORMAT + context)
    return FIELD_FORMAT + nonce + sealed


def open_field(sealed: bytes, *, key: bytes, context: bytes) -> bytes:
    """What `seal_field` sealed. Refuses `SealBroken` when key, context or bytes differ."""
    stored = bytes(sealed)
    start = len(FIELD_FORMAT) + NONCE_BYTES
    cipher = AESGCM(checked_key(key, field="key"))
    if not stored.startswith(FIELD_FORMAT):
        raise SealBroken("this is not a sealed field")
    try:
        return cipher.decrypt(stored[len(FIELD_FORMAT) : start], stored[start:], FIELD_FORMAT + context)
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("the field is not what was sealed under this key at this place") from broken


def new_salt() -> bytes:
    """The 32 random bytes of a content hash."""
    return secrets.token_bytes(KEY_BYTES)


def content_hash(canonical: bytes, salt: bytes) -> str:
    """SHA-256 in hex over the canonical content followed by the 32 random bytes."""
    return hashlib.sha256(bytes(canonical) + checked_key(salt, field="salt")).hexdigest()
