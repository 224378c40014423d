"""Pages about the portal itself, and what it says to search engines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bids.awards.selectors.scopes import public_awards
from challenges.ground.selectors.clock import database_now
from challenges.missions.selectors.scopes import public_missions
from challenges.publishing.selectors.scopes import public_challenges
from portal.middleware import GUARDED

STATIC_PAGES = ("home", "opportunities", "missions", "awards", "data", "accessibility", "privacy", "cookies")
CLOSED = (*GUARDED, "/account/", "/bids/", "/desk/", "/invitations/")
SITEMAP_LIMIT = 50_000


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/cookies.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    at = database_now()
    ocids = public_challenges(at).order_by("-public_from").values_list("ocid", flat=True)[:SITEMAP_LIMIT]
    decided = public_awards(at).values_list("panel__stage__challenge__ocid", flat=True).distinct()[:SITEMAP_LIMIT]
    paths = [
        *(reverse(name) for name in STATIC_PAGES),
        *(reverse("opportunity", args=[ocid]) for ocid in ocids),
        *(reverse("mission", args=[slug]) for slug in public_missions().values_list("slug", flat=True)),
        *(reverse("award", args=[ocid]) for ocid in decided),
    ]
    addresses = [request.build_absolute_uri(path) for path in paths[:SITEMAP_LIMIT]]
    return render(request, "portal/sitemap.xml", {"addresses": addresses}, content_type="application/xml")
