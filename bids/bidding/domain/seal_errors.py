"""What sealing says when it refuses, in words that give no content and no key away."""

KEY_BYTES = 32


class SealError(Exception):
    """Something sealed could not be opened."""


class SealBroken(SealError):
    """Wrong key, wrong purpose, or bytes that are not what was sealed: changed, cut, swapped or reordered."""


class UnknownKey(SealError):
    """The bytes name a key that the keyring does not hold."""


def checked_key(key: object, *, field: str) -> bytes:
    """A key of 32 bytes. The refusal names the field and the rule but never the value: it may be a secret."""
    if not isinstance(key, bytes | bytearray | memoryview):
        raise ValueError(f"{field}: a {type(key).__name__} refused, must be bytes")
    if len(key) != KEY_BYTES:
        raise ValueError(f"{field}: {len(key)} bytes refused, must be {KEY_BYTES}")
    return bytes(key)
