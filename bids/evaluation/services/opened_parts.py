"""From an opened envelope to what is kept of it: the part as it was sealed, and a row for each of its files.

Items are matched by the identifiers the specification gave them; one that no row bears, or that stands twice, is
refused, because a bid must not lose a piece of itself unseen.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Manager, Model

from bids.bidding.domain.payload import CommercialPart, EnvelopeContent, QualityPart, kind_of, opened_plain
from bids.bidding.models import Bid, OpenedFile, OpenedPart, StoredFile
from bids.bidding.vault.files import keep_file_key


class PartUnreadable(ValueError):
    """A part that opens but says something this challenge does not know."""


def write_part(content: EnvelopeContent, *, bid: Bid) -> None:
    """Keep one opened part, inside the caller's transaction.

    Effects: the part with its hash; for each file of part 1 a row with its key, so that the panel can read it. Refuses
    a part of another bid or version, and items the challenge does not have.
    """
    part = content.part
    if (part.bid, part.version) != (str(bid.pk), bid.version):
        raise PartUnreadable("the part is another bid's or another version's")
    if isinstance(part, QualityPart):
        _refuse_strange_words(part, bid=bid)
        _keep_files(part, bid=bid, file_keys=content.file_keys)
    else:
        _refuse_strange_figures(part, bid=bid)
    OpenedPart.objects.create(bid=bid, kind=kind_of(part).value, content=opened_plain(content), sha256=content.sha256)


def _refuse_strange_words(part: QualityPart, *, bid: Bid) -> None:
    challenge = bid.stage.challenge
    _refuse_strange((answer.question for answer in part.answers), among=challenge.questions)
    _refuse_strange((said.measure for said in part.statements), among=challenge.measures)
    _refuse_strange(part.accepted_conditions, among=challenge.conditions)


def _refuse_strange_figures(part: CommercialPart, *, bid: Bid) -> None:
    challenge = bid.stage.challenge
    _refuse_strange((offer.outcome for offer in part.outcomes), among=challenge.outcomes)
    _refuse_strange((pledge.measure for pledge in part.pledges), among=challenge.measures)


def _refuse_strange[M: Model](named: Iterable[str], *, among: Manager[M]) -> None:
    blocks = list(named)
    if len(set(blocks)) != len(blocks):
        raise PartUnreadable("the part names an item twice")
    if not set(blocks) <= set(among.values_list("block_id", flat=True)):
        raise PartUnreadable("the part names an item this challenge does not have")


def _keep_files(part: QualityPart, *, bid: Bid, file_keys: Mapping[str, bytes]) -> None:
    if not part.files:
        return
    questions = _by(bid.stage.challenge.questions.all(), "block_id")
    stored = _by(StoredFile.objects.filter(bid=bid), "pk")
    OpenedFile.objects.bulk_create(
        OpenedFile(
            bid=bid,
            stored_file=_found(stored, file.id),
            question=_found(questions, file.question),
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            wrapped_key=keep_file_key(file_keys[file.id], stored_file_id=UUID(file.id)),
        )
        for file in part.files
    )


def _by[M: Model](rows: Iterable[M], name: str) -> dict[str, M]:
    return {str(getattr(row, name)): row for row in rows}


def _found[M: Model](rows: Mapping[str, M], item: str) -> M:
    if item not in rows:
        raise PartUnreadable("the part names an item this challenge does not have")
    return rows[item]
