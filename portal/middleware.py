import re
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.functional import SimpleLazyObject

from portal import second_factor
from portal.viewer import viewer_behind

CMS_POLICY = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
}
# Where people decide about others; nobody gets there on a password alone.
GUARDED = ("/manage/", "/evaluation/", "/delivery/", "/cms/", "/django-admin/")
# The letters to bidders have their address among the bidders' pages, and an authority's people may read all of theirs.
LETTERS = re.compile(r"/bids/[0-9a-f-]+/summary")


class CmsContentPolicy:
    """The Wagtail admin writes inline scripts and styles, so its paths, and only they, get a looser policy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            response._csp_config = CMS_POLICY
        return response


class LoadViewer:
    """Puts the `Viewer` (who is looking, and where they belong) on the request, once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer = SimpleLazyObject(lambda: viewer_behind(request))
        return self.get_response(request)


class SecondFactorGate:
    """Leads people who decide about others to their second factor, before any page on which they do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.REQUIRE_SECOND_FACTOR and self._is_guarded(request.path) and self._lacks_factor(request.viewer):
            return redirect(f"{reverse('second_factor')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

    @staticmethod
    def _is_guarded(path):
        return path.startswith(GUARDED) or LETTERS.match(path) is not None

    @staticmethod
    def _lacks_factor(viewer):
        return second_factor.is_needed_by(viewer) and not viewer.has_second_factor
