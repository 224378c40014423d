"""A record in words, put together from what each room calls its acts; the entry keeps the machine's name."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise

from bids.awards.views.record_words import SENTENCES as AWARDS
from bids.bidding.views.record_words import SENTENCES as BIDDING
from bids.evaluation.views.record_words import SENTENCES as EVALUATION
from challenges.missions.views.record_words import SENTENCES as MISSIONS
from challenges.publishing.views.record_words import SENTENCES as PUBLISHING
from portal.acts import ACTS

register = template.Library()

SENTENCES: Mapping[str, Promise] = {
    **MISSIONS,
    **PUBLISHING,
    **BIDDING,
    **EVALUATION,
    **AWARDS,
    **{line.event: line.sentence for act in ACTS for line in act.words.record.values()},
}


@register.filter
def act(event: str) -> str:
    """What happened, in words; the machine's name where nobody has given it any."""
    return str(SENTENCES.get(event, event))
