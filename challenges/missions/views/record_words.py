"""The record in words: what the acts about missions are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "mission.published": _("The mission was published"),
    "reading.recorded": _("A reading was recorded"),
}
