from django.urls import path

from cms import manage_views

urlpatterns = [
    path("manage/", manage_views.manage, name="manage"),
    path("manage/import/", manage_views.import_a_notice, name="import_notice"),
]
