"""From an opened part to rows: what the panel reads (part 1) and what the formulas read (part 2).

Items are matched by the identifiers the specification gave them; one that no row bears is refused, because a bid must
not lose a piece of itself unseen.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model

from bids.bidding.domain.payload import CommercialPart, EnvelopeContent, QualityPart
from bids.bidding.models import (
    AcceptedCondition,
    Answer,
    Bid,
    OpenedFile,
    OutcomeOffer,
    Pledge,
    RiskRewardOffer,
    StoredFile,
)
from bids.bidding.vault.files import keep_file_key
from challenges.ground.domain.frozen_json import as_plain


class PartUnreadable(ValueError):
    """A part that opens but says something this challenge does not know."""


def write_part(content: EnvelopeContent, *, bid: Bid) -> None:
    """Write one opened part's rows, inside the caller's transaction.

    Refuses a part of another bid or version, and items the challenge does not have.
    """
    part = content.part
    if (part.bid, part.version) != (str(bid.pk), bid.version):
        raise PartUnreadable("the part is another bid's or another version's")
    if isinstance(part, QualityPart):
        _write_quality(part, bid=bid, file_keys=content.file_keys)
    else:
        _write_commercial(part, bid=bid)


def _write_quality(part: QualityPart, *, bid: Bid, file_keys: Mapping[str, bytes]) -> None:
    challenge = bid.stage.challenge
    questions = _by_block(challenge.questions.all())
    Answer.objects.bulk_create(
        Answer(bid=bid, question=_found(questions, answer.question), text=answer.text) for answer in part.answers
    )
    stored = {str(file.pk): file for file in StoredFile.objects.filter(bid=bid)}
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
    measures = _by_block(challenge.measures.all())
    Pledge.objects.bulk_create(
        Pledge(bid=bid, measure=_found(measures, said.measure), statement=said.statement) for said in part.statements
    )
    conditions = _by_block(challenge.conditions.all())
    AcceptedCondition.objects.bulk_create(
        AcceptedCondition(bid=bid, condition=_found(conditions, block)) for block in part.accepted_conditions
    )


def _write_commercial(part: CommercialPart, *, bid: Bid) -> None:
    challenge = bid.stage.challenge
    outcomes, measures = _by_block(challenge.outcomes.all()), _by_block(challenge.measures.all())
    OutcomeOffer.objects.bulk_create(
        OutcomeOffer(
            bid=bid,
            outcome=_found(outcomes, offer.outcome),
            volumes=as_plain(offer.volumes),
            attainment_low=offer.low,
            attainment_likely=offer.likely,
            attainment_high=offer.high,
            price_amount=offer.price,
        )
        for offer in part.outcomes
    )
    for pledge in part.pledges:
        given = {"quantity": pledge.quantity, "years": pledge.years, "sharing": pledge.sharing}
        # The words of the pledge were written when part 1 was opened.
        Pledge.objects.update_or_create(bid=bid, measure=_found(measures, pledge.measure), defaults=given)
    RiskRewardOffer.objects.create(
        bid=bid,
        fixed_fee_amount=part.fixed_fee,
        price_amount=part.price,
        yearly_costs=as_plain(part.yearly_costs),
        cost_factor_low=part.cost_low,
        cost_factor_likely=part.cost_likely,
        cost_factor_high=part.cost_high,
        working_capital_amount=part.working_capital,
    )


def _by_block[M: Model](rows: Iterable[M]) -> dict[str, M]:
    return {row.block_id: row for row in rows}


def _found[M: Model](rows: Mapping[str, M], block: str) -> M:
    if block not in rows:
        raise PartUnreadable("the part names an item this challenge does not have")
    return rows[block]
