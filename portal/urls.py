from django.contrib import admin
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.views import side_doors

urlpatterns = [
    path("cms/login/", side_doors.sign_in),
    path("_util/login/", side_doors.sign_in),
    path("django-admin/login/", side_doors.sign_in),
    re_path(r"^cms/(?:users|groups|password_reset|bulk/portal/user)/", side_doors.shut),
    path("account/", include("allauth.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("portal.urls_portal")),
    path("", include("portal.workspace.urls")),
    path("", include("portal.public.urls")),
    path("", include("cms.urls")),
    path("", include("bids.awards.urls")),
    path("", include("bids.evaluation.urls")),
    path("", include("bids.bidding.urls")),
    path("", include("challenges.publishing.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "portal.views.errors.bad_request"
