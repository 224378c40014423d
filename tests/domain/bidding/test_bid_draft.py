from dataclasses import replace
from decimal import Decimal

import pytest

from bids.bidding.domain.asked import asked_of
from bids.bidding.domain.draft import cautions_of, read_draft
from bids.bidding.domain.payload import (
    CommercialPart,
    EnvelopeContent,
    FilePart,
    QualityPart,
    bid_bytes,
    bid_sha256,
    envelope_bytes,
    read_envelope,
)
from bids.bidding.domain.pieces import piece_keys
from bids.bidding.domain.sealing import content_hash
from bids.bidding.domain.typed import as_typed
from challenges.publishing.domain.specification import LotSpec, QuestionSpec
from challenges.publishing.domain.words import EnvelopeKind
from tests.support.specifications import JOBS, TERMS, challenge_prize, outcome_specification

OPEN_PRICE = replace(JOBS, price=None, price_is_offered=True)
SPECIFICATION = outcome_specification(outcomes=(OPEN_PRICE,))
WHOLE = {
    "answer:q-plan": {"text": "We visit people at home."},
    "answer:q-standing": {"text": "Yes."},
    "outcome:jobs": {
        "volume_0": "90",
        "volume_1": "110.5",
        "low": "40",
        "likely": "55",
        "high": "70",
        "price": "£6,200",
    },
    "money": {"cost_0": "240 000", "cost_1": "250000.50", "cost_lower": "5%", "cost_higher": "", "working_capital": ""},
    "pledge:m-jobs": {"quantity": "4", "years": "2", "statement": "Four people."},
    "conditions": {"accepted": ["wage"]},
}


def read(pieces, *, specification=SPECIFICATION, lot="", files=()):
    return read_draft(asked_of(specification, lot=lot), pieces, files=files, bid="b", version=1)


def faults(**changed):
    pieces = {**WHOLE, **{name.replace("__", ":").replace("_of_", "-"): boxes for name, boxes in changed.items()}}
    return [(fault.piece, fault.box, fault.code) for fault in read(pieces).faults]


def test_whole_draft_becomes_both_parts():
    draft = read(WHOLE)

    assert draft.faults == ()
    assert draft.quality.accepted_conditions == ("wage",)
    assert [answer.text for answer in draft.quality.answers] == ["We visit people at home.", "Yes."]
    assert draft.commercial.outcomes[0].volumes == (Decimal(90), Decimal("110.5"))
    assert draft.commercial.outcomes[0].price == Decimal(6200)
    assert draft.commercial.yearly_costs == (Decimal(240000), Decimal("250000.50"))
    assert (draft.commercial.cost_low, draft.commercial.cost_high) == (Decimal("0.95"), Decimal(1))
    assert draft.commercial.working_capital == 0


def test_nothing_of_the_figures_stands_in_part_one():
    quality = read(WHOLE).quality

    assert [statement.statement for statement in quality.statements] == ["Four people."]
    assert set(quality.__dataclass_fields__) == {
        "bid", "version", "answers", "files", "statements", "accepted_conditions",
    }  # fmt: skip


def test_empty_draft_names_everything_that_is_required():
    found = [(fault.piece, fault.box, fault.code) for fault in read({}).faults]

    assert found == [
        ("answer:q-plan", "text", "missing"),
        ("answer:q-standing", "text", "missing"),
        ("money", "cost_0", "missing"),
        ("money", "cost_1", "missing"),
        ("conditions", "accepted", "not_accepted"),
        ("outcome:jobs", "", "none_offered"),
    ]


@pytest.mark.parametrize(
    ("box", "typed", "code"),
    [
        ("volume_0", "ninety", "no_figure"),
        ("volume_0", "-5", "below_zero"),
        ("volume_0", "-five", "no_figure"),
        ("volume_0", "1e9", "no_figure"),
        ("volume_0", "٩", "no_figure"),
        ("volume_0", "", "missing"),
        ("volume_0", "1.005", "too_exact"),
        ("low", "101", "over_hundred"),
        ("low", "60", "low_above_likely"),
        ("high", "50", "high_below_likely"),
        ("price", "NaN", "no_figure"),
        ("price", "9" * 13, "too_large"),
        ("price", "99,999,999,999,999,999.5", "too_large"),
        ("price", "9" * 13 + "x", "no_figure"),
    ],
)
def test_figures_that_cannot_be_read_are_named_at_their_box(box, typed, code):
    assert faults(outcome__jobs={**WHOLE["outcome:jobs"], box: typed}) == [("outcome:jobs", box, code)]


def test_answer_over_its_limit_says_by_how_much():
    pieces = {**WHOLE, "answer:q-plan": {"text": "word " * 1503}}

    (fault,) = read(pieces).faults

    assert (fault.code, fault.values) == ("too_long", {"over": 3, "limit": 1500})


