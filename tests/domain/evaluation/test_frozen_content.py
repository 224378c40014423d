"""What is kept as JSON reads back as it was, says its format, and is refused when the format is another one."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bids.awards.domain.summary import SummaryContent
from bids.bidding.domain.payload import (
    CommercialPart,
    EnvelopeContent,
    QualityPart,
    bid_sha256,
    opened_bid_sha256,
    opened_plain,
    opened_sha256,
    read_opened,
)
from bids.evaluation.domain.scoring.ranking_content import RankingContent, shortest
from challenges.ground.domain.frozen_json import canonical
from tests.support.frozen import anything_of

KEPT = (RankingContent, SummaryContent)
SALT, OTHER_SALT = b"s" * 32, b"t" * 32


def stored(plain):
    """As a database gives it back: through its bytes."""
    return json.loads(canonical(plain))


@settings(deadline=None, max_examples=20)
@given(st.data())
@pytest.mark.parametrize("kind", KEPT)
def test_what_is_kept_reads_back_as_it_was(kind, data):
    content = data.draw(anything_of(kind))

    plain = stored(content.as_plain())

    assert kind.from_plain(plain) == content
    assert canonical(kind.from_plain(plain).as_plain()) == canonical(plain)
    assert ("set_aside" in plain) == bool(content.set_aside)


@settings(deadline=None, max_examples=20)
@given(anything_of(QualityPart), anything_of(CommercialPart))
def test_an_opened_part_reads_back_as_it_was_sealed(quality, commercial):
    sealed = [EnvelopeContent(part=quality, salt=SALT), EnvelopeContent(part=commercial, salt=OTHER_SALT)]

    kept = [stored(opened_plain(content)) for content in sealed]

    assert (read_opened(kept[0], part=QualityPart), read_opened(kept[1], part=CommercialPart)) == (quality, commercial)
    assert [opened_sha256(one) for one in kept] == [content.sha256 for content in sealed]
    assert opened_bid_sha256(quality=kept[0], commercial=kept[1]) == bid_sha256(quality=quality, commercial=sealed[1])


def test_the_keys_of_files_are_not_kept():
    content = EnvelopeContent(part=QualityPart(bid="b", version=1), salt=SALT, file_keys={"f": b"k" * 32})

    assert sorted(opened_plain(content)) == ["content", "format", "kind", "salt"]


def an_opened_part():
    return opened_plain(EnvelopeContent(part=QualityPart(bid="b", version=1), salt=SALT))


@pytest.mark.parametrize("number", [0, 2, "1", None])
def test_another_format_is_refused(number):
    with pytest.raises(ValueError, match="format of RankingContent"):
        RankingContent.from_plain({"format": number})
    with pytest.raises(ValueError, match="format of SummaryContent"):
        SummaryContent.from_plain({"format": number})
    with pytest.raises(ValueError, match="envelope"):
        read_opened({**an_opened_part(), "format": number}, part=QualityPart)


def test_no_format_and_another_kind_are_refused():
    with pytest.raises(ValueError, match="format of RankingContent"):
        RankingContent.from_plain({})
    with pytest.raises(ValueError, match="envelope"):
        read_opened(an_opened_part(), part=CommercialPart)


@settings(deadline=None, max_examples=2)
@given(st.data())
@pytest.mark.parametrize("kind", KEPT)
def test_an_unknown_field_is_refused(kind, data):
    plain = data.draw(anything_of(kind)).as_plain()

    with pytest.raises(Exception, match="While structuring") as refused:
        kind.from_plain({**plain, "winner_is": "b"})

    assert "winner_is" in repr(refused.value.exceptions)


@pytest.mark.parametrize(
    ("number", "text"), [("100", "100"), ("1E+2", "100"), ("3.5000", "3.5"), ("0.00", "0"), ("0.000001", "0.000001")]
)
def test_equal_numbers_are_equal_text(number, text):
    assert str(shortest(Decimal(number))) == text
