from django.urls import path

from bids.awards.views import decision, summaries

_panel = "manage/<str:ocid>/decision/<uuid:panel_id>/"

urlpatterns = [
    path("manage/<str:ocid>/decision/", decision.manage_decisions, name="manage_decisions"),
    path(_panel, decision.manage_ranking, name="manage_ranking"),
    path(f"{_panel}recommend/", decision.manage_recommendation, name="manage_recommendation"),
    path(f"{_panel}approve/", decision.approve_recommendation, name="approve_recommendation"),
    path(f"{_panel}award/", decision.manage_award, name="manage_award"),
    path(f"{_panel}award/tell/", decision.tell_bidders, name="tell_bidders"),
    path(f"{_panel}award/publish/", decision.publish, name="publish_award"),
    path("bids/<uuid:bid_id>/summary/", summaries.bid_summary, name="bid_summary"),
    path("bids/<uuid:bid_id>/summary.pdf", summaries.bid_summary_pdf, name="bid_summary_pdf"),
]
