from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from bids.bidding.forms.bids import CheckReceiptForm
from bids.bidding.guards import bid_or_404, bidder_page, receipt_or_404
from bids.bidding.models import Bid
from bids.bidding.services.receipts import check_receipt, public_keys
from bids.bidding.vault.own_reading import own_sent
from bids.bidding.views.bidder_bid import page_context
from challenges.ground.domain.refused import Refused
from challenges.ground.guards import limited
from challenges.ground.selectors.clock import database_now
from challenges.ground.services.documents import render_pdf
from challenges.ground.views.refusals import say_refused


def _receipt_context(request: HttpRequest, bid: Bid, version: int) -> dict[str, object]:
    receipt = receipt_or_404(request, bid, version)
    return {
        **page_context(request, bid),
        "receipt": receipt,
        "is_latest": receipt.version == bid.version,
        "random_bytes": own_sent(bid, version=version).random_bytes,
        "public_keys": public_keys(),
    }


@bidder_page
@require_safe
def bid_receipt(request: HttpRequest, bid_id: UUID, version: int) -> HttpResponse:
    return render(request, "bids/receipt.html", _receipt_context(request, bid_or_404(request, bid_id), version))


@bidder_page
@require_safe
def bid_receipt_pdf(request: HttpRequest, bid_id: UUID, version: int) -> HttpResponse:
    context = _receipt_context(request, bid_or_404(request, bid_id), version)
    try:
        made = render_pdf(template="bids/receipt_pdf.html", context=context)
    except Refused as refusal:
        say_refused(request, refusal)
        return redirect("bid_receipt", bid_id, version)
    headers = {"Content-Disposition": f'inline; filename="receipt-{context["receipt"].pk}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@bidder_page
@require_safe
def bid_proof(request: HttpRequest, bid_id: UUID, version: int) -> HttpResponse:
    """The file whose SHA-256 is the receipt's: the content as sent, then the 32 random bytes."""
    bid = bid_or_404(request, bid_id)
    receipt = receipt_or_404(request, bid, version)
    headers = {"Content-Disposition": f'attachment; filename="proof-{receipt.pk}.bin"'}
    proof = own_sent(bid, version=version).proof
    return HttpResponse(proof, content_type="application/octet-stream", headers=headers)


@limited("check_receipt")
@csrf_exempt
@require_http_methods(["GET", "POST"])
def check_receipt_page(request: HttpRequest) -> HttpResponse:
    # The proof file holds the bid in plain: it is sealed and fingerprinted as it is read, and never looked at. The
    # handler has to be set before the form is parsed, which the check of the form's token would do.
    request.upload_handlers = [import_string(settings.SEALED_UPLOAD_HANDLER)(request)]
    return _check_receipt_page(request)


@csrf_protect
def _check_receipt_page(request: HttpRequest) -> HttpResponse:
    form = CheckReceiptForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "public_keys": public_keys()}
    if form.is_valid():
        given = form.cleaned_data
        content = given["content"]
        context["is_checked"] = True
        context["check"] = check_receipt(
            reference=given["reference"],
            sha256=given["sha256"],
            content_sha256=content.sha256 if content else None,
            at=database_now(),
        )
    return render(request, "bids/check_receipt.html", context)
