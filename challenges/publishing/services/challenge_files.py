"""The files of a challenge: copied at publication, named by their own hash, and never changed afterwards."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from challenges.ground.domain.refused import Refused
from challenges.publishing.domain.specification import Specification
from challenges.publishing.models import Document, SpecificationVersion


@dataclass(frozen=True, kw_only=True)
class ChallengeFile:
    """One file as the editor chose it, matched by block with the specification's list of documents."""

    block_id: str
    filename: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def _kept(file: ChallengeFile, *, challenge_id: UUID) -> str:
    """The name under which the private storage holds these bytes; a file that is already there is left alone."""
    name = f"challenges/{challenge_id}/{file.sha256}"
    storage = storages["private"]
    if not storage.exists(name):
        storage.save(name, ContentFile(file.content))
    return name


def copy_documents(
    *, version: SpecificationVersion, specification: Specification, files: Sequence[ChallengeFile]
) -> None:
    """Copy the bytes of every listed document into private storage, with one row a document of this version.

    Refuses a missing file and one whose bytes are not those that were approved.
    """
    by_block = {file.block_id: file for file in files}
    for document in specification.documents:
        file = by_block.get(document.id)
        if file is None or file.sha256 != document.sha256:
            message = _("The file “%(name)s” is not the one that was approved. Have the page approved once more.")
            raise Refused(message % {"name": document.source})
        Document.objects.create(
            challenge_id=version.challenge_id,
            version=version,
            block_id=document.id,
            title=dict(document.title),
            filename=file.filename,
            storage_name=_kept(file, challenge_id=version.challenge_id),
            media_type=file.media_type,
            size=len(file.content),
            sha256=file.sha256,
        )
