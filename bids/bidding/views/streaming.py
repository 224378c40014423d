"""A sealed file as a download: decrypted as it goes, whole or one range, never kept."""

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


def streamed(
    request: HttpRequest, *, name: str, media_type: str, size: int, read: Callable[[int, int], Iterator[bytes]]
) -> HttpResponse | StreamingHttpResponse:
    """The file, or the one range asked for; `read(start, length)` gives its plain bytes.

    Always an attachment, never sniffed: what a bidder sent must not run in the portal's own pages.
    """
    start, end = _range_of(request.headers.get("Range", ""), size)
    if start >= max(size, 1):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    is_part = bool(_RANGE.match(request.headers.get("Range", "")))
    status = 206 if is_part else 200
    response = StreamingHttpResponse(read(start, end - start + 1), status=status, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Length"] = str(end - start + 1)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-store"
    if is_part:
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _range_of(asked: str, size: int) -> tuple[int, int]:
    found = _RANGE.match(asked)
    if not found or found.groups() == ("", ""):
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last) if last else size - 1, size - 1)
