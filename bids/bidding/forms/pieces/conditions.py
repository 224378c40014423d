"""The page of conditions, in words."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from bids.bidding.domain.asked import Asked
from bids.bidding.domain.pieces.conditions import CONDITIONS
from bids.bidding.forms.pieces.page import BoxWords, PiecePages
from bids.bidding.forms.pieces.shown import ReadBid, ShownItem, said


class ConditionPages(PiecePages):
    piece = CONDITIONS
    page = "bid_conditions"

    def group(self, asked: Asked) -> tuple[str, str]:
        return _("Conditions"), _("Duties that go with the public money.")

    def subject(self, asked: Asked, item: str) -> Asked:
        return asked

    def title(self, asked: Asked, item: str) -> str:
        return _("Conditions you accept")

    def words(self, box: str) -> BoxWords:
        return BoxWords(label=_("Which conditions do you accept?"))

    def field(self, box: str, subject: Asked) -> forms.Field:
        choices = [(condition.id, said(condition.title)) for condition in subject.conditions]
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=self.words(box).label, choices=choices, widget=widget, required=False)

    def first(self, bid: ReadBid) -> Iterable[ShownItem]:
        if bid.asked.conditions:
            accepted = set(bid.quality.accepted_conditions)
            pairs = tuple(
                (said(condition.title), _("Accepted") if condition.id in accepted else _("Not accepted"))
                for condition in bid.asked.conditions
            )
            yield ShownItem(title=_("Conditions"), pairs=pairs, url=self.change(bid, ""))
