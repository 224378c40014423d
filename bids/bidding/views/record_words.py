"""The record in words: what the acts about bids are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "stage.list_extended": _("The list of bids was extended by a late bid"),
    "stage.list_fixed": _("The list of bids was fixed"),
}
