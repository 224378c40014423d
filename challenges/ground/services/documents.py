"""PDF from our own templates. Rendering fetches nothing: styles and fonts come from the project's static files.

Made as PDF/UA-1 (tagged, titled, with language); images are inline SVG with their text.
"""

import logging
from functools import cache
from importlib import import_module
from mimetypes import guess_type
from threading import local
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from challenges.ground.domain.refused import Refused

logger = logging.getLogger("portal.documents")


class PdfUnavailable(Refused):
    """The system libraries that PDF needs are missing; the web page still says the same."""


# The fonts stay loaded from one document to the next. Their library shares nothing between threads.
_of_thread = local()


def _fonts() -> Any:
    if not hasattr(_of_thread, "fonts"):
        _of_thread.fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    return _of_thread.fonts


@cache
def _static_only_fetcher(weasyprint: Any) -> Any:
    """A fetcher that answers `static:` addresses from the project's own files and refuses every other one."""
    urls = import_module("weasyprint.urls")

    class StaticOnly(urls.URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            name = url.partition("static:")[2].lstrip("/")
            path = finders.find(name) if name else None
            if not path:
                raise urls.FatalURLFetchingError(f"refused while making a PDF: {url}")
            # A stylesheet that does not say it is one is left out without a word to the reader.
            kind = guess_type(name)[0] or "application/octet-stream"
            with open(path, "rb") as file:
                return urls.URLFetcherResponse(url, file.read(), {"Content-Type": kind})

    return StaticOnly()


def render_pdf(*, template: str, context: dict[str, Any]) -> bytes:
    """The PDF of a template. Errors: `PdfUnavailable` where the system libraries are missing.

    Nothing is fetched: an address other than `static:path/in/static` stops the rendering.
    """
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as error:
        logger.exception("a PDF cannot be made: the pango libraries are missing")
        raise PdfUnavailable(_("A PDF cannot be made at the moment. This page says the same.")) from error
    html = render_to_string(template, {"PORTAL_NAME": settings.PORTAL_NAME, **context})
    page = weasyprint.HTML(string=html, base_url="static:/", url_fetcher=_static_only_fetcher(weasyprint))
    return page.write_pdf(pdf_variant="pdf/ua-1", font_config=_fonts())
