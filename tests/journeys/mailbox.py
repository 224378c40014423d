"""What the worker has delivered: the files that stand for sent mail wherever no mail server is named."""

import email
import re
from email.policy import default
from pathlib import Path

from django.conf import settings

from tests.support.worker import wait_until

CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


class Mailbox:
    def __init__(self):
        self.folder = Path(settings.VAR_DIR) / "mail"
        self.earlier = set(self._files())

    def _files(self):
        return sorted(self.folder.glob("*.eml")) if self.folder.exists() else []

    def messages_to(self, address):
        files = [file for file in self._files() if file not in self.earlier]
        read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [message for message in read if address in message["To"]]

    def _waits_for(self, address, pattern):
        def found():
            bodies = [message.get_body(("plain",)).get_content() for message in self.messages_to(address)]
            hits = [hit for body in bodies for hit in pattern.findall(body)]
            return hits[-1:] or None

        return wait_until(found)[0]

    def code_sent_to(self, address):
        return self._waits_for(address, CODE)

    def invitation_sent_to(self, address):
        """The path of the link, whatever host the message names."""
        return self._waits_for(address, re.compile(r"(/invitations/[^\s>\")]+)"))

    def subjects_to(self, address):
        return [message["Subject"] for message in self.messages_to(address)]
