"""An authority's work in the editor that has not become a record yet, for the list of its procurements."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from wagtail.models import Locale

from challenges.ground.rules import Viewer
from challenges.publishing.selectors.scopes import challenges_managed_by
from cms.models import AuthorityIndexPage, ChallengePrizePage, OutcomeSpecificationPage
from cms.publishing.pages import latest

AUTHORS = ("officer", "approver")


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    title: str
    authority: str
    kind: str
    saved_at: datetime | None
    points_left: int
    page_id: int
    key: UUID


def drafts_of(viewer: Viewer) -> list[DraftRow]:
    """Drafts of the authorities in which the viewer is an officer or approver, last saved first."""
    authorities = [pk for pk in viewer.authority_roles if viewer.holds(pk, *AUTHORS)]
    branches = AuthorityIndexPage.objects.filter(authority__in=authorities, locale=Locale.get_default())
    published = challenges_managed_by(viewer).values("translation_key")
    rows = [
        row
        for branch in branches.select_related("authority")
        for model in (OutcomeSpecificationPage, ChallengePrizePage)
        for row in _rows(model, branch, published)
    ]
    return sorted(rows, key=lambda row: (row.saved_at is not None, row.saved_at), reverse=True)


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """A page as last saved, published or not, with the part of the tree it stands in (which names the authority)."""

    page: Any
    branch: AuthorityIndexPage


def draft_visible_to(viewer: Viewer, key: UUID) -> PageDraft | None:
    """The draft with this translation key, where it belongs to one of the viewer's authorities."""
    branches = AuthorityIndexPage.objects.filter(authority__in=list(viewer.authority_roles))
    for model in (OutcomeSpecificationPage, ChallengePrizePage):
        # Any language will do: a page is read together with its translations.
        for page in model.objects.filter(translation_key=key, alias_of__isnull=True).order_by("pk"):
            branch = branches.parent_of(page).first()
            if branch is not None:
                return PageDraft(page=latest(page), branch=branch)
    return None


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A page of one kind an officer may begin for one authority: of which model, below which page."""

    kind: str
    authority: str
    model: str
    parent_id: int


def beginnings_of(viewer: Viewer) -> list[Beginning]:
    """The kinds of page an officer may begin, in each of the viewer's authorities."""
    authorities = [pk for pk in viewer.authority_roles if viewer.holds(pk, "officer")]
    branches = AuthorityIndexPage.objects.filter(authority__in=authorities, locale=Locale.get_default())
    return [
        Beginning(
            kind=model.challenge_kind,
            authority=branch.authority.name,
            model=model._meta.model_name,
            parent_id=branch.pk,
        )
        for branch in branches.select_related("authority").order_by("title")
        for model in (OutcomeSpecificationPage, ChallengePrizePage)
    ]


def _rows(model: type, branch: AuthorityIndexPage, published: object) -> list[DraftRow]:
    pages = model.objects.child_of(branch).exclude(translation_key__in=published)
    return [
        DraftRow(
            title=page.draft_title,
            authority=branch.authority.name,
            kind=page.challenge_kind,
            saved_at=page.latest_revision_created_at,
            points_left=_points_left(page),
            page_id=page.pk,
            key=page.translation_key,
        )
        for page in pages.select_related("imported_notice").prefetch_related("imported_notice__points")
    ]


def _points_left(page: object) -> int:
    notice = getattr(page, "imported_notice", None)
    points = notice.points.all() if notice else []
    return sum(1 for resolved_at in map(attrgetter("resolved_at"), points) if resolved_at is None)
