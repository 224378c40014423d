"""The record in words: what the acts about awards are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "award.published": _("The award was published"),
    "recommendation.approved": _("The recommendation was approved"),
    "recommendation.proposed": _("An award was recommended"),
    "recommendation.returned": _("The recommendation was returned"),
    "summaries.sent": _("Every bidder was sent its letter"),
}
