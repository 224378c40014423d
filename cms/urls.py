from django.urls import path

from cms.views import notices, rehearsal

urlpatterns = [
    path("manage/import/", notices.import_a_notice, name="import_notice"),
    path("manage/drafts/<uuid:draft_key>/rehearsal/", rehearsal.draft_rehearsal, name="draft_rehearsal"),
    path("manage/drafts/<uuid:draft_key>/terms/", rehearsal.draft_terms, name="draft_terms"),
]
