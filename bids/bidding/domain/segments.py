"""Files of any size as sealed segments, so that a range can be read and a cut or swapped file is refused.

Each file has a data key of its own, made here at random and never used for another file. Its bytes are cut into
segments of 1 MiB, each AES-256-GCM with a nonce of seven zero bytes, the segment's number (4 bytes) and a mark
(1 byte) that says whether it is the last: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015).
A stored file is 4 bytes naming the format, then the segments, 16 bytes longer each than what they hold; an empty
file is one empty segment. Units: bytes.

Claimed: without the key nothing of the content can be read save its length; a segment changed, moved, repeated,
left out or taken from another file, and a file cut short or added to, is refused with `SealBroken`. Not claimed: that
the file is the one meant (its key, kept in the manifest, says that); that a file is complete when only a range before
its last segment was read, or before `finish` has returned.
"""

import secrets
from collections.abc import Callable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bids.bidding.domain.seal_errors import KEY_BYTES, SealBroken, checked_key
from challenges.ground.domain.refusals import refusal, whole

TAG_BYTES = 16
SEGMENT_BYTES = 1024 * 1024
STORED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES
FORMAT = b"OPS1"
MOST_SEGMENTS = 2**32


def new_data_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([is_last])


def _open_segment(cipher: AESGCM, sealed: bytes, *, number: int, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, is_last=is_last), sealed, FORMAT)
    except InvalidTag as broken:
        raise SealBroken(f"segment {number} is not what was sealed under this key at this place") from broken


class StreamSealer:
    """Seals a file as its bytes arrive: `feed` as often as needed, then `finish` once; both return bytes to store.

    `key` is made here, because a data key must never seal two files.
    """

    def __init__(self) -> None:
        self.key = new_data_key()
        self._cipher = AESGCM(self.key)
        self._waiting = bytearray()
        self._number = 0
        self._begun = False
        self._finished = False

    def __repr__(self) -> str:
        return f"<StreamSealer, {self._number} segments sealed>"

    def _seal(self, plain: bytes, *, is_last: bool) -> bytes:
        if self._number >= MOST_SEGMENTS:
            raise refusal(self._number, field="segments", rule=f"must be fewer than {MOST_SEGMENTS}")
        sealed = self._cipher.encrypt(_nonce(self._number, is_last=is_last), plain, FORMAT)
        self._number += 1
        return sealed

    def feed(self, plain: bytes) -> bytes:
        """Take more of the file; return what is sealed so far, which may be nothing."""
        if self._finished:
            raise refusal("feed", field="file", rule="has been finished")
        self._waiting += plain
        stored = bytearray(b"" if self._begun else FORMAT)
        self._begun = True
        # A full segment waits until more follows: only then is it known not to be the last.
        while len(self._waiting) > SEGMENT_BYTES:
            stored += self._seal(bytes(self._waiting[:SEGMENT_BYTES]), is_last=False)
            del self._waiting[:SEGMENT_BYTES]
        return bytes(stored)

    def finish(self) -> bytes:
        """Seal what is left as the last segment."""
        stored = self.feed(b"")
        self._finished = True
        return stored + self._seal(bytes(self._waiting), is_last=True)


class StreamOpener:
    """Opens a stored file as its bytes arrive. The file is known to be whole only when `finish` has returned."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(checked_key(key, field="key"))
        self._waiting = bytearray()
        self._number = 0
        self._begun = False

    def __repr__(self) -> str:
        return f"<StreamOpener, {self._number} segments opened>"

    def feed(self, stored: bytes) -> bytes:
        """Take more of the stored bytes; return what could be opened, each segment checked. Refuses `SealBroken`."""
        self._waiting += stored
        if not self._begun and len(self._waiting) >= len(FORMAT):
            if self._waiting[: len(FORMAT)] != FORMAT:
                raise SealBroken("this is not a sealed file")
            del self._waiting[: len(FORMAT)]
            self._begun = True
        plain = bytearray()
        while self._begun and len(self._waiting) > STORED_SEGMENT_BYTES:
            sealed = bytes(self._waiting[:STORED_SEGMENT_BYTES])
            del self._waiting[:STORED_SEGMENT_BYTES]
            plain += _open_segment(self._cipher, sealed, number=self._number, is_last=False)
            self._number += 1
        return bytes(plain)

    def finish(self) -> bytes:
        """Open the last segment. Refuses a file that was cut short."""
        if not self._begun or len(self._waiting) < TAG_BYTES:
            raise SealBroken("the file was cut short")
        return _open_segment(self._cipher, bytes(self._waiting), number=self._number, is_last=True)


def _segments_of(stored_size: int) -> int:
    held = stored_size - len(FORMAT)
    segments, rest = divmod(held, STORED_SEGMENT_BYTES)
    if held < TAG_BYTES or 0 < rest < TAG_BYTES:
        raise SealBroken(f"{stored_size} bytes cannot be a whole sealed file")
    return segments + (rest > 0)


def plain_size(stored_size: int) -> int:
    """Bytes of the file from bytes stored."""
    return stored_size - len(FORMAT) - TAG_BYTES * _segments_of(whole(stored_size, field="stored_size"))


def open_range(
    key: bytes, *, stored_size: int, start: int, length: int, read: Callable[[int, int], bytes]
) -> Iterator[bytes]:
    """Bytes start … start + length − 1 of the file, a segment at a time.

    `read(offset, length)` fetches stored bytes; only the segments that hold the range are read. Refuses a range that
    ends outside the file, and with `SealBroken` whatever is not the sealed segment of its place.
    """
    cipher, size = AESGCM(checked_key(key, field="key")), plain_size(stored_size)
    end = whole(start, field="start") + whole(length, field="length")
    if end > size:
        raise refusal(end, field="start + length", rule=f"must not be above the file's {size} bytes")
    if not length:
        return
    last = _segments_of(stored_size) - 1
    for number in range(start // SEGMENT_BYTES, (end - 1) // SEGMENT_BYTES + 1):
        offset = len(FORMAT) + number * STORED_SEGMENT_BYTES
        sealed = read(offset, min(STORED_SEGMENT_BYTES, stored_size - offset))
        plain = _open_segment(cipher, sealed, number=number, is_last=number == last)
        yield plain[max(start - number * SEGMENT_BYTES, 0) : end - number * SEGMENT_BYTES]
