"""The pages of a draft: one piece each, saved as it is typed and by a button; what is wrong is said at its box."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from bids.bidding.domain.asked import PieceKind
from bids.bidding.domain.boxes import PieceFault
from bids.bidding.forms.files import FileForm
from bids.bidding.forms.pieces import PAGES, piece_url, titles_of
from bids.bidding.forms.pieces.form import PieceForm
from bids.bidding.forms.pieces.page import PiecePages, Subject
from bids.bidding.forms.pieces.shown import shown_files
from bids.bidding.forms.wording import show_faults
from bids.bidding.guards import bid_or_404, bidder_page
from bids.bidding.models import Bid
from bids.bidding.selectors.own_bids import name_of_member
from bids.bidding.services.drafting import DraftConflict, Page, save_piece
from bids.bidding.vault.files import count_drafted
from bids.bidding.vault.own_reading import Asking, OwnDraft, asking_of, open_draft
from bids.bidding.vault.pieces import SavedPiece
from bids.bidding.views.bid_reading import read_draft_sections
from bids.bidding.views.bid_tasks import next_piece
from bids.bidding.views.bidder_bid import page_context
from bids.bidding.views.bidder_files import take_file
from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused


@dataclass(frozen=True, kw_only=True)
class PiecePage:
    """One piece of one draft, about to be shown or saved: what is asked of it, and nothing of the draft opened."""

    bid: Bid
    asking: Asking
    pages: PiecePages
    item: str

    @property
    def key(self) -> str:
        return self.pages.piece.key(self.item)

    @property
    def subject(self) -> Subject:
        return self.pages.subject(self.asking.asked, self.item)

    def form(self, data: object = None, *, saved: SavedPiece | None = None) -> PieceForm:
        hidden = {"version": saved.version if saved else 0, "page": uuid4(), "turn": 0}
        initial = {**(saved.typed if saved else {}), **hidden}
        return self.pages.form(data, asked=self.asking.asked, item=self.item, initial=initial)


def _page(request: HttpRequest, bid_id: UUID, *, kind: PieceKind, item: str) -> PiecePage | None:
    """The piece; nothing where the bid has no draft at present."""
    permission = "bids.edit_bid" if request.method == "POST" else ""
    bid = bid_or_404(request, bid_id, permission=permission)
    if bid.wrapped_draft_key is None:
        return None
    asking, pages = asking_of(bid), PAGES[kind]
    if item not in pages.piece.items(asking.asked):
        raise Http404
    return PiecePage(bid=bid, asking=asking, pages=pages, item=item)


@csrf_exempt
@bidder_page
@require_http_methods(["GET", "POST"])
def bid_piece(request: HttpRequest, bid_id: UUID, kind: PieceKind, item: str = "") -> HttpResponse:
    # A question may bring a file: the handler that encrypts has to be set before the form is parsed, which the check of
    # the form's token would do.
    request.upload_handlers = [import_string(settings.SEALED_UPLOAD_HANDLER)(request)]
    return _bid_piece(request, bid_id, kind=kind, item=item)


@csrf_protect
def _bid_piece(request: HttpRequest, bid_id: UUID, *, kind: PieceKind, item: str) -> HttpResponse:
    page = _page(request, bid_id, kind=kind, item=item)
    if page is None:
        return redirect("bid", bid_id)
    if request.method == "POST":
        return _save(request, page)
    draft = open_draft(page.bid, page.asking)
    form = page.form(saved=draft.pieces.get(page.key))
    if "check" in request.GET:
        form = page.form(form.initial)
        form.is_valid()
        show_faults(form, draft.whole.readings[page.key].faults)
    return _shown(request, page, form, draft=draft)


def _save(request: HttpRequest, page: PiecePage) -> HttpResponse:
    """Save what was typed and say what became of it: to the script as JSON, to a person as a page."""
    form, at = page.form(request.POST), database_now()
    saved, conflict = None, None
    if form.is_valid():
        try:
            saved = save_piece(
                bid_id=page.bid.pk,
                piece=page.key,
                typed=form.typed(),
                base_version=form.base_version(),
                by=request.viewer.person_id,
                at=at,
                page=Page(name=str(form.cleaned_data["page"]), turn=form.cleaned_data["turn"] or 0),
            )
        except DraftConflict as refusal:
            conflict = _conflict(request, page, form, refusal.theirs)
        except Refused as refusal:
            refused(form, refusal)
    if request.headers.get("Accept") == "application/json":
        return _told_to_script(request, form, saved, conflict)
    if saved is None:
        return _shown(request, page, form, conflict=conflict)
    return _after_saving(request, page, saved)


def _conflict(request: HttpRequest, page: PiecePage, form: PieceForm, theirs: SavedPiece) -> dict[str, object]:
    labels = {name: field.label for name, field in form.fields.items()}
    boxes = [(labels.get(box, box), value) for box, value in theirs.typed.items()]
    return {"theirs": theirs, "boxes": boxes, "writer": name_of_member(request.viewer, page.bid, theirs.writer_id)}


def _told_to_script(
    request: HttpRequest, form: PieceForm, saved: SavedPiece | None, conflict: dict[str, object] | None
) -> JsonResponse:
    if saved:
        state = render_to_string("bids/_saved.html", {"saved_at": saved.saved_at}).strip()
        return JsonResponse({"saved": True, "words": state, "version": saved.version})
    if conflict:
        panel = render_to_string("bids/_conflict.html", {"conflict": conflict}, request=request)
        return JsonResponse({"saved": False, "conflict": panel, "words": _("Not saved: somebody else changed this")})
    reasons = [reason for listed in form.errors.values() for reason in listed]
    return JsonResponse({"saved": False, "words": " ".join([_("Not saved."), *reasons])})


def _after_saving(request: HttpRequest, page: PiecePage, saved: SavedPiece) -> HttpResponse:
    """Take the file that came along; then on to the next piece, or stay where something is to be put right."""
    go = request.POST.get("go", "continue")
    file_form = _take_file(request, page, is_asked_for=go == "file")
    file_is_refused = file_form is not None and bool(file_form.errors)
    if go == "file" and not file_is_refused:
        return redirect(f"{piece_url(page.bid.pk, page.key)}#files")
    faults = _faults(page, saved) if go == "continue" else ()
    if file_is_refused or faults:
        form = page.form({**request.POST.dict(), **_lists(request), "version": saved.version})
        form.is_valid()
        show_faults(form, faults)
        return _shown(request, page, form, file_form=file_form)
    following = next_piece(page.asking.asked, page.key) if go == "continue" else ""
    if following:
        return redirect(piece_url(page.bid.pk, following))
    title = page.pages.title(page.asking.asked, page.item)
    messages.success(request, _("Saved: %(title)s") % {"title": title})
    return redirect("bid", page.bid.pk)


def _take_file(request: HttpRequest, page: PiecePage, *, is_asked_for: bool) -> FileForm | None:
    if not (page.pages.lists_files and page.subject.allows_files):
        return None
    return take_file(request, page.bid, question=page.subject, is_asked_for=is_asked_for)


def _faults(page: PiecePage, saved: SavedPiece) -> tuple[PieceFault, ...]:
    """What is wrong with this piece as it was just saved; the rest of the draft stays closed."""
    count = count_drafted(page.bid, question=page.item) if page.pages.lists_files else 0
    return page.pages.piece.read(page.asking.asked, page.item, saved.typed, file_count=count).faults


def _lists(request: HttpRequest) -> dict[str, list[str]]:
    return {"accepted": request.POST.getlist("accepted")} if "accepted" in request.POST else {}


def _shown(
    request: HttpRequest,
    page: PiecePage,
    form: PieceForm,
    *,
    draft: OwnDraft | None = None,
    conflict: dict[str, object] | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    draft = draft or open_draft(page.bid, page.asking)
    titles = titles_of(draft.asked)
    keys = list(titles)
    place = keys.index(page.key)
    around = page_context(request, page.bid)
    if not around["may_edit"]:
        for field in form.fields.values():
            field.disabled = True
    context = {
        **around,
        "form": form,
        "item": page.subject,
        "draft": draft,
        "title": titles[page.key],
        "saved": draft.pieces.get(page.key),
        "conflict": conflict,
        "number": place + 1,
        "count": len(keys),
        "previous_url": piece_url(page.bid.pk, keys[place - 1]) if place else "",
    }
    if page.pages.lists_files:
        context |= _with_files(page, draft, file_form=file_form)
    if page.pages.tells_figures:
        sections = read_draft_sections(draft, bid_id=page.bid.pk)
        context |= {"earnings": sections.earnings, "figures": sections.figures}
    return render(request, page.pages.template, context)


def _with_files(page: PiecePage, draft: OwnDraft, *, file_form: FileForm | None) -> dict[str, object]:
    files = [file for file in draft.files if file.question == page.item]
    return {
        "max_upload": settings.MAX_UPLOAD_BYTES,
        "criterion": next((c for c in draft.specification.criteria if c.id == page.subject.criterion), None),
        "files": list(zip(files, shown_files(page.bid.pk, files, sent=False), strict=True)),
        "file_form": file_form or FileForm(initial={"request_key": uuid4()}),
    }
