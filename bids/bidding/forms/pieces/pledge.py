"""Pages of pledges, in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.boxes import Typed
from bids.bidding.domain.pieces.piece import with_id
from bids.bidding.domain.pieces.pledge import PLEDGE
from bids.bidding.forms.pieces.form import FigureBox, LongText
from bids.bidding.forms.pieces.page import BoxWords, PiecePages
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, plain_figure, said
from challenges.publishing.domain.specification import MeasureSpec

WORDS: Mapping[str, BoxWords] = {
    "quantity": BoxWords(
        label=gettext_lazy("How much each year"), missing=gettext_lazy("Enter how much you commit to each year")
    ),
    "years": BoxWords(
        label=gettext_lazy("For how many years"),
        hint=gettext_lazy("Leave it as it is to keep it up for the whole contract."),
        suffix=gettext_lazy("years"),
        width=2,
    ),
    "statement": BoxWords(
        label=gettext_lazy("How you will do it"),
        hint=gettext_lazy("Who does what, by when, and how you will show that it happened."),
        missing=gettext_lazy("Say how you will do it"),
    ),
}


class PledgePages(PiecePages):
    piece = PLEDGE
    page = "bid_pledge"
    tells_figures = True

    def group(self, asked: Asked) -> tuple[str, str]:
        return _("Social value"), _("Commitments beyond the results themselves. Make those you can keep.")

    def subject(self, asked: Asked, item: str) -> MeasureSpec:
        return with_id(asked.measures, item)

    def title(self, asked: Asked, item: str) -> str:
        return said(self.subject(asked, item).title)

    def words(self, box: str) -> BoxWords:
        return WORDS[box]

    def field(self, box: str, subject: MeasureSpec) -> forms.Field:
        words = self.words(box)
        if box == "statement":
            return LongText(label=words.label, help_text=words.hint, rows=6)
        if box == "quantity":
            return FigureBox(label=words.label, suffix=said(subject.unit))
        return super().field(box, subject)

    def initial(self, asked: Asked) -> Typed:
        return {"years": str(asked.years)}

    def first(self, bid: ReadBid) -> Iterable[ShownItem]:
        titles = {measure.id: said(measure.title) for measure in bid.asked.measures}
        for statement in bid.quality.statements:
            yield ShownItem(
                title=_("%(measure)s: how you will do it") % {"measure": titles[statement.measure]},
                text=statement.statement,
                url=self.change(bid, statement.measure),
            )

    def second(self, bid: ReadBid) -> Iterable[ShownItem]:
        measures = {measure.id: measure for measure in bid.asked.measures}
        for pledge in bid.commercial.pledges:
            measure, quantity = measures[pledge.measure], pledge.quantity or Decimal(0)
            years = ngettext("for %(n)d year", "for %(n)d years", pledge.years) % {"n": pledge.years}
            how_much = _("%(quantity)s %(unit)s a year, %(years)s") % {
                "quantity": plain_figure(quantity),
                "unit": said(measure.unit),
                "years": years,
            }
            others = self.pairs(pledge, (figure for figure in PLEDGE.figures if figure.name != "quantity"))
            yield ShownItem(
                title=said(measure.title),
                pairs=((_("How much"), how_much), *others),
                url=self.change(bid, pledge.measure),
            )
