"""Messages about one challenge: its title in the subject, the same key for everybody who hears the same thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from challenges.ground.selectors.reader import for_reader_lazy
from challenges.ground.services.messages import filled, write_to
from challenges.publishing.models import Challenge


@dataclass(frozen=True, kw_only=True)
class ChallengeMessage:
    """What is said: a subject with `%(title)s`, the words' template, where it is dealt with, and its key.

    The subject is lazy, and so is whatever of the words is translated: each person reads it in their own language.
    """

    subject: str
    template: str
    address: str
    key: str
    words: dict[str, Any] = field(default_factory=dict)


def tell(*, people: Iterable[AbstractBaseUser], about: Challenge, message: ChallengeMessage, at: datetime) -> int:
    """Write one message about a challenge to several people, once each; returns how many were new."""
    title = for_reader_lazy(about.title)
    return write_to(
        people=people,
        subject=filled(message.subject, {"title": title}),
        template=message.template,
        context={"title": title, "challenge": about, **message.words},
        address=message.address,
        key=message.key,
        at=at,
    )
