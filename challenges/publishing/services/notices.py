"""Notices on the central platform: the tender's, which makes a challenge public, and the award's.

The platform gives a number once, so no two notices here have the same one, of whatever kind they are.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from challenges.ground.domain.refused import Refused
from challenges.ground.services.outbox import add_event
from challenges.publishing.domain.states import NoticeState
from challenges.publishing.domain.words import NoticeCode
from challenges.publishing.models import Challenge, Notice, SpecificationVersion
from challenges.publishing.services.states import publish_notice

MAXIMUM_NUMBER = 60


class NoticeRefused(Refused):
    """A number or a moment that cannot be that of this notice."""


def prepare_tender_notice(*, challenge: Challenge, version: SpecificationVersion, at: datetime) -> Notice:
    """The approved notice of this version, waiting for its number; one that still waits takes the newer version."""
    unnumbered = [NoticeState.APPROVED.value, NoticeState.SENT.value]
    waiting = challenge.notices.filter(code=NoticeCode.TENDER.value, state__in=unnumbered).first()
    if waiting is not None:
        waiting.version = version
        waiting.save(update_fields=["version"])
        return waiting
    return Notice.objects.create(
        challenge=challenge,
        version=version,
        code=NoticeCode.TENDER.value,
        state=NoticeState.APPROVED.value,
        created_at=at,
    )


def enter_notice_number(*, notice_id: UUID, number: str, published_at: datetime, by: UUID, at: datetime) -> Notice:
    """Enter the number and the moment under which the central platform published a notice.

    Effects: the notice is published; the challenge becomes public from that moment, if it was not public yet; the
    record and the outbox say so. Refuses an empty or used number, a moment still to come or before the approval, and
    a notice that has been published already.
    """
    number = number.strip()
    if not number or len(number) > MAXIMUM_NUMBER:
        raise NoticeRefused(_("Enter the notice's number as the central platform shows it."))
    if published_at > at:
        raise NoticeRefused(_("That moment is still to come. Enter it once the notice has been published."))
    with transaction.atomic():
        # The challenge first, as publication does, so that the two never wait for each other.
        challenge = Challenge.objects.select_for_update(no_key=True).get(notices=notice_id)
        notice = Notice.objects.select_related("version").get(pk=notice_id)
        # Moments are typed in whole minutes, so a notice of the same minute is not from before.
        if notice.version is not None and published_at < notice.version.published_at.replace(second=0, microsecond=0):
            raise NoticeRefused(_("That moment is before this version was approved. Check the date and the time."))
        if notice_with_number(number) not in (None, notice):
            raise NoticeRefused(number_taken(number))
        notice = publish_notice(notice_id=notice.pk, number=number, published_at=published_at, by=by, at=at)
        _open_to_the_public(challenge, published_at=published_at, at=at)
    return notice


def award_notice(*, challenge_id: UUID, number: str, published_at: datetime | None, by: UUID, at: datetime) -> Notice:
    """The published award notice with this number; lots announced together share it.

    The record tells of the award, so its notice has no entry of its own. The caller has refused the number of any other
    notice.
    """
    notice, _is_new = Notice.objects.get_or_create(
        challenge_id=challenge_id,
        code=NoticeCode.AWARD.value,
        external_number=number,
        defaults={
            "state": NoticeState.PUBLISHED.value,
            "published_at": published_at,
            "entered_by_id": by,
            "created_at": at,
        },
    )
    return notice


def notice_with_number(number: str) -> Notice | None:
    return Notice.objects.filter(external_number=number).first()


def number_taken(number: str) -> str:
    """Why a number is refused, for the person who typed it."""
    message = _("Notice number %(number)s already belongs to another notice. The central platform gives a number once.")
    return message % {"number": number}


def _open_to_the_public(challenge: Challenge, *, published_at: datetime, at: datetime) -> None:
    if challenge.public_from is not None:
        return
    challenge.public_from = published_at
    challenge.save(update_fields=["public_from"])
    add_event(
        event="challenge.public",
        payload={"challenge": str(challenge.pk)},
        key=f"challenge.public:{challenge.pk}",
        at=at,
    )
