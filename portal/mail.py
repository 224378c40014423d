"""The two mailers: the default one keeps messages as rows for the worker, the other one hands them over."""

import sys
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from challenges.ground.models import Mail
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.mail import mail_was_sent, message_of, write_mail

# Whole lines, so that a link in a file can be copied.
READABLE = default.clone(max_line_length=998, cte_type="8bit")


class OutboxBackend(BaseEmailBackend):
    """Writes messages as rows, in the transaction of what caused them; the worker delivers them."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        at = database_now()
        for message in email_messages:
            write_mail(message=message, at=at)
        return len(email_messages)


class ConsoleAndFileBackend(BaseEmailBackend):
    """Prints what is sent and keeps each message as a file that mail programs open; nothing leaves the machine."""

    def __init__(self, *, file_path: str, **options: object) -> None:
        super().__init__(**options)
        self.folder = Path(file_path)

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            whole = message.message(policy=READABLE)
            sent = parsedate_to_datetime(whole["Date"])
            name = f"{sent:%Y%m%d-%H%M%S}-{whole['Message-ID'].strip('<>').partition('@')[0]}.eml"
            (self.folder / name).write_bytes(whole.as_bytes())
            self._print(message)
        return len(email_messages)

    def _print(self, message: EmailMessage) -> None:
        rule = "-" * 72
        to = ", ".join(message.recipients())
        sys.stdout.write(f"{rule}\nTo: {to}\nSubject: {message.subject}\n\n{message.body}\n{rule}\n")
        sys.stdout.flush()


def deliver_mail(*, mail: str) -> None:
    """Send one message. Twice is possible (the worker may die between sending and noting it), under one Message-ID."""
    waiting = Mail.objects.filter(pk=mail, sent_at__isnull=True).first()
    if waiting is None:
        return
    mailers["delivery"].send_messages([message_of(waiting)])
    mail_was_sent(mail_id=mail, at=database_now())
