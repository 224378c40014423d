"""The addresses of the roof: the desk, invitations, people, health, and pages about the portal itself."""

from django.urls import path
from django.views.i18n import set_language

from portal.views import health, pages, patterns
from portal.workspace.views import desk, factor_resets, invitations, people, second_factor

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/letters/", desk.letters, name="letters"),
    path("desk/letters/<uuid:letter_id>/", desk.letter, name="letter"),
    path("desk/invitations/<uuid:invitation_id>/", invitations.invitation_to_me, name="invitation_to_me"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("desk/second-factors/<uuid:reset_id>/", factor_resets.decide_factor_reset, name="decide_factor_reset"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("manage/people/", people.people, name="people"),
    path("manage/people/<slug:slug>/", people.authority_people, name="authority_people"),
    path("manage/people/<slug:slug>/remove/", people.remove_person, name="remove_person"),
    path(
        "manage/people/<slug:slug>/invitations/<uuid:invitation_id>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "manage/people/<slug:slug>/<uuid:person_id>/second-factor/",
        factor_resets.ask_for_factor_reset,
        name="ask_for_factor_reset",
    ),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("language/", set_language, name="set_language"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/<slug:screen>/", patterns.pattern_screen, name="pattern_screen"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
