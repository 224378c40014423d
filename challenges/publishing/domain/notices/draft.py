"""What comes out of reading a published notice: a specification to complete, and the list of what to look at.

Block identifiers are made from the notice's own identifier and the place in the file, so that reading the same file
twice gives the same draft.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.specification import Specification

_BLOCKS = UUID("7d0f7a3e-2f2b-5c58-9d2b-6a4f7f0c8a11")


class NoticeUnreadable(Refused):
    """The file is not a notice this portal can read; the message says why, in words for the person who chose it."""


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """The public body as the notice names it; `kind` is a `words.AuthorityKind`, or empty where it is not said."""

    name: str = ""
    identifier_scheme: str = ""
    identifier: str = ""
    street_address: str = ""
    locality: str = ""
    postal_code: str = ""
    country: str = ""
    website: str = ""
    contact_email: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the notice was published and under which licence; empty is what the file does not say."""

    kind: str
    ocid: str = ""
    notice_id: str = ""
    published: datetime | None = None
    licence: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Unresolved:
    """Something to look at: where it stands in the file, what stands there, and why it is shown, in plain English."""

    path: str
    value: str
    why: str


@dataclass(frozen=True, kw_only=True)
class NoticeDraft:
    specification: Specification
    buyer: Buyer
    source: Source
    unresolved: tuple[Unresolved, ...] = ()


def block_id(source: str, path: str) -> str:
    """The same identifier for the same place of the same notice."""
    return str(uuid5(_BLOCKS, f"{source}#{path}"))
