from django.urls import path

from bids.evaluation.views import trials

urlpatterns = [
    path("manage/<str:ocid>/rehearsal/", trials.manage_rehearsal, name="manage_rehearsal"),
    path("manage/<str:ocid>/terms/", trials.manage_terms, name="manage_terms"),
]
