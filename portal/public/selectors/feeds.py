"""The feed of opportunities: the newest first, for readers and for other sites."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from challenges.ground.domain.language import text_in
from challenges.ground.selectors.reader import reader_language
from challenges.publishing.selectors.ocds import absolute
from challenges.publishing.selectors.scopes import public_challenges
from portal.public.selectors.opportunities import with_status

NEWEST = 50


def atom_feed(*, title: str, statuses: Mapping[str, str], at: datetime) -> tuple[bytes, datetime | None]:
    """The feed's bytes, and when its newest entry became public."""
    language = reader_language()
    newest = with_status(public_challenges(at), at=at).select_related("authority").order_by("-public_from", "ocid")
    feed = Atom1Feed(
        title=title,
        link=absolute(reverse("opportunities")),
        description=title,
        language=language,
        feed_url=absolute(reverse("opportunities_feed")),
        feed_guid=absolute(reverse("opportunities_feed")),
    )
    challenges = list(newest[:NEWEST])
    for challenge in challenges:
        address = absolute(reverse("opportunity", args=[challenge.ocid]))
        feed.add_item(
            title=text_in(challenge.title, language),
            link=address,
            description=text_in(challenge.summary, language),
            unique_id=address,
            pubdate=challenge.public_from,
            updateddate=challenge.public_from,
            author_name=challenge.authority.name,
            categories=[statuses[challenge.status]],
        )
    modified = max((challenge.public_from for challenge in challenges), default=None)
    return feed.writeString("utf-8").encode(), modified
