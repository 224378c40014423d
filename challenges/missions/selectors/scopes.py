"""Who may see which missions."""

from django.db.models import QuerySet

from challenges.missions.models import Mission


def public_missions() -> QuerySet[Mission]:
    return Mission.objects.filter(is_published=True)
