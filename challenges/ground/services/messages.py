"""Messages: what the portal tells a person, on their desk exactly once and by e-mail at least once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.functional import lazy
from django.utils.translation import override

from challenges.ground.models import Message
from challenges.ground.selectors.reader import reader_language
from challenges.ground.services.mail import write_mail


def absolute(address: str) -> str:
    """An address of this portal as a whole URL, for e-mails."""
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{address}" if address.startswith("/") else address


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A letter in one language: its words, and the same in the portal's frame as an e-mail's text and HTML."""

    subject: str
    body: str
    text: str
    html: str

    def to(self, address: str) -> EmailMultiAlternatives:
        message = EmailMultiAlternatives(
            subject=self.subject, body=self.text, from_email=settings.PORTAL_EMAIL, to=[address]
        )
        message.attach_alternative(self.html, "text/html")
        return message


def compose(*, subject: str, body: str, address: str = "") -> Composed:
    """A letter in the language that is active; the e-mail leads to `address`, a path in this portal."""
    context = {"subject": subject, "body": body, "url": absolute(address) if address else ""}
    return Composed(
        subject=subject,
        body=body,
        text=render_to_string("messages/mail.txt", context),
        html=render_to_string("messages/mail.html", context),
    )


def words_of(template: str, context: dict[str, Any]) -> str:
    """A message template's words in the language that is active: `messages/<template>.txt`, no word of any bid."""
    words = Context({"PORTAL_NAME": settings.PORTAL_NAME, **context}, autoescape=False)
    return get_template(f"messages/{template}.txt").template.render(words).strip()


def language_at(email: str) -> str:
    """The language of whoever has an account with this address, else that of whoever has the mail sent."""
    known = get_user_model().objects.filter(email=email).values_list("language", flat=True).first()
    return known or reader_language()


def _filled(sentence: str, words: dict[str, Any]) -> str:
    return str(sentence) % words


#: A translated sentence with what stands in it, both in the language of whoever reads it in the end.
filled = lazy(_filled, str)


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
    """Write the same message to several people; returns how many had not had it yet.

    Effects, for each person once per `key`: a message on the desk and, in the same transaction, its e-mail. `address`
    is where the matter is dealt with, a path in this portal. Deactivated people get nothing. The subject and the words
    must not give a bid away: the template `messages/<template>.txt` is all there is. Each person gets it in their own
    language, composed once for each: what is translated in subject and context has to be lazy.
    """
    composed: dict[str, Composed] = {}
    written = 0
    for person in {person.pk: person for person in people if person.is_active}.values():
        if person.language not in composed:
            with override(person.language):
                body = words_of(template, context)
                composed[person.language] = compose(subject=str(subject), body=body, address=address)
        words = composed[person.language]
        with transaction.atomic():
            _, is_new = Message.objects.get_or_create(
                unique_key=f"{key}:{person.pk}",
                defaults={
                    "person": person,
                    "subject": words.subject[:300],
                    "body": words.body,
                    "address": address,
                    "created_at": at,
                },
            )
            if is_new:
                write_mail(message=words.to(person.email), at=at)
                written += 1
    return written


def read_all_messages(*, by: UUID, at: datetime) -> None:
    """Note every letter to whoever asks that was not read yet as read; none that is written later."""
    Message.objects.filter(person=by, read_at__isnull=True, created_at__lte=at).update(read_at=at)


def read_message(*, letter_id: UUID, at: datetime) -> None:
    """Note when a message was first read."""
    Message.objects.filter(pk=letter_id, read_at__isnull=True).update(read_at=at)
