"""What editors and approvers hear. Each task takes ids, writes messages once, and is harmless twice."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from challenges.ground.selectors.clock import database_now
from challenges.ground.selectors.recipients import people_with
from challenges.ground.services.messages import filled, write_to


def publication_was_refused(*, page: str, revision: str) -> None:
    """A scheduled publication did not happen: officers and approvers are led to the page, whose history says why."""
    refused = Page.objects.get(pk=page).specific
    write_to(
        people=people_with(refused.authority, "officer", "approver"),
        subject=filled(_("Not published: %(title)s"), {"title": refused.title}),
        template="publication_refused",
        context={"title": refused.title},
        address=reverse("wagtailadmin_pages:edit", args=[refused.pk]),
        key=f"publication.refused:{revision}",
        at=database_now(),
    )
