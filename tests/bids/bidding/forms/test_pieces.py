"""Every box of every piece has its words, its field and its place where the bid is read."""

import re
from uuid import uuid4

import pytest

from bids.bidding.domain.boxes import PieceFault
from bids.bidding.domain.draft import read_draft
from bids.bidding.domain.pieces import PIECES, asked_pieces
from bids.bidding.forms.pieces import PAGES, piece_url, titles_of
from bids.bidding.forms.pieces.form import PieceForm
from bids.bidding.forms.pieces.shown import ReadBid
from bids.bidding.forms.wording import named_fault_words
from tests.support.pieces import ASKED, every_box

PAGED = [(PAGES[piece.kind], item) for piece, item in asked_pieces(ASKED)]
BOXES = [(pages, item, box) for pages, item in PAGED for box in pages.piece.boxes(ASKED, item)]


def named(given):
    return getattr(given, "page", given)


def test_every_piece_has_its_pages():
    assert {kind: pages.piece for kind, pages in PAGES.items()} == dict(PIECES)
    assert list(titles_of(ASKED)) == list(every_box())
    assert [piece_url(uuid4(), key).count("/") for key in every_box()]


@pytest.mark.parametrize(("pages", "item"), PAGED, ids=named)
def test_form_has_the_boxes_of_its_piece_in_their_order(pages, item):
    form = pages.form(None, asked=ASKED, item=item, initial={})

    assert tuple(name for name in form.fields if name not in PieceForm.base_fields) == pages.piece.boxes(ASKED, item)
    assert all(form.fields[box].label for box in pages.piece.boxes(ASKED, item))


@pytest.mark.parametrize(("pages", "item"), PAGED, ids=named)
def test_groups_of_a_form_leave_no_box_out(pages, item):
    groups = pages.form(None, asked=ASKED, item=item, initial={}).groups()

    if groups:
        grouped = [field.name for fields in groups.values() for field in fields]
        assert sorted(grouped) == sorted(pages.piece.boxes(ASKED, item))


@pytest.mark.parametrize(("pages", "item"), PAGED, ids=named)
def test_every_fault_of_an_empty_page_has_its_sentence(pages, item):
    # An outcome or a pledge left empty is left out: something has to stand there for the rest to be missed.
    key, boxes = pages.piece.key(item), pages.piece.boxes(ASKED, item)
    typed = [{}, *({box: every_box()[key][box]} for box in boxes)]

    faults = [fault for one in typed for fault in pages.piece.read(ASKED, item, one).faults]

    assert [fault for fault in faults if fault.code == "missing" and not named_fault_words(fault)] == []


@pytest.mark.parametrize(("pages", "item", "box"), BOXES, ids=named)
def test_every_box_is_named_in_a_list_of_faults(pages, item, box):
    words = named_fault_words(PieceFault(piece=pages.piece.key(item), box=box, code="below_zero"))

    assert words.removesuffix(" must be 0 or more")


@pytest.mark.parametrize("key", every_box())
def test_everything_typed_is_read_again_on_the_page_of_the_bid(key):
    draft = read_draft(ASKED, every_box(), files=(), bid="b", version=1)
    bid = ReadBid(id=uuid4(), asked=ASKED, quality=draft.quality, commercial=draft.commercial, files=(), is_draft=False)
    items = [item for pages in PAGES.values() for item in (*pages.first(bid), *pages.second(bid))]
    told = [words for item in items for words in (item.text, *(value for _name, value in item.pairs))]

    unread = [box for box, typed in every_box()[key].items() if not any(says(words, typed) for words in told)]

    assert unread == []


def says(words, typed):
    """Whether the words say what was typed: the same words, that it is accepted, or the figure with nothing to it."""
    if isinstance(typed, list):
        return words == "Accepted"
    if not typed.isdecimal():
        return words == typed
    return re.search(rf"(?<![\d,]){int(typed):,}(?![\d,])", words) is not None
