from django.urls import path

from challenges.publishing.views import manage, public

urlpatterns = [
    path("opportunities/<str:ocid>/questions/ask/", public.ask_question, name="ask_question"),
    path("opportunities/<str:ocid>/follow/", public.follow, name="follow_challenge"),
    path(
        "opportunities/<str:ocid>/documents/<uuid:document_id>/",
        public.opportunity_document,
        name="opportunity_document",
    ),
    path("manage/<str:ocid>/questions/", manage.questions, name="manage_questions"),
    path("manage/<str:ocid>/questions/<uuid:clarification_id>/", manage.answer_question, name="answer_question"),
    path("manage/<str:ocid>/notice/", manage.notice, name="manage_notice"),
    path("manage/<str:ocid>/record/", manage.record, name="manage_record"),
]
