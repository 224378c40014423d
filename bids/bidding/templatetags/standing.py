from django import template

from bids.bidding.selectors.own_bids import BidStanding
from bids.bidding.wording import label_of

register = template.Library()


@register.filter
def standing_words(standing: BidStanding) -> str:
    return label_of(standing)[0]


@register.filter
def standing_colour(standing: BidStanding) -> str:
    return label_of(standing)[1]
