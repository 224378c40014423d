"""Fields that read what people type: dates in boxes, UK times, pounds, percentages, words and scores."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from challenges.ground.forms.fields import DateField, MomentField, MoneyField, PercentField, ScaleField, WordsField


def message_of(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (["27", "3", "2027"], date(2027, 3, 27)),
        ([" 1 ", "01", "2027"], date(2027, 1, 1)),
        (["29", "Feb", "2028"], date(2028, 2, 29)),
        (["5", "September", "2027"], date(2027, 9, 5)),
    ],
)
def test_date_is_read_from_three_boxes(boxes, day):
    assert DateField().clean(boxes) == day


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (["", "", ""], "Enter a date"),
        (None, "Enter a date"),
        (["1", "", "2027"], "Enter a day, a month and a year"),
        (["31", "2", "2027"], "Enter a real date, for example 27 3 2027"),
        (["1", "13", "2027"], "Enter a real date, for example 27 3 2027"),
        (["1", "3", "27"], "Enter a real date, for example 27 3 2027"),
        (["one", "3", "2027"], "Enter a real date, for example 27 3 2027"),
        (["1", "3", "-027"], "Enter a real date, for example 27 3 2027"),
        (["²", "3", "2027"], "Enter a real date, for example 27 3 2027"),
    ],
)
def test_date_says_what_to_enter(boxes, message):
    assert message_of(DateField(), boxes) == [message]


def test_date_that_may_be_missing_is_none_when_empty():
    assert DateField(required=False).clean(["", "", ""]) is None


def test_date_shows_what_it_holds_in_its_boxes():
    assert DateField().widget.decompress(date(2027, 3, 5)) == [5, 3, 2027]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("12:00", datetime(2027, 1, 5, 12, tzinfo=UTC)),
        ("12.30", datetime(2027, 1, 5, 12, 30, tzinfo=UTC)),
        ("5:30pm", datetime(2027, 1, 5, 17, 30, tzinfo=UTC)),
        ("12pm", datetime(2027, 1, 5, 12, tzinfo=UTC)),
        ("12am", datetime(2027, 1, 5, 0, tzinfo=UTC)),
        ("noon", datetime(2027, 1, 5, 12, tzinfo=UTC)),
        ("23:59", datetime(2027, 1, 5, 23, 59, tzinfo=UTC)),
    ],
)
def test_moment_reads_a_time_as_people_write_it(typed, moment):
    assert MomentField().clean(["5", "1", "2027", typed]) == moment


def test_moment_in_summer_is_an_hour_earlier_in_utc():
    assert MomentField().clean(["5", "7", "2027", "12:00"]) == datetime(2027, 7, 5, 11, tzinfo=UTC)


def test_moment_shows_uk_time_in_its_boxes():
    summer = datetime(2027, 7, 5, 23, 30, tzinfo=UTC)

    assert MomentField().widget.decompress(summer) == [6, 7, 2027, "00:30"]


@pytest.mark.parametrize("typed", ["12", "25:00", "12:60", "13pm", "0am", "lunch", "12:0", "5:30 in the afternoon"])
def test_moment_refuses_what_is_no_time(typed):
    assert message_of(MomentField(), ["5", "1", "2027", typed]) == ["Enter a time, for example 12:00 or 5:30pm"]


@pytest.mark.parametrize("boxes", [["28", "3", "2027", "1:30am"], ["31", "10", "2027", "1:30am"]])
def test_moment_refuses_the_hours_in_which_the_clocks_change(boxes):
    assert message_of(MomentField(), boxes) == ["The clocks change in that hour: choose a time before 1am or after 2am"]


@pytest.mark.parametrize(
    "boxes", [["28", "3", "2027", "2am"], ["31", "10", "2027", "2am"], ["31", "10", "2027", "0:59"]]
)
def test_moment_takes_the_hours_beside_the_change(boxes):
    assert MomentField().clean(boxes).tzinfo == UTC


def test_moment_without_a_time_says_so():
    assert message_of(MomentField(), ["5", "1", "2027", ""]) == ["Enter a day, a month, a year and a time"]


@pytest.mark.parametrize(
    ("typed", "amount"), [("£1,250,000", "1250000"), ("1250.50", "1250.50"), (" 0 ", "0"), ("12 000", "12000")]
)
def test_money_is_read_as_people_write_it(typed, amount):
    assert MoneyField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["about 4k", "NaN", "Infinity", "1e3x", "--1"])
def test_money_refuses_what_is_no_amount(typed):
    assert message_of(MoneyField(), typed) == ["Enter an amount in pounds, for example 1250 or 1250.50"]


def test_money_refuses_a_third_decimal_and_less_than_nothing():
    field = MoneyField()

    assert message_of(field, "1.005") == ["Enter pounds and pence, with no more than two figures after the point"]
    assert message_of(field, "-1") == ["Enter an amount of £0 or more"]


def test_money_shows_thousands_and_pence_only_where_there_are_some():
    shown = [MoneyField().prepare_value(Decimal(amount)) for amount in ("1250000", "4350.5")]

    assert shown == ["1,250,000", "4,350.50"]


@pytest.mark.parametrize(("typed", "share"), [("40", "0.4"), ("12.5%", "0.125"), ("0", "0"), ("100", "1")])
def test_percentage_is_given_as_a_share(typed, share):
    assert PercentField().clean(typed) == Decimal(share)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("101", "Enter 100% or less"),
        ("-1", "Enter 0% or more"),
        ("half", "Enter a percentage, for example 40 or 12.5"),
    ],
)
def test_percentage_refuses_what_is_no_share(typed, message):
    assert message_of(PercentField(), typed) == [message]


def test_percentage_shows_a_share_as_it_was_typed():
    assert [PercentField().prepare_value(value) for value in (Decimal("0.4"), Decimal("0.125"), "40")] == [
        "40",
        "12.5",
        "40",
    ]


def test_percentage_that_was_not_touched_has_not_changed():
    field = PercentField()

    assert [field.has_changed(Decimal("0.4"), typed) for typed in ("40", "40.0", "41")] == [False, False, True]


def test_words_are_counted_between_any_white_space():
    field = WordsField(max_words=3)

    assert field.clean("one  two\nthree") == "one  two\nthree"
    assert message_of(field, "one two three four") == ["Shorten your answer by 1 word: the limit is 3"]
    assert message_of(field, "a b c d e") == ["Shorten your answer by 2 words: the limit is 3"]


def test_score_is_one_of_the_published_points():
    field = ScaleField(points=[(Decimal(0), "None", "Nothing shown"), (Decimal("2.5"), "Half", "Half of it shown")])

    assert field.clean("2.5") == Decimal("2.5")
    assert message_of(field, "3") == ["Choose one of the scores on the published scale"]
    assert message_of(field, "") == ["Choose a score"]
