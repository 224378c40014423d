"""The keyring (`SEALING_KEY`) and the private keys kept under it.

A keyring is written `id:base64,id:base64`, newest first, each key 32 bytes. The newest wraps; any of them unwraps,
found by the id that stands in front of what was wrapped. Rotating is: put a new key in front, rewrap every private
key, and take the old one away once no backup needs it. Envelopes and files are not touched.

A wrapped private key is: 4 bytes naming the format, the length of the id (1 byte), the id, a random nonce (12 bytes),
AES-256-GCM of the key. The format, the id and the caller's context (whose key, for what) are authenticated, so a
wrapped key put in another row is refused.

Claimed: whoever holds the database, the files and their backups but not the keyring has no private key. Not claimed:
anything against one who holds both, or who runs the server.
"""

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bids.bidding.domain.seal_errors import SealBroken, UnknownKey, checked_key
from challenges.ground.domain.refusals import refusal

FORMAT = b"OPK1"
NONCE_BYTES = 12
KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """Keys by id, newest first; never shown in a traceback or log."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The id of the key that wraps."""
        return next(iter(self.keys))


def parse_keyring(text: str) -> Keyring:
    """Read `id:base64,…`. Refuses nothing, an id twice or out of form, and a key that is not 32 bytes in base64."""
    keys: dict[str, bytes] = {}
    for place, entry in enumerate(part.strip() for part in text.split(",")):
        key_id, colon, encoded = entry.partition(":")
        if not colon or not KEY_ID.fullmatch(key_id):
            raise ValueError(f"keyring entry {place + 1}: refused, must be id:base64 with an id of {KEY_ID.pattern}")
        if key_id in keys:
            raise refusal(key_id, field="keyring", rule="stands twice")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as malformed:
            raise ValueError(f"keyring {key_id}: refused, its key must be base64") from malformed
        keys[key_id] = checked_key(key, field=f"keyring {key_id}")
    return Keyring(keys=keys)


def _bound_to(key_id: str, context: bytes) -> bytes:
    name = key_id.encode()
    return FORMAT + bytes([len(name)]) + name + context


def wrap_private_key(keyring: Keyring, private_key: bytes, *, context: bytes) -> bytes:
    """The private key under the newest key, bound to `context`."""
    key_id, nonce = keyring.newest, secrets.token_bytes(NONCE_BYTES)
    secret = checked_key(private_key, field="private_key")
    sealed = AESGCM(keyring.keys[key_id]).encrypt(nonce, secret, _bound_to(key_id, context))
    return _bound_to(key_id, b"") + nonce + sealed


def key_id_of(wrapped: bytes) -> str:
    """The id of the key that wrapped it. Refuses bytes that are not a wrapped key with `SealBroken`."""
    wrapped, start = bytes(wrapped), len(FORMAT) + 1
    name = wrapped[start : start + wrapped[len(FORMAT)]] if len(wrapped) > start else b""
    if wrapped[: len(FORMAT)] != FORMAT or not name or not KEY_ID.fullmatch(name.decode("ascii", "replace")):
        raise SealBroken("this is not a wrapped private key")
    return name.decode()


def unwrap_private_key(keyring: Keyring, wrapped: bytes, *, context: bytes) -> bytes:
    """The private key. Refuses `UnknownKey` when the ring lacks the key named, `SealBroken` when anything differs."""
    key_id = key_id_of(wrapped)
    if key_id not in keyring.keys:
        raise UnknownKey(f"the keyring holds no key {key_id}")
    rest = bytes(wrapped)[len(_bound_to(key_id, b"")) :]
    try:
        return AESGCM(keyring.keys[key_id]).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _bound_to(key_id, context))
    except (InvalidTag, ValueError) as broken:
        raise SealBroken(f"the private key is not what key {key_id} wrapped for this purpose") from broken


def rewrap_private_key(keyring: Keyring, wrapped: bytes, *, context: bytes) -> bytes:
    """The same private key under the newest key; the same bytes when it is there already and opens."""
    private_key = unwrap_private_key(keyring, wrapped, context=context)
    if key_id_of(wrapped) == keyring.newest:
        return wrapped
    return wrap_private_key(keyring, private_key, context=context)