def test_answer_at_its_limit_is_fine():
    assert read({**WHOLE, "answer:q-plan": {"text": "word " * 1500}}).faults == ()


def test_required_answer_may_be_a_file_where_files_are_allowed():
    asking = QuestionSpec(id="q-plan", title={"en": "Plan?"}, allows_files=True)
    specification = outcome_specification(outcomes=(OPEN_PRICE,), questions=(asking,))
    file = FilePart(id="f", question="q-plan", name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64)

    assert read({**WHOLE, "answer:q-plan": {}}, specification=specification, files=(file,)).faults == ()


def test_pledge_without_words_is_a_fault_and_without_anything_is_not():
    assert faults(pledge__m_of_jobs={"quantity": "4"}) == [("pledge:m-jobs", "statement", "missing")]
    assert faults(pledge__m_of_jobs={"years": "2"}) == []


def test_condition_that_must_be_accepted_is_a_fault():
    assert faults(conditions={"accepted": []}) == [("conditions", "accepted", "not_accepted")]


def test_price_is_not_taken_where_it_is_published():
    paid = outcome_specification()
    offer = read(WHOLE, specification=paid).commercial.outcomes[0]

    assert offer.price is None


def test_price_of_the_whole_is_asked_where_no_outcome_is_paid_for():
    unpaid = outcome_specification(outcomes=(replace(JOBS, price=None),), terms=None)

    assert asked_of(unpaid, lot="").money.price


def test_fee_is_asked_instead_of_a_price_where_the_terms_leave_it_open():
    money = asked_of(
        outcome_specification(outcomes=(replace(JOBS, price=None),), terms=replace(TERMS, fee_is_offered=True)), lot=""
    ).money

    assert (money.fee, money.price, money.costs) == (True, False, True)


def test_prize_asks_for_words_alone():
    asked = asked_of(challenge_prize(), lot="")

    assert piece_keys(asked) == ("answer:q",)


def test_pieces_of_another_lot_are_not_asked():
    lots = (LotSpec(id="north", title={"en": "North"}), LotSpec(id="south", title={"en": "South"}))
    questions = (
        QuestionSpec(id="all", title={"en": "?"}),
        QuestionSpec(id="north-only", title={"en": "?"}, lot="north"),
    )
    specification = outcome_specification(lots=lots, questions=questions)

    assert [question.id for question in asked_of(specification, lot="south").questions] == ["all"]


def test_sent_bid_reads_back_as_what_was_typed():
    first = read(WHOLE)
    again = read(as_typed(quality=first.quality, commercial=first.commercial))

    assert (again.quality, again.commercial) == (first.quality, first.commercial)


def test_envelope_comes_back_as_it_was():
    quality = EnvelopeContent(part=read(WHOLE).quality, salt=b"s" * 32, file_keys={"f": b"k" * 32})
    commercial = EnvelopeContent(part=read(WHOLE).commercial, salt=b"t" * 32)

    assert read_envelope(envelope_bytes(quality), kind=EnvelopeKind.QUALITY) == quality
    assert read_envelope(envelope_bytes(commercial), kind=EnvelopeKind.COMMERCIAL) == commercial
    with pytest.raises(ValueError, match="envelope"):
        read_envelope(envelope_bytes(quality), kind=EnvelopeKind.COMMERCIAL)


def test_receipt_hash_is_over_content_and_the_salt_of_part_two():
    quality, commercial = QualityPart(bid="b", version=1), CommercialPart(bid="b", version=1)
    sealed = EnvelopeContent(part=commercial, salt=b"t" * 32)

    expected = content_hash(bid_bytes(quality=quality, commercial=commercial), b"t" * 32)

    assert bid_sha256(quality=quality, commercial=sealed) == expected


def test_secrets_are_not_shown_in_a_traceback():
    content = EnvelopeContent(part=QualityPart(bid="b", version=1), salt=b"s" * 32, file_keys={"f": b"k" * 32})

    assert "kkkk" not in repr(content)
    assert "ssss" not in repr(content)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"low": "0", "likely": "0"}, ["nobody_succeeds"]),
        ({"low": "0", "likely": "0", "high": "0"}, ["nobody_succeeds"]),
        ({"low": "0"}, []),
        ({"volume_0": "0"}, []),
        ({"volume_0": "0", "volume_1": "0.00", "low": "0", "likely": "0"}, ["nobody_taken_on"]),
    ],
)
def test_an_offer_of_nothing_may_be_sent_and_is_asked_about(changed, codes):
    draft = read({**WHOLE, "outcome:jobs": {**WHOLE["outcome:jobs"], **changed}})

    assert draft.faults == ()
    assert [caution.code for caution in cautions_of(draft)] == codes
