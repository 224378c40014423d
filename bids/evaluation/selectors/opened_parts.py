"""What opened bids say: the JSON that was sealed, read only while it is what its hash was taken of.

The hash is worked out anew over what the database holds, with the salt that was sealed beside it, and compared with
the one kept by the opening, the one its envelope is filed under and, where both parts are read, the receipt's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bids.bidding.domain.measures import OfferToScore
from bids.bidding.domain.payload import (
    CommercialPart,
    QualityPart,
    StatementPart,
    opened_bid_sha256,
    opened_sha256,
    read_opened,
)
from bids.bidding.models import Bid, OpenedPart
from bids.evaluation.models import Panel
from bids.evaluation.selectors.scopes import (
    opened_bids_of,
    parts_decided_on,
    parts_judged_by,
    parts_readable_by,
    questions_readable_by,
)
from challenges.ground.domain.refused import Refused
from challenges.ground.rules import Viewer
from challenges.publishing.domain.words import EnvelopeKind
from challenges.publishing.models import Question

NUMBERS = {EnvelopeKind.QUALITY: 1, EnvelopeKind.COMMERCIAL: 2}


class PartChanged(Refused):
    """What the database holds of an opened part is not what its bidder sealed: nothing is read from it."""

    def __init__(self, *, bid_id: UUID, kind: EnvelopeKind) -> None:
        message = _("Part %(number)d of the bid %(bid)s is not what was sealed. Nothing can rest on it.")
        super().__init__(message % {"number": NUMBERS[kind], "bid": bid_id})
        self.bid_id, self.kind = bid_id, kind


@dataclass(frozen=True, kw_only=True)
class ReadAnswer:
    """A bidder's words to one question."""

    question: Question
    text: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a member may read of part 1 of a bid: answers, and how commitments will be kept, never how many."""

    answers: tuple[ReadAnswer, ...] = ()
    statements: tuple[StatementPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WholeBid:
    """Both parts of a bid as they were sealed."""

    quality: QualityPart
    commercial: CommercialPart

    @property
    def offer(self) -> OfferToScore:
        """What the bid offers in figures, as it is scored."""
        statements = {said.measure: said.statement for said in self.quality.statements}
        return OfferToScore(bid=self.commercial.bid, part=self.commercial, statements=statements)


def words_readable_by(viewer: Viewer, panel: Panel, *, bid: Bid | None = None) -> dict[UUID, Words]:
    """The words of readable bids, or of one of them, by bid. Two queries at any number of bids."""
    questions = {question.block_id: question for question in questions_readable_by(viewer, panel)}
    parts = parts_readable_by(viewer, panel)
    return {
        row.bid_id: _words(_as_sealed(row, QualityPart), questions=questions)
        for row in (parts.filter(bid=bid) if bid else parts).order_by("bid")
    }


def _words(part: QualityPart, *, questions: Mapping[str, Question]) -> Words:
    answers = (
        ReadAnswer(question=questions[answer.question], text=answer.text)
        for answer in part.answers
        if answer.question in questions
    )
    return Words(answers=tuple(answers), statements=part.statements)


def part_judged(bid: Bid, panel: Panel) -> QualityPart | None:
    """Part 1 of a bid this panel judges, whoever asks; nothing where it could not be opened."""
    row = parts_judged_by(panel).filter(bid=bid).first()
    return None if row is None else _as_sealed(row, QualityPart)


def whole_bids(panel: Panel) -> Mapping[UUID, WholeBid]:
    """Every bid a locked panel judges, whole, by its id. Refuses `PartChanged`, also where a part is not there."""
    rows = {(row.bid_id, EnvelopeKind(row.kind)): row for row in parts_decided_on(panel)}
    return {bid_id: _whole(bid_id, rows) for bid_id in opened_bids_of(panel).values_list("pk", flat=True)}


def _whole(bid_id: UUID, rows: Mapping[tuple[UUID, EnvelopeKind], OpenedPart]) -> WholeBid:
    for kind in EnvelopeKind:
        if (bid_id, kind) not in rows:
            raise PartChanged(bid_id=bid_id, kind=kind)
    first, second = rows[bid_id, EnvelopeKind.QUALITY], rows[bid_id, EnvelopeKind.COMMERCIAL]
    whole = WholeBid(quality=_as_sealed(first, QualityPart), commercial=_as_sealed(second, CommercialPart))
    if opened_bid_sha256(quality=first.content, commercial=second.content) != second.receipt_sha256:
        raise PartChanged(bid_id=bid_id, kind=EnvelopeKind.COMMERCIAL)
    return whole


def _as_sealed[P: QualityPart | CommercialPart](row: OpenedPart, part: type[P]) -> P:
    """What a row says. Needs the hashes of its envelope and receipt, as the scopes add them."""
    kind = EnvelopeKind(row.kind)
    try:
        found = opened_sha256(row.content)
    except (AttributeError, KeyError, TypeError, ValueError) as broken:
        # Not even of the form that is hashed.
        raise PartChanged(bid_id=row.bid_id, kind=kind) from broken
    if {found, row.sha256} != {row.sealed_sha256}:
        raise PartChanged(bid_id=row.bid_id, kind=kind)
    return read_opened(row.content, part=part)
