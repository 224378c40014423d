from django.urls import path

from challenges.publishing.views import manage

urlpatterns = [
    path("manage/<str:ocid>/questions/", manage.questions, name="manage_questions"),
    path("manage/<str:ocid>/questions/<uuid:clarification_id>/", manage.answer_question, name="answer_question"),
    path("manage/<str:ocid>/notice/", manage.notice, name="manage_notice"),
    path("manage/<str:ocid>/record/", manage.record, name="manage_record"),
]
