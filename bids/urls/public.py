from django.urls import path

from portal.public.views import opportunities as public

urlpatterns = [
    path("", public.home, name="home"),
    path("opportunities/", public.opportunities, name="opportunities"),
    path("opportunities/<str:ocid>/", public.opportunity, name="opportunity"),
    path("opportunities/<str:ocid>/opportunity.pdf", public.opportunity_pdf, name="opportunity_pdf"),
]
