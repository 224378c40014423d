from django.urls import path

from cms.views import notices, trials

urlpatterns = [
    path("manage/import/", notices.import_a_notice, name="import_notice"),
    path("manage/drafts/<uuid:draft_key>/rehearsal/", trials.draft_rehearsal, name="draft_rehearsal"),
    path("manage/drafts/<uuid:draft_key>/terms/", trials.draft_terms, name="draft_terms"),
]
