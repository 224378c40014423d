"""The record in words: what the acts about what is sought are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "challenge.amended": _("A change was approved"),
    "challenge.published": _("The specification was approved"),
    "clarification.answered": _("A question was answered"),
    "clarification.asked": _("A question was asked"),
    "clarification.declined": _("A question was declined"),
    "clarification.merged": _("A question was joined to another one"),
    "notice.published": _("The notice's number was entered"),
}
