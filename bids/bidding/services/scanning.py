"""The virus scanner behind one small port: ClamAV where `CLAMAV_ADDRESS` names one, else nothing.

The scanner gets a stream over its socket; no plain byte touches the disk. A scanner that does not answer is not allowed
to lose a bid at the deadline: the file is then taken and marked "not scanned" to everybody who opens it.
"""

import io
import logging
from collections.abc import Iterator

import clamd
from django.conf import settings
from django.utils.translation import gettext as _

from bids.bidding.domain.sealing import SEGMENT_BYTES, StreamOpener
from bids.bidding.models import StoredFile
from challenges.ground.domain.refused import Refused

logger = logging.getLogger("portal.scanning")
TIMEOUT_SECONDS = 30


class _Plain(io.RawIOBase):
    """The plain bytes of a sealed file as a stream, a segment in memory at a time."""

    def __init__(self, ciphertext: io.BufferedIOBase, *, key: bytes) -> None:
        ciphertext.seek(0)
        self._pieces = self._opened(ciphertext, StreamOpener(key))
        self._waiting = b""

    @staticmethod
    def _opened(ciphertext: io.BufferedIOBase, opener: StreamOpener) -> Iterator[bytes]:
        while stored := ciphertext.read(SEGMENT_BYTES):
            yield opener.feed(stored)
        yield opener.finish()

    def read(self, size: int = -1) -> bytes:
        while len(self._waiting) < size or size < 0:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._waiting += piece
        taken, self._waiting = (self._waiting, b"") if size < 0 else (self._waiting[:size], self._waiting[size:])
        return taken


def scan(ciphertext: io.BufferedIOBase, *, key: bytes) -> str:
    """The mark a file gets (`StoredFile.Scan`). Refuses a file in which something was found."""
    if not settings.CLAMAV_ADDRESS:
        return StoredFile.Scan.NOT_SCANNED.value
    host, _colon, port = settings.CLAMAV_ADDRESS.partition(":")
    scanner = clamd.ClamdNetworkSocket(host, int(port or 3310), timeout=TIMEOUT_SECONDS)
    try:
        verdict, _what = scanner.instream(_Plain(ciphertext, key=key))["stream"]
    except (clamd.ClamdError, OSError, ValueError, KeyError) as unavailable:
        logger.warning("the virus scanner did not answer: %s", type(unavailable).__name__)
        return StoredFile.Scan.NOT_SCANNED.value
    if verdict == "FOUND":
        raise Refused(_("The virus scanner found something in this file, so it was not kept."), field="file")
    return StoredFile.Scan.CLEAN.value if verdict == "OK" else StoredFile.Scan.NOT_SCANNED.value
