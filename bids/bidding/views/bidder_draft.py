"""The pages of a draft: one piece each, saved as it is typed and by a button; what is wrong is said at its box."""

from collections.abc import Callable, Mapping
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

from bids.bidding.domain.asked import PieceKind, piece_key
from bids.bidding.forms.files import FileForm
from bids.bidding.forms.pieces import AnswerForm, ConditionsForm, MoneyForm, OutcomeForm, PieceForm, PledgeForm
from bids.bidding.models import Bid
from bids.bidding.selectors.own_bids import name_of_member
from bids.bidding.services.drafting import DraftConflict, Page, SavedPiece, save_piece
from bids.bidding.services.own_reading import OwnDraft, own_drafts
from bids.bidding.views.bid_reading import read_draft_sections, shown_files
from bids.bidding.views.bid_tasks import PIECE_PAGES, next_piece, piece_url, said, titles_of
from bids.bidding.views.bidder_access import bid_or_404, bidder_page
from bids.bidding.views.bidder_bid import page_context
from bids.bidding.views.bidder_files import take_file
from challenges.ground.domain.refused import Refused
from challenges.ground.selectors.clock import database_now
from challenges.ground.views.refusals import refused

TEMPLATES = {kind: f"bids/{page}.html" for kind, page in PIECE_PAGES.items()}


@dataclass(frozen=True, kw_only=True)
class PiecePage:
    """One piece of one draft, about to be shown or saved."""

    bid: Bid
    draft: OwnDraft
    kind: PieceKind
    key: str
    item: object

    @property
    def saved(self) -> SavedPiece | None:
        return self.draft.pieces.get(self.key)


def _item_of(draft: OwnDraft, kind: PieceKind, item: str) -> object:
    asked = draft.asked
    among: Mapping[PieceKind, tuple[object, ...]] = {
        PieceKind.ANSWER: asked.questions,
        PieceKind.OUTCOME: asked.outcomes,
        PieceKind.PLEDGE: asked.measures,
    }
    if kind in among:
        return next((found for found in among[kind] if found.id == item), None)
    is_asked = asked.money.anything if kind == PieceKind.MONEY else bool(asked.conditions)
    return asked if is_asked else None


def _page(request: HttpRequest, bid_id: UUID, *, kind: PieceKind, item: str) -> PiecePage | None:
    """The piece; nothing where the bid has no draft at present."""
    permission = "bids.edit_bid" if request.method == "POST" else ""
    bid = bid_or_404(request, bid_id, permission=permission)
    draft = own_drafts([bid]).get(bid.pk)
    if draft is None:
        return None
    found = _item_of(draft, kind, item)
    if found is None:
        raise Http404
    return PiecePage(bid=bid, draft=draft, kind=kind, key=piece_key(kind, item), item=found)


def _form(page: PiecePage, data: object = None) -> PieceForm:
    saved, asked, item = page.saved, page.draft.asked, page.item
    initial = {**(saved.typed if saved else {}), "version": saved.version if saved else 0, "page": uuid4(), "turn": 0}
    makers: Mapping[PieceKind, Callable[..., PieceForm]] = {
        PieceKind.ANSWER: lambda *given, **named: AnswerForm(*given, question=item, hint=said(item.hint), **named),
        PieceKind.OUTCOME: lambda *given, **named: OutcomeForm(*given, outcome=item, years=asked.years, **named),
        PieceKind.PLEDGE: lambda *given, **named: PledgeForm(*given, measure=item, years=asked.years, **named),
        PieceKind.MONEY: lambda *given, **named: MoneyForm(*given, asked=asked, **named),
        PieceKind.CONDITIONS: lambda *given, **named: ConditionsForm(
            *given, choices=[(condition.id, said(condition.title)) for condition in asked.conditions], **named
        ),
    }
    return makers[page.kind](data, initial=initial)


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
    form = _form(page)
    if "check" in request.GET:
        form = _form(page, {**form.initial, "version": form.initial["version"]})
        form.is_valid()
        form.show_faults(page.draft.whole.readings[page.key].faults)
    return _shown(request, page, form)


