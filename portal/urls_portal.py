"""The addresses of pages about the portal itself, and of its health."""

from django.urls import path

from portal.views import health, languages, pages, patterns

urlpatterns = [
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("language/", languages.choose_language, name="set_language"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/<slug:screen>/", patterns.pattern_screen, name="pattern_screen"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
