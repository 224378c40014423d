import re
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bids.bidding.forms.files import FileForm
from bids.bidding.forms.pieces import piece_url
from bids.bidding.guards import bid_or_404, bidder_page
from bids.bidding.models import Bid
from bids.bidding.selectors.own_bids import question_of
from bids.bidding.services.files import add_file, remove_file
from bids.bidding.services.scanning import scan
from bids.bidding.vault.files import ArrivedFile, ReadableFile
from bids.bidding.vault.own_reading import own_drafts, own_sent
from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused, say_refused
from challenges.publishing.domain.specification import QuestionSpec

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


def take_file(request: HttpRequest, bid: Bid, *, question: QuestionSpec, is_asked_for: bool) -> FileForm | None:
    """The file that came with a page, kept or refused on its form; nothing where none came and none was asked for."""
    is_too_large = any(getattr(handler, "too_large", False) for handler in request.upload_handlers)
    if not (request.FILES or is_too_large or is_asked_for):
        return None
    form = FileForm(request.POST, request.FILES)
    if is_too_large:
        form.errors.pop("file", None)
        form.add_error("file", _("This file is too large. Make it smaller, or add it in parts."))
    elif form.is_valid():
        _keep(request, bid, question=question, form=form)
    return form


def _keep(request: HttpRequest, bid: Bid, *, question: QuestionSpec, form: FileForm) -> None:
    at, upload = database_now(), form.cleaned_data["file"]
    row = question_of(bid, question.id)
    try:
        arrived = ArrivedFile(
            name=upload.name,
            media_type=form.media_type,
            size=upload.size,
            sha256=upload.sha256,
            scan=scan(upload.file, key=upload.key),
            key=upload.key,
            ciphertext=upload.file,
        )
        add_file(
            bid_id=bid.pk,
            question_id=row.pk,
            arrived=arrived,
            request_key=form.cleaned_data["request_key"],
            by=request.viewer.person_id,
            at=at,
        )
        messages.success(request, _("Your file was added."))
    except Refused as refusal:
        refused(form, refusal, otherwise="file")


@bidder_page
@require_POST
def remove_bid_file(request: HttpRequest, bid_id: UUID, file_id: UUID) -> HttpResponse:
    bid = bid_or_404(request, bid_id, permission="bids.edit_bid")
    draft = own_drafts([bid]).get(bid.pk)
    file = next((file for file in draft.files if file.id == file_id), None) if draft else None
    if file is None:
        return redirect("bid", bid_id)
    try:
        remove_file(bid_id=bid_id, file_id=file_id, at=database_now())
        messages.success(request, _("The file was removed."))
    except Refused as refusal:
        say_refused(request, refusal)
    return redirect(f"{piece_url(bid_id, f'answer:{file.question}')}#files")


@bidder_page
@require_safe
def bid_file(request: HttpRequest, bid_id: UUID, file_id: UUID) -> HttpResponse:
    bid = bid_or_404(request, bid_id)
    draft = own_drafts([bid]).get(bid.pk)
    return _answer(request, draft.files if draft else (), file_id)


@bidder_page
@require_safe
def bid_sent_file(request: HttpRequest, bid_id: UUID, file_id: UUID) -> HttpResponse:
    bid = bid_or_404(request, bid_id)
    if not bid.version:
        raise Http404
    return _answer(request, own_sent(bid).files, file_id)


def _answer(request: HttpRequest, files: tuple[ReadableFile, ...], file_id: UUID) -> HttpResponse:
    for file in files:
        if file.id == file_id:
            return file_response(request, name=file.name, media_type=file.media_type, size=file.size, read=file.chunks)
    raise Http404


def file_response(
    request: HttpRequest, *, name: str, media_type: str, size: int, read: Callable[..., Iterator[bytes]]
) -> HttpResponse:
    """A sealed file to whoever a scope let have it, whole or the one range asked for; always as a download.

    `read(start=, length=)` yields plain bytes. Several ranges at once are answered with the whole, as HTTP allows.
    """
    start, end, status = 0, size - 1, 200
    asked = _ONE_RANGE.match(request.headers.get("Range", ""))
    if asked and (asked[1] or asked[2]):
        start = int(asked[1]) if asked[1] else max(size - int(asked[2]), 0)
        end = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
        if start > end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        status = 206
    length = end - start + 1
    response = StreamingHttpResponse(read(start=start, length=length), status=status, content_type=media_type)
    response["Content-Length"] = length
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    if status == 206:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response