def _save(request: HttpRequest, page: PiecePage) -> HttpResponse:
    """Save what was typed and say what became of it: to the script as JSON, to a person as a page."""
    form, at = _form(page, request.POST), database_now()
    saved, conflict = None, None
    if form.is_valid():
        try:
            saved = save_piece(
                bid_id=page.bid.pk,
                piece=page.key,
                typed=form.typed(),
                base_version=form.base_version(),
                person_id=request.viewer.person_id,
                at=at,
                page=Page(name=str(form.cleaned_data["page"]), turn=form.cleaned_data["turn"] or 0),
            )
        except DraftConflict as refusal:
            conflict = _conflict(request, page, refusal.theirs)
        except Refused as refusal:
            refused(form, refusal)
    if request.headers.get("Accept") == "application/json":
        return _told_to_script(request, form, saved, conflict)
    if saved is None:
        return _shown(request, page, form, conflict=conflict)
    return _after_saving(request, page)


def _conflict(request: HttpRequest, page: PiecePage, theirs: SavedPiece) -> dict[str, object]:
    labels = {name: field.label for name, field in _form(page).fields.items()}
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


def _after_saving(request: HttpRequest, page: PiecePage) -> HttpResponse:
    """Take the file that came along; then on to the next piece, or stay where something is to be put right."""
    go = request.POST.get("go", "continue")
    with_file = page.kind == PieceKind.ANSWER and page.item.allows_files
    file_form = take_file(request, page.bid, question=page.item, is_asked_for=go == "file") if with_file else None
    page = _page(request, page.bid.pk, kind=page.kind, item=page.key.partition(":")[2])
    faults = page.draft.whole.readings[page.key].faults
    file_is_refused = file_form is not None and bool(file_form.errors)
    if go == "file" and not file_is_refused:
        return redirect(f"{piece_url(page.bid.pk, page.key)}#files")
    if file_is_refused or (go == "continue" and faults):
        form = _form(page, {**request.POST.dict(), **_lists(request), "version": page.saved.version})
        form.is_valid()
        if go == "continue":
            form.show_faults(faults)
        return _shown(request, page, form, file_form=file_form)
    following = next_piece(page.draft, page.key) if go == "continue" else ""
    if following:
        return redirect(piece_url(page.bid.pk, following))
    messages.success(request, _("Saved: %(title)s") % {"title": titles_of(page.draft)[page.key]})
    return redirect("bid", page.bid.pk)


def _lists(request: HttpRequest) -> dict[str, list[str]]:
    return {"accepted": request.POST.getlist("accepted")} if "accepted" in request.POST else {}


def _shown(
    request: HttpRequest,
    page: PiecePage,
    form: PieceForm,
    *,
    conflict: dict[str, object] | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    keys = list(titles_of(page.draft))
    place = keys.index(page.key)
    around = page_context(request, page.bid)
    if not around["may_edit"]:
        for field in form.fields.values():
            field.disabled = True
    context = {
        **around,
        "form": form,
        "item": page.item,
        "draft": page.draft,
        "title": titles_of(page.draft)[page.key],
        "saved": page.saved,
        "conflict": conflict,
        "number": place + 1,
        "count": len(keys),
        "previous_url": piece_url(page.bid.pk, keys[place - 1]) if place else "",
    }
    if page.kind == PieceKind.ANSWER:
        files = [file for file in page.draft.files if file.question == page.item.id]
        context |= {
            "max_upload": settings.MAX_UPLOAD_BYTES,
            "criterion": next((c for c in page.draft.specification.criteria if c.id == page.item.criterion), None),
            "files": list(zip(files, shown_files(page.bid.pk, files, sent=False), strict=True)),
            "file_form": file_form or FileForm(initial={"request_key": uuid4()}),
        }
    if page.kind in {PieceKind.MONEY, PieceKind.OUTCOME, PieceKind.PLEDGE}:
        sections = read_draft_sections(page.draft, bid_id=page.bid.pk)
        context |= {"earnings": sections.earnings, "figures": sections.figures}
    return render(request, TEMPLATES[page.kind], context)
