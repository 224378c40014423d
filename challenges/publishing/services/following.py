from datetime import datetime
from uuid import UUID

from challenges.publishing.models import Follower


def follow_challenge(*, challenge_id: UUID, by: UUID, at: datetime) -> None:
    """Tell whoever follows of changes, answers and the decision from now on; twice is once."""
    Follower.objects.get_or_create(challenge_id=challenge_id, person_id=by, defaults={"since": at})


def unfollow_challenge(*, challenge_id: UUID, by: UUID) -> None:
    """Tell them no more; not following is fine too."""
    Follower.objects.filter(challenge_id=challenge_id, person_id=by).delete()
