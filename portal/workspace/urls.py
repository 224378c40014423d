"""The addresses of the signed-in: the desk, invitations, people, and the overview of a procurement."""

from django.urls import path, re_path

from portal.workspace.views import desk, factor_resets, invitations, people, procedure, procurements, second_factor

_people = "manage/people/<slug:slug>/"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/letters/", desk.letters, name="letters"),
    path("desk/letters/<uuid:letter_id>/", desk.letter, name="letter"),
    path("desk/invitations/<uuid:invitation_id>/", invitations.invitation_to_me, name="invitation_to_me"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("desk/second-factors/<uuid:reset_id>/", factor_resets.decide_factor_reset, name="decide_factor_reset"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("manage/people/", people.people, name="people"),
    path(_people, people.authority_people, name="authority_people"),
    path(f"{_people}remove/", people.remove_person, name="remove_person"),
    path(
        f"{_people}invitations/<uuid:invitation_id>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"
    ),
    path(f"{_people}<uuid:person_id>/second-factor/", factor_resets.ask_for_factor_reset, name="ask_for_factor_reset"),
    path("manage/", procurements.manage, name="manage"),
    # An OCID has a hyphen, and the other pages of this workspace (import) have none.
    re_path(r"^manage/(?P<ocid>[^/]+-[^/]+)/$", procedure.manage_challenge, name="manage_challenge"),
]
