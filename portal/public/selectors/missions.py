"""What a mission has set going, as the public may see it."""

from datetime import datetime

from django.db.models import QuerySet

from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import public_challenges


def serving(slug: str, *, at: datetime) -> QuerySet[Challenge]:
    """The public challenges that serve one mission."""
    return public_challenges(at).filter(mission__slug=slug).select_related("authority")
