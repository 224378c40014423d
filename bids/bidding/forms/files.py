"""Files for a bid: which types are taken, judged by name and by content."""

from collections.abc import Mapping

import filetype
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: Ending to media type. What the content says must be the same; text has no signature and must simply be text.
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
TEXT_ENDINGS = {"csv", "txt"}
#: A signature search may stop at the container; the ending then says which document is in it.
CONTAINERS = {"application/zip"}
LONGEST_NAME = 200


def media_type_of(name: str, head: bytes) -> str:
    """The media type, where name and content agree on one that is taken."""
    ending = name.rpartition(".")[2].lower()
    if ending not in TYPES:
        raise ValidationError(
            _("Choose a PDF, Word, Excel, PowerPoint, OpenDocument, CSV or text file, or a PNG or JPEG picture"),
            code="type",
        )
    if ending in TEXT_ENDINGS:
        is_right = _is_text(head)
    else:
        found = filetype.guess(head)
        is_right = found is not None and (found.mime == TYPES[ending] or _is_container(found.mime, ending))
    if not is_right:
        raise ValidationError(
            _("The content of this file does not fit its name. Save it again and retry."), code="content"
        )
    return TYPES[ending]


def _is_container(found: str, ending: str) -> bool:
    return found in CONTAINERS and TYPES[ending].startswith((_OFFICE, _OPEN))


def _is_text(head: bytes) -> bool:
    # Any encoding is taken, old spreadsheets write their own; what has a signature or null bytes is no text.
    return b"\x00" not in head and filetype.guess(head) is None


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Add a file"),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("This file is empty, so it was not added. Choose another."),
        },
        max_length=LONGEST_NAME,
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        self.media_type = media_type_of(upload.name, upload.head)
        return upload
