"""The upload handler of sealed files: encrypts as it reads, so that no plain byte ever lies on a disk.

Django's own handlers spool whatever is larger than 2.5 MB to a plain temporary file before a view runs.
"""

import hashlib
import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from bids.bidding.domain.sealing import StreamSealer

# Enough for the signature of every type of file that is taken.
HEAD_BYTES = 8192


class SealedUpload(UploadedFile):
    """A file that arrived: `file` holds its ciphertext; `size`, `sha256` and `head` are of its plain bytes."""

    def __init__(self, *, file, name, size, content_type, key, sha256, head):
        super().__init__(file=file, name=name, content_type=content_type, size=size)
        self.key = key
        self.sha256 = sha256
        self.head = head

    def __repr__(self):
        return "<SealedUpload>"


class SealingUploadHandler(FileUploadHandler):
    """Seals each file of a request. One that is larger than `MAX_UPLOAD_BYTES` is read to its end and dropped."""

    def __init__(self, request=None):
        super().__init__(request)
        self.too_large = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.sealer = StreamSealer()
        self.digest = hashlib.sha256()
        self.head = b""
        self.size = 0
        # Open until the view has stored it; unlinked already, so nothing is left when the process dies.
        self.stored = tempfile.TemporaryFile()  # noqa: SIM115

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size > settings.MAX_UPLOAD_BYTES:
            self.too_large = True
            self.stored.close()
            raise SkipFile
        self.digest.update(raw_data)
        self.head += raw_data[: HEAD_BYTES - len(self.head)]
        self.stored.write(self.sealer.feed(raw_data))

    def file_complete(self, file_size):
        self.stored.write(self.sealer.finish())
        self.stored.seek(0)
        return SealedUpload(
            file=self.stored,
            name=self.file_name,
            size=file_size,
            content_type="application/octet-stream",
            key=self.sealer.key,
            sha256=self.digest.hexdigest(),
            head=self.head,
        )

    def upload_interrupted(self):
        self.stored.close()
