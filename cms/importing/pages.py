"""A published notice as a draft page: what could be read fills the fields, what could not stays beside them."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from challenges.ground.domain.words import ChallengeKind
from challenges.ground.models import Authority
from challenges.publishing.domain.notices.draft import NoticeDraft, Source
from challenges.publishing.domain.specification import Specification
from cms.editor.services import set_up_authority
from cms.importing.writing import DoesNotFit, write_page
from cms.models import ChallengePrizePage, ImportedNotice, OutcomeSpecificationPage, ResolvePoint, SpecificationPage

SOURCE_LENGTH = 300


def draft_page_from(
    *, draft: NoticeDraft, original: bytes, authority: Authority, person: AbstractBaseUser | None, at: datetime
) -> SpecificationPage:
    """Make a draft page of a notice that has been read, in each language it speaks.

    Effects: the page below the authority's branch (made if it is missing), never live, every block with the identifier
    of the draft's item; the original bytes; and the list of things to resolve, joined by what does not fit a field.
    """
    with transaction.atomic():
        page, not_taken = draft_page_of(specification=draft.specification, authority=authority, person=person, at=at)
        notice = ImportedNotice.objects.create(
            page=page,
            source=_described(draft.source)[:SOURCE_LENGTH],
            original=original,
            original_sha256=hashlib.sha256(original).hexdigest(),
            imported_at=at,
            imported_by=person,
        )
        found = [(point.path, point.value, point.why) for point in draft.unresolved]
        found += [(point.where, point.found, point.reason) for point in not_taken]
        ResolvePoint.objects.bulk_create(
            ResolvePoint(notice=notice, position=position, where=where[:SOURCE_LENGTH], found=words, reason=reason)
            for position, (where, words, reason) in enumerate(found)
        )
    return page


def draft_page_of(
    *, specification: Specification, authority: Authority, person: AbstractBaseUser | None, at: datetime
) -> tuple[SpecificationPage, list[DoesNotFit]]:
    """A draft page that says what a specification says, and what did not fit its fields."""
    is_prize = specification.kind == ChallengeKind.CHALLENGE_PRIZE
    first, *others = specification.languages
    with transaction.atomic():
        branch = set_up_authority(authority_id=authority.pk, at=at)
        page: Any = (ChallengePrizePage if is_prize else OutcomeSpecificationPage)(
            live=False, owner=person, locale=Locale.objects.get(language_code=first)
        )
        not_taken = write_page(page, specification, language=first)
        branch.get_translation(page.locale).add_child(instance=page)
        page.save_revision(user=person, changed=True)
        for language in others:
            translation = page.copy_for_translation(Locale.objects.get(language_code=language))
            write_page(translation, specification, language=language)
            translation.owner = person
            translation.save()
            translation.save_revision(user=person, changed=True)
    return page, not_taken


def _described(source: Source) -> str:
    parts = (source.kind, source.notice_id, source.ocid, source.address, source.licence)
    return ", ".join(part for part in parts if part) or _("a file")


def resolve_point(*, point_id: int, by: UUID, at: datetime) -> ResolvePoint:
    """Tick one thing as resolved. Ticked twice, the first tick stands."""
    with transaction.atomic():
        point = ResolvePoint.objects.select_for_update().get(pk=point_id)
        if point.resolved_at is None:
            point.resolved_at, point.resolved_by_id = at, by
            point.save(update_fields=["resolved_at", "resolved_by"])
    return point
