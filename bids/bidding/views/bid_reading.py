"""A draft or a sent bid as its own people read it: sections of titles and values, ready for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.bidding.domain.asked import Asked, PieceKind, piece_key
from bids.bidding.domain.draft import word_count
from bids.bidding.domain.earnings import Earnings, earnings_of
from bids.bidding.domain.measures import OfferToScore
from bids.bidding.domain.payload import CommercialPart, QualityPart
from bids.bidding.services.files import ReadableFile
from bids.bidding.services.own_reading import OwnDraft, OwnSent
from bids.bidding.views.bid_tasks import piece_url, said
from bids.evaluation.domain.scoring.own_figures import OwnFigure, own_figures
from challenges.publishing.domain.specification import QuestionSpec, Specification
from challenges.publishing.selectors.presentation import measured_words, worked_out


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    title: str
    url: str
    kind: str
    size: int
    note: str


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """One thing the bid says: words, pairs of name and value, or both; `url` is where it is changed."""

    title: str
    text: str = ""
    note: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    files: tuple[ShownFile, ...] = ()
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A figure that earns marks by formula, as the offer stands."""

    title: str
    words: str
    earns: str
    worked_out: str


@dataclass(frozen=True, kw_only=True)
class Sections:
    """Part 1 and part 2, and what the offer would earn."""

    first: tuple[ShownItem, ...]
    second: tuple[ShownItem, ...]
    earnings: Earnings | None = None
    figures: tuple[ShownFigure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Bid:
    """What both readings have in common."""

    id: UUID
    specification: Specification
    asked: Asked
    quality: QualityPart
    commercial: CommercialPart
    files: Sequence[ReadableFile]
    is_draft: bool

    def change(self, kind: PieceKind, item: str = "") -> str:
        return piece_url(self.id, piece_key(kind, item)) if self.is_draft else ""


def read_draft_sections(draft: OwnDraft, *, bid_id: UUID) -> Sections:
    """A draft as it would be sent. An answer that is too long yet is shown as typed."""
    bid = _Bid(
        id=bid_id,
        specification=draft.specification,
        asked=draft.asked,
        quality=draft.whole.quality,
        commercial=draft.whole.commercial,
        files=draft.files,
        is_draft=True,
    )
    typed = {key: str(saved.typed.get("text", "")) for key, saved in draft.pieces.items()}
    return replace(_sections(bid, typed=typed), figures=_figures(draft))


def _figures(draft: OwnDraft) -> tuple[ShownFigure, ...]:
    statements = {statement.measure: statement.statement for statement in draft.whole.quality.statements}
    part = draft.whole.commercial
    found = own_figures(
        draft.specification,
        OfferToScore(bid=part.bid, part=part, statements=statements),
        lot=draft.lot,
        faults=draft.whole.faults,
    )
    return tuple(
        ShownFigure(
            title=said(figure.criterion.title),
            words=_figure_words(figure),
            earns=_earns(figure),
            worked_out=worked_out(figure.criterion, draft.specification),
        )
        for figure in found
    )


def _figure_words(figure: OwnFigure) -> str:
    if not figure.is_known:
        return _("Your figure cannot be worked out yet. Fill in the pages it rests on.")
    if figure.value is None:
        return _("Your figure cannot be worked out from this offer, so it counts as the worst published value.")
    return measured_words(figure.formula.measure, figure.value)


def _earns(figure: OwnFigure) -> str:
    weight = plain_figure(figure.criterion.weight)
    if figure.is_relative:
        return _(
            "It is compared with the other bids, so nobody can know before they are opened how many of %(weight)s "
            "marks it earns."
        ) % {"weight": weight}
    if figure.mark is None:
        return _("It can earn %(weight)s marks.") % {"weight": weight}
    if figure.is_ruled_out:
        return _("This is below what every bid must reach: a bid with this figure is ruled out.")
    earned = _("As your offer stands it would earn %(mark)s of %(weight)s marks.")
    return earned % {"mark": f"{figure.mark:.2f}", "weight": weight}


def read_sent_sections(sent: OwnSent, *, bid_id: UUID) -> Sections:
    return _sections(
        _Bid(
            id=bid_id,
            specification=sent.specification,
            asked=sent.asked,
            quality=sent.quality,
            commercial=sent.commercial,
            files=sent.files,
            is_draft=False,
        ),
        typed={},
    )


def _sections(bid: _Bid, *, typed: dict[str, str]) -> Sections:
    first = [*_answers(bid, typed=typed), *_statements(bid), *_conditions(bid)]
    second = [*_outcomes(bid), *_money(bid), *_pledges(bid)]
    lot = next((outcome.lot for outcome in bid.asked.outcomes if outcome.lot), "")
    earnings = earnings_of(bid.specification, bid.commercial, lot=lot)
    return Sections(first=tuple(first), second=tuple(second), earnings=earnings)


def _answers(bid: _Bid, *, typed: dict[str, str]) -> Iterable[ShownItem]:
    texts = {answer.question: answer.text for answer in bid.quality.answers}
    for question in bid.asked.questions:
        text = texts.get(question.id) or typed.get(piece_key(PieceKind.ANSWER, question.id), "")
        yield ShownItem(
            title=said(question.title),
            text=text,
            note=_words(text, question=question),
            files=shown_files(
                bid.id, [file for file in bid.files if file.question == question.id], sent=not bid.is_draft
            ),
            url=bid.change(PieceKind.ANSWER, question.id),
        )


def _words(text: str, *, question: QuestionSpec) -> str:
    count = word_count(text)
    words = ngettext("%(n)s word", "%(n)s words", count) % {"n": number_format(count)}
    if not question.word_limit:
        return words
    return _("%(words)s of at most %(limit)s") % {"words": words, "limit": number_format(question.word_limit)}


def shown_files(bid_id: UUID, files: Iterable[ReadableFile], *, sent: bool) -> tuple[ShownFile, ...]:
    """Files as the documents component lists them."""
    page = "bid_sent_file" if sent else "bid_file"
    return tuple(
        ShownFile(
            title=file.name,
            url=reverse(page, args=[bid_id, file.id]),
            kind=file.name.rpartition(".")[2].upper(),
            size=file.size,
            note="" if file.scan == "clean" else _("not scanned for viruses"),
        )
        for file in files
    )


def _statements(bid: _Bid) -> Iterable[ShownItem]:
    titles = {measure.id: said(measure.title) for measure in bid.asked.measures}
    for statement in bid.quality.statements:
        yield ShownItem(
            title=_("%(measure)s: how you will do it") % {"measure": titles[statement.measure]},
            text=statement.statement,
            url=bid.change(PieceKind.PLEDGE, statement.measure),
        )


def _conditions(bid: _Bid) -> Iterable[ShownItem]:
    if not bid.asked.conditions:
        return
    accepted = set(bid.quality.accepted_conditions)
    pairs = [(said(c.title), _("Accepted") if c.id in accepted else _("Not accepted")) for c in bid.asked.conditions]
    yield ShownItem(title=_("Conditions"), pairs=tuple(pairs), url=bid.change(PieceKind.CONDITIONS))


def plain_figure(figure: Decimal) -> str:
    """A figure without trailing noughts, in the reader's notation."""
    text = f"{figure.normalize():f}"
    return number_format(figure, decimal_pos=len(text.partition(".")[2]), force_grouping=True, use_l10n=True)


def _pounds(amount: Decimal) -> str:
    places = 0 if amount == amount.to_integral_value() else 2
    return f"£{number_format(amount, decimal_pos=places, force_grouping=True)}"


def _outcomes(bid: _Bid) -> Iterable[ShownItem]:
    offers = {offer.outcome: offer for offer in bid.commercial.outcomes}
    for outcome in bid.asked.outcomes:
        offer = offers.get(outcome.id)
        url = bid.change(PieceKind.OUTCOME, outcome.id)
        if offer is None:
            yield ShownItem(title=said(outcome.title), note=_("Not offered"), url=url)
            continue
        volumes = enumerate(offer.volumes, start=1)
        pairs = [(_("Taken on in year %(n)d") % {"n": n}, plain_figure(volume)) for n, volume in volumes]
        shares = (
            (_("Succeed at the very least"), offer.low),
            (_("Succeed most likely"), offer.likely),
            (_("Succeed at the very best"), offer.high),
        )
        pairs += [(name, _("%(share)s out of 100") % {"share": plain_figure(share * 100)}) for name, share in shares]
        price = offer.price if outcome.price_is_offered else outcome.price
        if price is not None:
            name = _("Your price for one result") if outcome.price_is_offered else _("Paid for one result")
            pairs.append((name, _pounds(price)))
        yield ShownItem(title=said(outcome.title), pairs=tuple(pairs), url=url)


def _money(bid: _Bid) -> Iterable[ShownItem]:
    part = bid.commercial
    pairs = [
        (name, _pounds(amount))
        for name, amount in ((_("Your price"), part.price), (_("Your fixed fee"), part.fixed_fee))
        if amount is not None
    ]
    costs = enumerate(part.yearly_costs, start=1)
    pairs += [(_("Costs in year %(n)d") % {"n": n}, _pounds(cost)) for n, cost in costs]
    if part.yearly_costs:
        lower, higher = (1 - part.cost_low) * 100, (part.cost_high - 1) * 100
        spread = _("from %(lower)s%% lower to %(higher)s%% higher")
        pairs.append(
            (_("They could turn out"), spread % {"lower": plain_figure(lower), "higher": plain_figure(higher)})
        )
        pairs.append((_("You can pay out before money comes in"), _pounds(part.working_capital)))
    if bid.asked.money.anything:
        yield ShownItem(title=_("Money"), pairs=tuple(pairs), url=bid.change(PieceKind.MONEY))


def _pledges(bid: _Bid) -> Iterable[ShownItem]:
    measures = {measure.id: measure for measure in bid.asked.measures}
    for pledge in bid.commercial.pledges:
        measure, quantity = measures[pledge.measure], pledge.quantity or Decimal(0)
        years = ngettext("for %(n)d year", "for %(n)d years", pledge.years) % {"n": pledge.years}
        how_much = _("%(quantity)s %(unit)s a year, %(years)s") % {
            "quantity": plain_figure(quantity),
            "unit": measure.unit,
            "years": years,
        }
        pairs = ((_("How much"), how_much),)
        yield ShownItem(title=said(measure.title), pairs=pairs, url=bid.change(PieceKind.PLEDGE, measure.id))
