"""The addresses of what anybody may read: pages, and the same as data."""

from django.urls import path

from portal.public.api.public import api, openapi
from portal.public.views import awards, data, missions, opportunities

urlpatterns = [
    path("", opportunities.home, name="home"),
    path("opportunities/", opportunities.opportunities, name="opportunities"),
    path("opportunities/<str:ocid>/", opportunities.opportunity, name="opportunity"),
    path("opportunities/<str:ocid>/opportunity.pdf", opportunities.opportunity_pdf, name="opportunity_pdf"),
    path("missions/", missions.missions, name="missions"),
    path("missions/<slug:slug>/", missions.mission, name="mission"),
    path("awards/", awards.awards, name="awards"),
    path("awards/<str:ocid>/", awards.award, name="award"),
    path("data/", data.data, name="data"),
    path("data/opportunities.csv", data.opportunities_csv, name="opportunities_csv"),
    path("data/awards.csv", data.awards_csv, name="awards_csv"),
    path("feeds/opportunities.atom", data.opportunities_feed, name="opportunities_feed"),
    path("ocds/releases/<str:ocid>.json", data.ocds_release, name="ocds_release"),
    path("ocds/records/<str:ocid>.json", data.ocds_record, name="ocds_record"),
    path("ocds/packages/", data.ocds_packages, name="ocds_packages"),
    path("ocds/packages/<str:month>.json", data.ocds_package, name="ocds_package"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
]
