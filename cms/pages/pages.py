from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from challenges.ground.models import Authority
from cms.publishing.doors import ClosedDoors, StandingRoot

EDITORIAL = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]


class HomePage(Page):
    """The root of the page tree in one language; what visitors see at the root is the portal's own home page."""

    parent_page_types: list[str] = []
    subpage_types = ["cms.AuthorityIndexPage", "cms.StandardPage"]

    def permissions_for_user(self, user: Any) -> StandingRoot:
        return StandingRoot(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("home")

    class Meta:
        verbose_name = _("home page")


class AuthorityIndexPage(Page):
    """An authority's part of the page tree in one language; its specifications are written below it."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")

    parent_page_types: list[str] = []
    subpage_types = ["cms.OutcomeSpecificationPage", "cms.ChallengePrizePage"]

    def permissions_for_user(self, user: Any) -> ClosedDoors:
        return ClosedDoors(user, self, is_branch=True)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(f"{reverse('opportunities')}?authority={self.authority.slug}")

    class Meta:
        verbose_name = _("authority's pages")


class StandardPage(Page):
    """A page of words: about the service, accessibility, privacy, guidance."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), features=EDITORIAL, blank=True)

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of words")
        verbose_name_plural = _("pages of words")
