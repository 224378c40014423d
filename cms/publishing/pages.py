"""From page to record: what a page and its translations say, what stops them, and the one way they become public.

One challenge per `translation_key`: all pages that share it are read into one `Specification`, approved by one hash and
published together. Nothing here decides who may publish; `publish_page` is called by the page's own `publish()`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from bids.bidding.vault.keys import make_opening_keys
from bids.evaluation.services.conflicts import has_declared_interest
from challenges.ground.domain.frozen_json import as_plain, sha256_of
from challenges.publishing.domain.differences import Difference, differences
from challenges.publishing.domain.faults import Fault, lint, validate
from challenges.publishing.domain.specification import Specification
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.versions import current_specification
from challenges.publishing.services.challenge_files import ChallengeFile
from challenges.publishing.services.publication import Approved, PublicationRefused, publish_specification
from cms.reading.blocks import file_bytes
from cms.reading.pages import PageReader

OTHER_FILES = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class PageApproval:
    """Who approved, and the hash of exactly what they saw."""

    approver_id: UUID
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReadPage:
    """What a page with its translations says, and what stops it from being published."""

    specification: Specification
    faults: tuple[Fault, ...]
    advice: tuple[Fault, ...]

    @property
    def sha256(self) -> str:
        return sha256_of(as_plain(self.specification))


def pages_together(page: Any) -> Mapping[str, Any]:
    """The page as given and the latest drafts of its translations, by language."""
    pages = {page.locale.language_code: page}
    if page.pk:
        for translation in page.get_translations().filter(alias_of__isnull=True).select_related("locale"):
            pages[translation.locale.language_code] = latest(translation)
    return pages


def read(page: Any, *, at: datetime | None = None) -> ReadPage:
    """Read a page as it stands in memory. With `at`, a closing that has passed is a fault too, unless published so."""
    reader = PageReader(pages_together(page))
    specification = reader.specification()
    challenge = challenge_of(page) if at is not None else None
    published = current_specification(challenge)[1] if challenge else None
    return ReadPage(
        specification=specification,
        faults=(*reader.references.faults, *validate(specification, at=at, published=published)),
        advice=lint(specification),
    )


def specification_of_page(page: Any) -> Specification:
    """The one specification that a page and its translations make."""
    return read(page).specification


def latest(page: Any) -> Any:
    """The page as last saved, published or not, whatever is still in memory."""
    newest = Revision.objects.for_instance(page).order_by("created_at", "id").last()
    return newest.as_object() if newest else page.specific


def challenge_of(page: Any) -> Challenge | None:
    return Challenge.objects.filter(translation_key=page.translation_key).first()


def changes_since_publication(page: Any, specification: Specification) -> tuple[Difference, ...]:
    """How a draft differs from the version in force; nothing where nothing has been published."""
    challenge = challenge_of(page)
    return differences(current_specification(challenge)[1], specification) if challenge else ()


def authors_of(page: Any) -> frozenset[UUID]:
    """Everybody who wrote any of what is not yet published, in any language; else who wrote what is.

    Saving without a change makes nobody an author: Wagtail saves the editor's form again when an approver approves.
    """
    writers: set[UUID | None] = set()
    for each in (page, *page.get_translations().filter(alias_of__isnull=True)):
        writers |= set(_writers(each))
        if each.live_revision_id is None:
            writers.add(each.owner_id)
    challenge = None if any(writers) else challenge_of(page)
    if challenge is not None:
        writers = set(current_specification(challenge)[0].authors.values_list("pk", flat=True))
    return frozenset(writer for writer in writers if writer is not None)


def why_not_approver(page: Any, person_id: UUID) -> str:
    """Why this person may not approve what a page says, in plain words; empty where they may."""
    if person_id in authors_of(page):
        return _("Somebody who wrote this cannot approve it. Ask another approver.")
    challenge = challenge_of(page)
    if challenge is not None and has_declared_interest(challenge_id=challenge.pk, person_id=person_id):
        return _("Somebody who declared an interest in this procedure cannot approve it. Ask another approver.")
    return ""


def _writers(page: Any) -> Iterator[UUID | None]:
    """Who changed what one page says, revision by revision, since the live one.

    Autosave overwrites a revision in place, even the live one; its moment then is later than the publication.
    """
    before = None
    for revision in Revision.objects.for_instance(page).filter(id__gte=page.live_revision_id or 0).order_by("id"):
        said = _said_in(revision)
        is_published = revision.pk == page.live_revision_id and revision.created_at <= page.last_published_at
        if said != before and not is_published:
            yield revision.user_id
        before = said


def _said_in(revision: Revision) -> tuple[str, str]:
    page = revision.as_object()
    specification = PageReader({page.locale.language_code: page}).specification()
    return sha256_of(as_plain(specification)), page.change_note


def _files_of(page: Any) -> list[ChallengeFile]:
    first = PageReader(pages_together(page)).page
    return [
        ChallengeFile(
            block_id=child.id,
            filename=child.value["source"].filename,
            media_type=child.value["source"].content_type or OTHER_FILES,
            content=file_bytes(child.value["source"]),
        )
        for child in first.documents
        if child.value["source"]
    ]


def publish_page(
    *, page: Any, revision: Revision, approval: PageApproval | None, at: datetime, make_live: Callable[[], None]
) -> None:
    """Publish one approved revision: the page, its translations and the record, in one transaction.

    Effects: `make_live` is Wagtail's own publication, which for a later moment only schedules; once this very revision
    is live the translations follow, the record is written and the opening keys are made.
    Refuses whatever `publish_specification` refuses, and a page that nobody has approved.
    """
    if approval is None:
        raise PublicationRefused(_("Nobody has approved this page."))
    draft = revision.as_object()
    reading = read(draft, at=at)
    with transaction.atomic():
        authors = authors_of(page)
        _require_approved(page, reading, approval)
        make_live()
        page.refresh_from_db()
        if page.live_revision_id != revision.pk:
            return
        for translation in page.get_translations().filter(alias_of__isnull=True):
            newest = translation.get_latest_revision()
            if newest is not None and translation.live_revision_id != newest.pk:
                PublishPageRevisionAction(newest).execute(skip_permission_checks=True)
        challenge = publish_specification(
            approved=Approved(
                specification=reading.specification,
                sha256=approval.sha256,
                author_ids=authors,
                documents=_files_of(draft),
                change_note=draft.change_note,
            ),
            translation_key=page.translation_key,
            authority_id=page.authority.pk,
            by=approval.approver_id,
            at=at,
        )
        make_opening_keys(challenge_id=challenge.pk, at=at)


def _require_approved(page: Any, reading: ReadPage, approval: PageApproval) -> None:
    if reading.faults:
        raise PublicationRefused(_("This cannot be published yet."), faults=reading.faults)
    if approval.sha256 != reading.sha256:
        raise PublicationRefused(_("This has changed since it was approved. Read it again, then approve it."))
    refusal = why_not_approver(page, approval.approver_id)
    if refusal:
        raise PublicationRefused(refusal)
