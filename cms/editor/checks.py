"""Pages that became live by another way than approval: the public sees nothing of them, and somebody should know."""

from challenges.publishing.models import Challenge
from cms.models import ChallengePrizePage, OutcomeSpecificationPage, SpecificationPage


def pages_without_record() -> list[SpecificationPage]:
    """Live specification pages for which nothing has been published."""
    known = Challenge.objects.values("translation_key")
    return [
        page
        for model in (OutcomeSpecificationPage, ChallengePrizePage)
        for page in model.objects.filter(live=True).exclude(translation_key__in=known)
    ]
