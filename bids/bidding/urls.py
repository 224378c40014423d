from django.urls import path

from bids.bidding.domain.asked import PieceKind
from bids.bidding.views import bidder, bidder_bid, bidder_draft, bidder_files, bidder_receipts

_BID = "bids/<uuid:bid_id>/"
_ORGANISATION = "bids/organisations/<uuid:bidder_id>/"

urlpatterns = [
    path("bids/", bidder.bids, name="bids"),
    path("bids/organisations/new/", bidder.register_bidder_page, name="register_bidder"),
    path(_ORGANISATION, bidder.bidder, name="bidder"),
    path(f"{_ORGANISATION}members/<uuid:person_id>/", bidder.bidder_member, name="bidder_member"),
    path(f"{_ORGANISATION}members/<uuid:person_id>/remove/", bidder.remove_bidder_member, name="remove_bidder_member"),
    path(
        f"{_ORGANISATION}invitations/<uuid:invitation_id>/withdraw/",
        bidder.withdraw_bidder_invitation,
        name="withdraw_bidder_invitation",
    ),
    path("bids/start/<str:ocid>/", bidder_bid.start_bid_page, name="start_bid"),
    path(_BID, bidder_bid.bid, name="bid"),
    path(f"{_BID}check/", bidder_bid.bid_check, name="bid_check"),
    path(f"{_BID}sent/", bidder_bid.bid_sent, name="bid_sent"),
    path(f"{_BID}change/", bidder_bid.revise_bid_page, name="revise_bid"),
    path(f"{_BID}discard/", bidder_bid.discard_revision_page, name="discard_revision"),
    path(f"{_BID}confirm/", bidder_bid.confirm_bid_page, name="confirm_bid"),
    path(f"{_BID}withdraw/", bidder_bid.withdraw_bid_page, name="withdraw_bid"),
    path(f"{_BID}questions/<str:item>/", bidder_draft.bid_piece, {"kind": PieceKind.ANSWER}, name="bid_question"),
    path(f"{_BID}outcomes/<str:item>/", bidder_draft.bid_piece, {"kind": PieceKind.OUTCOME}, name="bid_outcome"),
    path(f"{_BID}commitments/<str:item>/", bidder_draft.bid_piece, {"kind": PieceKind.PLEDGE}, name="bid_pledge"),
    path(f"{_BID}conditions/", bidder_draft.bid_piece, {"kind": PieceKind.CONDITIONS}, name="bid_conditions"),
    path(f"{_BID}money/", bidder_draft.bid_piece, {"kind": PieceKind.MONEY}, name="bid_money"),
    path(f"{_BID}files/<uuid:file_id>/", bidder_files.bid_file, name="bid_file"),
    path(f"{_BID}files/<uuid:file_id>/remove/", bidder_files.remove_bid_file, name="remove_bid_file"),
    path(f"{_BID}sent/files/<uuid:file_id>/", bidder_files.bid_sent_file, name="bid_sent_file"),
    path(f"{_BID}receipts/<int:version>/", bidder_receipts.bid_receipt, name="bid_receipt"),
    path(f"{_BID}receipts/<int:version>/receipt.pdf", bidder_receipts.bid_receipt_pdf, name="bid_receipt_pdf"),
    path(f"{_BID}receipts/<int:version>/proof/", bidder_receipts.bid_proof, name="bid_proof"),
    path("receipts/check/", bidder_receipts.check_receipt_page, name="check_receipt"),
]
