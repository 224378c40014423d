"""Open data: anybody may read it from anywhere, so every answer is public, cacheable and open to other sites."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from challenges.ground.domain.tables import harmless
from challenges.ground.selectors.clock import database_now
from challenges.publishing.domain.ocds.packages import LICENCE, as_bytes
from portal.public.forms.opportunities import STATUS_WORDS
from portal.public.selectors import ocds
from portal.public.selectors.feeds import atom_feed
from portal.public.selectors.tables import AWARD_COLUMNS, OPPORTUNITY_COLUMNS, award_rows, opportunity_rows

JSON = "application/json; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


def _answer(request: HttpRequest, body: bytes, *, content_type: str, modified: datetime | None = None) -> HttpResponse:
    """The bytes, or 304 where the reader has them already."""
    response = HttpResponse(body, content_type=content_type)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response.headers["ETag"] = etag
    if modified is not None:
        response.headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    _open_to_all(response)
    stamp = int(modified.timestamp()) if modified else None
    return get_conditional_response(request, etag=etag, last_modified=stamp, response=response) or response


def _open_to_all(response: HttpResponse | StreamingHttpResponse) -> None:
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=60)


def _package(request: HttpRequest, package: dict[str, Any] | None) -> HttpResponse:
    if package is None:
        raise Http404
    modified = datetime.fromisoformat(package["publishedDate"])
    return _answer(request, as_bytes(package), content_type=JSON, modified=modified)


@require_safe
def ocds_release(request: HttpRequest, ocid: str) -> HttpResponse:
    return _package(request, ocds.release_package(ocid, at=database_now()))


@require_safe
def ocds_record(request: HttpRequest, ocid: str) -> HttpResponse:
    return _package(request, ocds.record_package(ocid, at=database_now()))


@require_safe
def ocds_package(request: HttpRequest, month: str) -> HttpResponse:
    found = _MONTH.match(month)
    if not found or found[1] == "0000":
        raise Http404
    return _package(request, ocds.monthly_package(int(found[1]), int(found[2]), at=database_now()))


@require_safe
def ocds_packages(request: HttpRequest) -> HttpResponse:
    return _answer(request, as_bytes(ocds.package_index(at=database_now())), content_type=JSON)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    months = ocds.months(at=database_now())
    context = {"months": months, "licence": LICENCE, "address": settings.PORTAL_ADDRESS.rstrip("/")}
    return render(request, "public/data.html", context)


class _Line:
    """A file that hands back each line written to it, so that a table is sent as it is made."""

    def write(self, line: str) -> str:
        return line


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]], *, name: str) -> StreamingHttpResponse:
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        # The mark lets spreadsheet programs read the file as UTF-8.
        yield "\ufeff" + writer.writerow(columns)
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    _open_to_all(response)
    return response


@require_safe
def opportunities_csv(request: HttpRequest) -> StreamingHttpResponse:
    return _table(OPPORTUNITY_COLUMNS, opportunity_rows(at=database_now()), name="opportunities.csv")


@require_safe
def awards_csv(request: HttpRequest) -> StreamingHttpResponse:
    return _table(AWARD_COLUMNS, award_rows(at=database_now()), name="awards.csv")


@require_safe
def opportunities_feed(request: HttpRequest) -> HttpResponse:
    title = _("Opportunities – %(portal)s") % {"portal": settings.PORTAL_NAME}
    statuses = {status: str(words) for status, words in STATUS_WORDS}
    body, modified = atom_feed(title=title, statuses=statuses, at=database_now())
    return _answer(request, body, content_type=ATOM, modified=modified)
