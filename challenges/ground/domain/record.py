"""The chain of the procurement record: each entry's hash covers its content and the entry before it.

    sha256(entry) = SHA-256( canonical JSON of {number, at, event, content, previous} )

The first entry's `previous` is 64 zeros. Texts that may have to be erased stand in the content as salted hashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from challenges.ground.domain.frozen_json import sha256_of

NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Link:
    number: int
    at: datetime
    event: str
    content: Any
    previous_sha256: str
    sha256: str


def entry_sha256(*, number: int, at: datetime, event: str, content: Any, previous: str) -> str:
    """The hash that entry must carry. `at` is brought to UTC, so the chain does not depend on a session's time zone."""
    moment = at.astimezone(UTC).isoformat()
    return sha256_of({"number": number, "at": moment, "event": event, "content": content, "previous": previous})


def chain_faults(links: Sequence[Link]) -> tuple[str, ...]:
    """Every break in a chain given in order: a missing number, a changed entry, a link that does not fit."""
    faults: list[str] = []
    previous = NOTHING_BEFORE
    for expected, link in enumerate(links, start=1):
        if link.number != expected:
            faults.append(f"entry {expected}: missing, entry {link.number} stands in its place")
        if link.previous_sha256 != previous:
            faults.append(f"entry {link.number}: does not follow the entry before it")
        honest = entry_sha256(
            number=link.number, at=link.at, event=link.event, content=link.content, previous=link.previous_sha256
        )
        if link.sha256 != honest:
            faults.append(f"entry {link.number}: changed after it was written")
        previous = link.sha256
    return tuple(faults)
