from django.urls import path

from challenges.publishing.views import public

urlpatterns = [
    path("missions/", public.missions, name="missions"),
    path("missions/<slug:slug>/", public.mission, name="mission"),
    path("opportunities/<str:ocid>/questions/ask/", public.ask_question, name="ask_question"),
    path("opportunities/<str:ocid>/follow/", public.follow, name="follow_challenge"),
    path(
        "opportunities/<str:ocid>/documents/<uuid:document_id>/",
        public.opportunity_document,
        name="opportunity_document",
    ),
]
