"""Importing a published notice: from the bytes of a file to draft pages of an authority."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import Page

from challenges.ground.models import Authority
from challenges.publishing.domain.notices import read_notices
from challenges.publishing.services.buyers import authority_of_buyer
from cms.importing.pages import draft_page_from
from cms.models import AuthorityIndexPage, ImportedNotice


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The drafts of a file; not new where the same file had been imported for the authority before."""

    pages: tuple[Page, ...]
    is_new: bool


def import_notice(
    *, original: bytes, authority: Authority | None, person: AbstractBaseUser | None, at: datetime
) -> Imported:
    """Make a draft page of each procedure in the file, for the authority given or for the buyer the notice names.

    Effects: as `draft_page_from`, all drafts or none; an unknown buyer becomes an authority without members. The same
    file for the same authority gives the drafts there are already: a second click makes no second draft.
    Errors: `NoticeRefused` where the file is not a notice.
    """
    drafts = read_notices(original, max_bytes=settings.MAX_NOTICE_BYTES)
    with transaction.atomic():
        owners = [authority or authority_of_buyer(draft.buyer) for draft in drafts]
        # One import for an authority at a time, so that two clicks do not both find nothing.
        list(Authority.objects.select_for_update().filter(pk__in={owner.pk for owner in owners}).order_by("pk"))
        there = _imported_before(original, owners)
        if there:
            return Imported(pages=tuple(there), is_new=False)
        pages = [
            draft_page_from(draft=draft, original=original, authority=owner, person=person, at=at)
            for draft, owner in zip(drafts, owners, strict=True)
        ]
    return Imported(pages=tuple(pages), is_new=True)


def _imported_before(original: bytes, owners: Iterable[Authority]) -> list[Page]:
    sha256 = hashlib.sha256(original).hexdigest()
    branches = AuthorityIndexPage.objects.filter(authority__in={owner.pk for owner in owners})
    paths = tuple(branches.values_list("path", flat=True))
    notices = ImportedNotice.objects.filter(original_sha256=sha256).select_related("page").order_by("page__path")
    return [notice.page for notice in notices if notice.page.path.startswith(paths)]
