import pytest

from challenges.ground.domain.rich_text import cleaned, has_entities, has_tags, plain, readable

READ = {
    "plain words": ("Bids under 3 < 4, R&D", "Bids under 3 < 4, R&D"),
    "entities": ("R&amp;D&nbsp;work\nnext line", "R&D work\nnext line"),
    "paragraphs": ("<p>One</p><p> Two\n words</p>", "One\n\nTwo words"),
    "line break": ("One<br/>Two<br><br>Three", "One\nTwo\n\nThree"),
    "breaks of the text itself": ("<b>One</b>\nTwo", "One\nTwo"),
    "lists": (
        "<p>All:</p><ol><li><p>One</p><ul><li>a</li><li>b</li></ul></li><li>Two</li></ol>End",
        "All:\n\n1. One\n  - a\n  - b\n2. Two\n\nEnd",
    ),
    "table": ("<table><tr><th>Day</th><td>1</td></tr><tr><th>Hour</th><td>2</td></tr></table>", "Day | 1\nHour | 2"),
    "link": ('See <a href="https://example.org/a">the page</a>.', "See the page (https://example.org/a)."),
    "link that says its address": ('<a href="https://example.org/">example.org</a>', "example.org"),
    "mail": ('<a href="mailto:a@example.org">Ask us</a>', "Ask us (a@example.org)"),
    "link without words": ('<p><a href="https://example.org"></a></p>', "https://example.org"),
    "unsafe link": ('<a href="javascript:alert(1)">Go</a>', "Go"),
    "place on the same page": ('<a href="#top">Up</a>', "Up"),
    "script": ("<p>Go<script>alert(1)</script><style>p{}</style></p>", "Go"),
    "left open": ("<ul><li>One<li>Two", "- One\n- Two"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "words"), READ.values(), ids=READ)
def test_html_is_read_as_plain_words(html, words):
    assert readable(html) == words


@pytest.mark.parametrize("words", ["a < b > c", "Write to <prize@example.org>", "AT&T; ?a=1&copy=2", "<3"])
def test_ordinary_words_are_no_markup(words):
    assert (has_tags(words), has_entities(words), readable(words)) == (False, False, words)


def test_what_was_cleaned_stays_as_it_is():
    once = cleaned('<p class="x">A & B<a href="https://example.org">c</a></p>')

    assert cleaned(once) == once


def test_words_for_search_hold_no_entities():
    assert plain("<p>R&amp;D</p><p>a&nbsp;b</p>") == "R&D a b"
