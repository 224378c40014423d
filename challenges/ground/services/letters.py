"""Letters: what the portal tells a person, on their desk exactly once and by e-mail at least once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string

from challenges.ground.models import Letter
from challenges.ground.services.mail import write_mail


def absolute(address: str) -> str:
    """An address of this portal as a whole URL, for e-mails."""
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{address}" if address.startswith("/") else address


def compose(*, to: str, subject: str, body: str, address: str = "") -> EmailMultiAlternatives:
    """An e-mail in the portal's frame: the text and, from the same words, its HTML."""
    context = {"subject": subject, "body": body, "url": absolute(address) if address else ""}
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string("messages/mail.txt", context), from_email=settings.PORTAL_EMAIL, to=[to]
    )
    message.attach_alternative(render_to_string("messages/mail.html", context), "text/html")
    return message


def words_of(template: str, context: dict[str, Any]) -> str:
    """A message template's words: `messages/<template>.txt`, plain English without a word of any bid."""
    words = Context({"PORTAL_NAME": settings.PORTAL_NAME, **context}, autoescape=False)
    return get_template(f"messages/{template}.txt").template.render(words).strip()


def write_to(
    *,
    people: Iterable[AbstractBaseUser],
    subject: str,
    template: str,
    context: dict[str, Any],
    address: str,
    key: str,
    at: datetime,
) -> int:
    """Write the same letter to several people; returns how many had not had it yet.

    Effects, for each person once per `key`: a letter on the desk and, in the same transaction, its e-mail. `address` is
    where the matter is dealt with, a path in this portal. Deactivated people get nothing. The subject and the words
    must not give a bid away: the template `messages/<template>.txt` is all there is.
    """
    body = words_of(template, context)
    written = 0
    for person in {person.pk: person for person in people if person.is_active}.values():
        with transaction.atomic():
            _, is_new = Letter.objects.get_or_create(
                unique_key=f"{key}:{person.pk}",
                defaults={
                    "person": person,
                    "subject": str(subject)[:300],
                    "body": body,
                    "address": address,
                    "created_at": at,
                },
            )
            if is_new:
                write_mail(message=compose(to=person.email, subject=str(subject), body=body, address=address), at=at)
                written += 1
    return written


def read_all_letters(*, person_id: UUID, at: datetime) -> None:
    """Note every letter to a person that was not read yet as read; none that is written later."""
    Letter.objects.filter(person=person_id, read_at__isnull=True, created_at__lte=at).update(read_at=at)


def read_letter(*, letter: Letter, at: datetime) -> None:
    """Note when a letter was first read."""
    Letter.objects.filter(pk=letter.pk, read_at__isnull=True).update(read_at=at)
