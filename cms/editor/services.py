"""What the editor needs around its pages: an authority's part of the tree, and the schedule's due publications."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Revision,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from challenges.ground.domain.refused import Refused
from challenges.ground.models import Authority
from challenges.ground.services.outbox import add_event
from challenges.ground.services.refusals import words_of_refusal
from challenges.publishing.services.publication import PublicationRefused
from cms.models import AuthorityIndexPage, HomePage, SpecificationApproval
from cms.publishing.fault_display import words_of_fault

AUTHOR_PAGES = ("add_page", "change_page", "lock_page")
# Wagtail's explorer shows a branch to whoever holds any permission there; locking is the one that changes nothing.
APPROVER_PAGES = ("lock_page",)
AUTHOR_FILES = ("add_authoritydocument", "change_authoritydocument", "choose_authoritydocument")
APPROVER_FILES = ("choose_authoritydocument",)
REFUSED = "cms.publication_refused"


def set_up_authority(*, authority_id: UUID, at: datetime) -> AuthorityIndexPage:
    """Give an authority its part of the page tree in each language, its collection and its approval.

    Effects: a branch below each home page, a collection only its people may fetch from, the authors' and approvers'
    permissions on both, and a workflow whose one task is approval by a second person. Idempotent.
    """
    with transaction.atomic():
        authority = (
            Authority.objects.select_for_update(of=("self",))
            .select_related("authors", "approvers")
            .get(pk=authority_id)
        )
        branches = [_branch(authority, home) for home in HomePage.objects.order_by("path")]
        _grant(authority, branches)
        _collection(authority)
        _approval(authority, branches)
    return branches[0]


def _branch(authority: Authority, home: HomePage) -> AuthorityIndexPage:
    """The authority's page in one language; translations share the key of the first."""
    known = AuthorityIndexPage.objects.filter(authority=authority)
    page = known.filter(locale=home.locale).first()
    if page is None:
        page = AuthorityIndexPage(
            title=authority.name, slug=authority.slug, authority=authority, locale=home.locale, live=True
        )
        first = known.order_by("path").first()
        if first is not None:
            page.translation_key = first.translation_key
        home.add_child(instance=page)
    return page


def _grant(authority: Authority, branches: list[AuthorityIndexPage]) -> None:
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for group in (authority.authors, authority.approvers):
        group.permissions.add(access)
    translate = Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation")
    authority.authors.permissions.add(translate)
    for branch in branches:
        _grant_pages(authority.authors, branch, AUTHOR_PAGES)
        _grant_pages(authority.approvers, branch, APPROVER_PAGES)


def _grant_pages(group: Group, branch: AuthorityIndexPage, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=branch, permission=permission)


def _collection(authority: Authority) -> None:
    name = f"{authority.name} ({authority.slug})"
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=name).first() or root.add_child(name=name)
    restriction, _is_new = CollectionViewRestriction.objects.get_or_create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([authority.authors, authority.approvers])
    for group, codenames in ((authority.authors, AUTHOR_FILES), (authority.approvers, APPROVER_FILES)):
        _grant_files(group, collection, codenames)


def _grant_files(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label="cms", codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _approval(authority: Authority, branches: list[AuthorityIndexPage]) -> None:
    task = SpecificationApproval.objects.filter(groups=authority.approvers).first()
    if task is None:
        # Kept once, for whoever reads it later, so not in the language of whoever happens to set this up.
        with override("en"):
            name = _("Approval: %(authority)s") % {"authority": authority.name}
        task = SpecificationApproval.objects.create(name=name)
        task.groups.add(authority.approvers)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=task.name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for branch in branches:
        WorkflowPage.objects.update_or_create(page=branch, defaults={"workflow": workflow})


def publish_due_revisions(at: datetime) -> int:
    """Publish every revision whose approved moment has come, each in a transaction of its own; how many went live.

    One that is refused is taken off the schedule, its page's history says why, and its people are told; the others
    go on. Two clocks side by side publish each revision once.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at")
    return sum(_publish_due(pk, at=at) for pk in list(due.values_list("pk", flat=True)))


def _publish_due(revision_id: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            revision = _still_due(revision_id, at=at)
            if revision is not None:
                revision.publish(log_action="wagtail.publish.scheduled")
            return revision is not None
    except Refused as refused:
        _unschedule(revision_id, refused, at=at)
        return False


def _still_due(revision_id: int, *, at: datetime) -> Revision | None:
    due = Revision.objects.select_for_update(of=("self",)).filter(pk=revision_id, approved_go_live_at__lte=at)
    return due.first()


def _unschedule(revision_id: int, refused: Refused, *, at: datetime) -> None:
    with transaction.atomic():
        revision = _still_due(revision_id, at=at)
        if revision is None:
            return
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        page = Page.objects.get(pk=revision.object_id).specific
        faults = refused.faults if isinstance(refused, PublicationRefused) else ()
        reasons = [words_of_refusal(refused), *(words_of_fault(fault) for fault in faults)]
        log(instance=page, action=REFUSED, data={"reasons": reasons}, revision=revision)
        add_event(
            event="publication.refused",
            payload={"page": str(page.pk), "revision": str(revision.pk)},
            key=f"publication.refused:{revision.pk}:{at.isoformat()}",
            at=at,
        )
