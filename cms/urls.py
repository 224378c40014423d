from django.urls import path

from cms.views import notices as manage_views
from cms.views import trials as trial_views

urlpatterns = [
    path("manage/", manage_views.manage, name="manage"),
    path("manage/import/", manage_views.import_a_notice, name="import_notice"),
    path("manage/drafts/<uuid:draft_key>/rehearsal/", trial_views.draft_rehearsal, name="draft_rehearsal"),
    path("manage/drafts/<uuid:draft_key>/terms/", trial_views.draft_terms, name="draft_terms"),
]
