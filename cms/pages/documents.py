from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document


def private_storage() -> Storage:
    return storages["private"]


class AuthorityDocument(AbstractDocument):
    """A file uploaded in the editor, kept privately: before publication only its authority's people may fetch it."""

    file = models.FileField(_("file"), upload_to="editorial", storage=private_storage)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
