"""What a bid says, as the two parts in which it is sealed.

**Part 1** (`QualityPart`) is what people judge: answers, files, how each pledge will be kept, the conditions accepted.
**Part 2** (`CommercialPart`) is what formulas read: units, how many succeed, prices, quantities pledged, fee, costs and
what the bidder can finance. Nothing of part 2 stands in part 1, so the panel that reads part 1 knows no figure of it.

Items carry the block identifiers of the specification (`QuestionSpec.id`, `OutcomeSpec.id`, `MeasureSpec.id`,
`ConditionSpec.id`), which are the `block_id` of the rows. Money in pounds, attainments as shares from 0 to 1, one
volume a contract year, `quantity` per contract year.

JSON of an envelope, canonical (`challenges.ground.domain.frozen_json`), before it is sealed::

    {"content": {…}, "file_keys": {"<stored file id>": "<base64>"}, "format": 1, "kind": "quality", "salt": "<64 hex>"}

    content of quality:
      {"accepted_conditions": ["<id>"], "answers": [{"question": "<id>", "text": "…"}], "bid": "<uuid>",
       "files": [{"id": "<uuid>", "media_type": "application/pdf", "name": "plan.pdf", "question": "<id>",
                  "sha256": "<64 hex>", "size": 1234}],
       "statements": [{"measure": "<id>", "statement": "…"}], "version": 1}
    content of commercial:
      {"bid": "<uuid>", "cost_high": "1.1", "cost_likely": "1", "cost_low": "0.95", "fixed_fee": null,
       "outcomes": [{"high": "0.6", "likely": "0.5", "low": "0.4", "outcome": "<id>", "price": null,
                     "volumes": ["100", "120"]}],
       "pledges": [{"measure": "<id>", "quantity": "4", "sharing": 1, "years": 2}], "price": null, "version": 1,
       "working_capital": "0", "yearly_costs": ["100000", "110000"]}

An opened part is kept as that JSON without the keys of its files (`opened_plain`).

Hashes: an envelope's `content_sha256` is SHA-256 over its canonical content and its own salt. A receipt's is over the
canonical `{"commercial": …, "quality": …}` and the salt of part 2, which opening part 1 does not give away; keys of
files are in neither. Refused: JSON of another format, a part of the wrong kind, unknown fields.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bids.bidding.domain.sealing import content_hash
from challenges.ground.domain.frozen_json import as_plain, canonical, from_plain
from challenges.ground.domain.refusals import refusal
from challenges.publishing.domain.words import EnvelopeKind

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    question: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """A file as it arrived; `sha256` is over its plain bytes, `size` counts those."""

    id: str
    question: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class StatementPart:
    """How a pledge will be kept, in words; its quantity is in part 2."""

    measure: str
    statement: str


@dataclass(frozen=True, kw_only=True)
class QualityPart:
    bid: str
    version: int
    answers: tuple[AnswerPart, ...] = ()
    files: tuple[FilePart, ...] = ()
    statements: tuple[StatementPart, ...] = ()
    accepted_conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutcomeOfferPart:
    """Units offered each contract year and, as shares, how many succeed; a price only where it is left open."""

    outcome: str
    volumes: tuple[Decimal, ...]
    low: Decimal
    likely: Decimal
    high: Decimal
    price: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PledgePart:
    """Units pledged per contract year, for how many years, and with how many other contracts they are shared."""

    measure: str
    quantity: Decimal | None
    years: int = 1
    sharing: int = 1


@dataclass(frozen=True, kw_only=True)
class CommercialPart:
    """`price` is the whole price where no outcome is paid for; `fixed_fee` stands only where bidders name it."""

    bid: str
    version: int
    outcomes: tuple[OutcomeOfferPart, ...] = ()
    pledges: tuple[PledgePart, ...] = ()
    fixed_fee: Decimal | None = None
    price: Decimal | None = None
    yearly_costs: tuple[Decimal, ...] = ()
    cost_low: Decimal = Decimal(1)
    cost_likely: Decimal = Decimal(1)
    cost_high: Decimal = Decimal(1)
    working_capital: Decimal = Decimal(0)


PARTS: Mapping[EnvelopeKind, type[QualityPart] | type[CommercialPart]] = {
    EnvelopeKind.QUALITY: QualityPart,
    EnvelopeKind.COMMERCIAL: CommercialPart,
}


@dataclass(frozen=True, kw_only=True)
class EnvelopeContent:
    """One part with what is sealed beside it: the salt of its hash and the data keys of its files."""

    part: QualityPart | CommercialPart
    salt: bytes = field(repr=False)
    file_keys: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def sha256(self) -> str:
        """The hash an envelope is filed under."""
        return content_hash(canonical(as_plain(self.part)), self.salt)


def kind_of(part: QualityPart | CommercialPart) -> EnvelopeKind:
    return EnvelopeKind.QUALITY if isinstance(part, QualityPart) else EnvelopeKind.COMMERCIAL


def opened_plain(content: EnvelopeContent) -> dict[str, Any]:
    """The JSON that is sealed, without the keys of files: what is kept of a part once it is opened."""
    return {
        "format": FORMAT,
        "kind": kind_of(content.part).value,
        "content": as_plain(content.part),
        "salt": content.salt.hex(),
    }


def read_opened[P: QualityPart | CommercialPart](plain: Mapping[str, Any], *, part: type[P]) -> P:
    """The part in what `opened_plain` wrote. Refuses another format or kind."""
    expected = (FORMAT, next(kind.value for kind, held in PARTS.items() if held is part))
    if (plain["format"], plain["kind"]) != expected:
        raise refusal((plain["format"], plain["kind"]), field="envelope", rule=f"must be {expected}")
    return from_plain(part, plain["content"])


def opened_sha256(plain: Mapping[str, Any]) -> str:
    """The hash of an opened part, over the JSON as it is kept: the one its envelope is filed under."""
    return content_hash(canonical(plain["content"]), bytes.fromhex(plain["salt"]))


def opened_bid_sha256(*, quality: Mapping[str, Any], commercial: Mapping[str, Any]) -> str:
    """The hash of a whole bid, over both opened parts as they are kept: the one its receipt states."""
    said = canonical({"commercial": commercial["content"], "quality": quality["content"]})
    return content_hash(said, bytes.fromhex(commercial["salt"]))


def envelope_bytes(content: EnvelopeContent) -> bytes:
    """The canonical bytes that are sealed."""
    file_keys = {name: base64.b64encode(key).decode() for name, key in content.file_keys.items()}
    return canonical({**opened_plain(content), "file_keys": file_keys})


def read_envelope(plain: bytes, *, kind: EnvelopeKind) -> EnvelopeContent:
    """What `envelope_bytes` wrote. Refuses another format or kind."""
    said: dict[str, Any] = json.loads(plain)
    return EnvelopeContent(
        part=read_opened(said, part=PARTS[kind]),
        salt=bytes.fromhex(said["salt"]),
        file_keys={name: base64.b64decode(key) for name, key in said["file_keys"].items()},
    )


def bid_bytes(*, quality: QualityPart, commercial: CommercialPart) -> bytes:
    """The canonical bytes of a whole bid: the content file a bidder may keep, and what a receipt's hash is over."""
    return canonical({"commercial": as_plain(commercial), "quality": as_plain(quality)})


def bid_sha256(*, quality: QualityPart, commercial: EnvelopeContent) -> str:
    """The hash a receipt states: over both parts and the salt of part 2."""
    if not isinstance(commercial.part, CommercialPart):
        raise refusal(kind_of(commercial.part).value, field="commercial", rule="must be part 2")
    return content_hash(bid_bytes(quality=quality, commercial=commercial.part), commercial.salt)
