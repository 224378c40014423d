"""Pages of offers for outcomes, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import HUNDRED
from bids.bidding.domain.payload import OutcomeOfferPart
from bids.bidding.domain.pieces.outcome import OUTCOME, SHARES, volume_boxes
from bids.bidding.domain.pieces.piece import with_id
from bids.bidding.forms.pieces.page import BoxWords, PiecePages
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, plain_figure, pounds, said
from challenges.publishing.domain.specification import OutcomeSpec

OUT_OF = {"suffix": gettext_lazy("out of 100"), "width": 4}
WORDS: Mapping[str, BoxWords] = {
    "low": BoxWords(
        label=gettext_lazy("At the very least"),
        named=gettext_lazy("“At the very least”"),
        shown=gettext_lazy("Succeed at the very least"),
        missing=gettext_lazy("Enter how many succeed at the very least"),
        **OUT_OF,
    ),
    "likely": BoxWords(
        label=gettext_lazy("Most likely"),
        named=gettext_lazy("“Most likely”"),
        shown=gettext_lazy("Succeed most likely"),
        missing=gettext_lazy("Enter how many most likely succeed"),
        **OUT_OF,
    ),
    "high": BoxWords(
        label=gettext_lazy("At the very best"),
        named=gettext_lazy("“At the very best”"),
        shown=gettext_lazy("Succeed at the very best"),
        missing=gettext_lazy("Enter how many succeed at the very best"),
        **OUT_OF,
    ),
    "price": BoxWords(
        label=gettext_lazy("Your price for one result"),
        named=gettext_lazy("Your price"),
        missing=gettext_lazy("Enter your price"),
        hint=gettext_lazy("What you would be paid for one that succeeds, without VAT."),
        prefix="£",
    ),
}


class OutcomePages(PiecePages):
    piece = OUTCOME
    page = "bid_outcome"
    tells_figures = True

    def group(self, asked: Asked) -> tuple[str, str]:
        title = _("What you promise to achieve")
        if any(outcome.price_is_offered for outcome in asked.outcomes):
            return title, _("How many you take on, how many of them succeed, and your price for one.")
        if any(outcome.price is not None for outcome in asked.outcomes):
            intro = _("How many you take on, and how many of them succeed. The price of a result is published.")
            return title, intro
        return title, _("How many you take on, and how many of them succeed.")

    def subject(self, asked: Asked, item: str) -> OutcomeSpec:
        return with_id(asked.outcomes, item)

    def title(self, asked: Asked, item: str) -> str:
        return said(self.subject(asked, item).title)

    def words(self, box: str) -> BoxWords:
        kind, _line, year = box.partition("_")
        if kind != "volume":
            return WORDS[box]
        number = {"year": int(year) + 1}
        return BoxWords(
            label=_("Year %(year)d") % number,
            named=_("How many in year %(year)d") % number,
            shown=_("Taken on in year %(n)d") % {"n": number["year"]},
            missing=_("Enter how many in year %(year)d") % number,
        )

    def groups(self, asked: Asked, item: str) -> Mapping[str, Sequence[str]]:
        volumes = volume_boxes(asked.years)
        figures = [box for box in OUTCOME.boxes(asked, item) if box not in volumes and box not in SHARES]
        return {"volumes": volumes, "shares": SHARES, "figures": figures}

    def second(self, bid: ReadBid) -> Iterable[ShownItem]:
        offers = {offer.outcome: offer for offer in bid.commercial.outcomes}
        for outcome in bid.asked.outcomes:
            title, url, offer = said(outcome.title), self.change(bid, outcome.id), offers.get(outcome.id)
            if offer is None:
                yield ShownItem(title=title, note=_("Not offered"), url=url)
            else:
                yield ShownItem(title=title, pairs=tuple(self._pairs(offer, outcome)), url=url)

    def _pairs(self, offer: OutcomeOfferPart, outcome: OutcomeSpec) -> Iterator[tuple[str, str]]:
        for box, volume in zip(volume_boxes(len(offer.volumes)), offer.volumes, strict=True):
            yield self.words(box).shown, plain_figure(volume)
        for box in SHARES:
            share = plain_figure(getattr(offer, box) * HUNDRED)
            yield str(self.words(box).shown), _("%(share)s out of 100") % {"share": share}
        if not outcome.price_is_offered and outcome.price is not None:
            yield _("Paid for one result"), pounds(outcome.price)
        figures = [f for f in OUTCOME.figures if f.name != "price" or outcome.price_is_offered]
        yield from self.pairs(offer, figures)
