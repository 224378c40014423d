"""E-mails as rows: written with what caused them, sent by the worker, wiped where they held a secret."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, make_msgid
from django.db import transaction

from challenges.ground.domain.frozen_json import Plain
from challenges.ground.models import Mail
from challenges.ground.services.outbox import add_event

WIPED = "This message held a secret and was wiped."
# A code or link that could not be sent for this long is of no use to anybody.
SECRETS_KEPT = timedelta(hours=24)


def _html_of(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", [])
    return next((str(part.content) for part in alternatives if part.mimetype == "text/html"), "")


def write_mail(*, message: EmailMessage, at: datetime) -> Mail:
    """Keep one message for the worker, in the caller's transaction.

    Effects: the row, with the Message-ID it will bear however often it is sent, and the outbox row `mail.queued`.
    A message whose attribute `holds_secret` is true (a sign-in code, an invitation's link) is wiped once sent.
    Errors: `ValueError` for attachments (a message links to the page) and for headers of several lines.
    """
    if message.attachments:
        raise ValueError("attachments: not carried by e-mail, link to the page instead")
    domain = settings.PORTAL_EMAIL.rpartition("@")[2]
    message.extra_headers.setdefault("Message-ID", make_msgid(domain=domain))
    message.extra_headers.setdefault("Date", format_datetime(at))
    message.message()
    with transaction.atomic():
        mail = Mail.objects.create(
            message_id=message.extra_headers["Message-ID"],
            to=list(message.to),
            subject=str(message.subject)[:300],
            body=str(message.body),
            html=_html_of(message),
            headers=_headers_of(message),
            is_secret=getattr(message, "holds_secret", False),
            created_at=at,
        )
        add_event(event="mail.queued", payload={"mail": str(mail.pk)}, key=f"mail.queued:{mail.pk}", at=at)
    return mail


def _headers_of(message: EmailMessage) -> dict[str, Plain]:
    return {
        "from": message.from_email,
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "extra": {name: str(value) for name, value in message.extra_headers.items()},
    }


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The message a row keeps, ready to be sent."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        from_email=mail.headers["from"],
        to=mail.to,
        cc=mail.headers["cc"],
        bcc=mail.headers["bcc"],
        reply_to=mail.headers["reply_to"],
        headers=mail.headers["extra"],
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def mail_was_sent(*, mail_id: str, at: datetime) -> None:
    """Note that a message has gone, and wipe it if it held a secret."""
    waiting = Mail.objects.filter(pk=mail_id, sent_at__isnull=True)
    waiting.filter(is_secret=True).update(body=WIPED, html="")
    waiting.update(sent_at=at)


def wipe_stale_secrets(*, at: datetime) -> int:
    """Wipe secrets that could not be sent in time; returns how many."""
    stale = Mail.objects.filter(is_secret=True, sent_at__isnull=True, created_at__lt=at - SECRETS_KEPT)
    return stale.exclude(body=WIPED).update(body=WIPED, html="")
