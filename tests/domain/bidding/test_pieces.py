"""Each field of a bid is told by one piece, and each box of a piece becomes a field: forgetting either fails here."""

import re
from dataclasses import MISSING, fields

import pytest

from bids.bidding.domain import payload
from bids.bidding.domain.asked import PieceKind
from bids.bidding.domain.draft import read_draft
from bids.bidding.domain.payload import (
    AnswerPart,
    CommercialPart,
    FilePart,
    OutcomeOfferPart,
    PledgePart,
    QualityPart,
    StatementPart,
)
from bids.bidding.domain.pieces import PIECES, asked_pieces, piece_keys
from bids.bidding.domain.typed import as_typed
from tests.support.pieces import ASKED, every_box

# What a bid may hold and no bidder is asked for.
NOT_ASKED = {(CommercialPart, "cost_likely"), (PledgePart, "sharing")}
FILE = FilePart(id="f", question="q-plan", name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64)
BOXES = [(piece, item, box) for piece, item in asked_pieces(ASKED) for box in piece.boxes(ASKED, item)]


def read(pieces):
    return read_draft(ASKED, pieces, files=(FILE,), bid="b", version=1)


def parts_of(draft):
    """The two parts and one of each thing that stands in them."""
    quality, commercial = draft.quality, draft.commercial
    within = (quality.answers, quality.files, quality.statements, commercial.outcomes, commercial.pledges)
    return [quality, commercial, *(items[0] for items in within)]


def default_of(field):
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def test_table_has_every_kind_of_piece():
    assert set(PIECES) == set(PieceKind)
    assert {kind.value for kind in PieceKind} == {key.partition(":")[0] for key in piece_keys(ASKED)}


def test_every_field_of_the_payload_is_told_by_a_piece():
    draft = read(every_box())

    untold = {
        (type(part), field.name)
        for part in parts_of(draft)
        for field in fields(part)
        if getattr(part, field.name) == default_of(field)
    }

    assert draft.faults == ()
    assert {type(part) for part in parts_of(draft)} == {
        QualityPart, CommercialPart, AnswerPart, FilePart, StatementPart, OutcomeOfferPart, PledgePart,
    }  # fmt: skip
    assert untold == NOT_ASKED


def test_example_at_the_head_of_the_payload_has_every_field_and_no_other():
    around = {"content", "file_keys", "format", "kind", "salt", "commercial", "quality"}
    kinds = {type(part) for part in parts_of(read(every_box()))}

    shown = set(re.findall(r'"(\w+)":', payload.__doc__))

    assert shown == around | {field.name for kind in kinds for field in fields(kind)}


@pytest.mark.parametrize(("piece", "item", "box"), BOXES, ids=lambda given: str(getattr(given, "kind", given)))
def test_every_box_becomes_part_of_the_bid(piece, item, box):
    whole = every_box()
    boxes = dict(whole[piece.key(item)])
    del boxes[box]

    without = read({**whole, piece.key(item): boxes})

    assert (without.quality, without.commercial) != (read(whole).quality, read(whole).commercial)


def test_every_box_comes_back_as_it_was_typed():
    draft, typed = read(every_box()), every_box()

    again = as_typed(quality=draft.quality, commercial=draft.commercial)

    assert again == typed


def test_a_piece_says_the_same_whichever_else_is_there():
    alone = {key: read({key: boxes}).readings[key] for key, boxes in every_box().items()}

    together = read(every_box()).readings

    assert {key: reading.value for key, reading in alone.items()} == {
        key: reading.value for key, reading in together.items()
    }
