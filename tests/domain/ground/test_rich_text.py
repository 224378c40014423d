import pytest
from bs4 import BeautifulSoup

from challenges.ground.domain.markup import MOST_TAGS
from challenges.ground.domain.rich_text import (
    ADDRESSES,
    ATTRIBUTES,
    TAGS,
    cleaned,
    has_entities,
    has_tags,
    plain,
    readable,
)

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


LINK = '<a rel="noopener noreferrer">Go</a>'
HOSTILE = {
    "script": ("<p>Go<script>alert(1)</script></p>", "<p>Go</p>"),
    "script in capitals": ("<P>Go<SCRIPT SRC=//evil.example/x.js></SCRIPT></P>", "<p>Go</p>"),
    "script never closed": ("<p>Go</p><script>alert(1)", "<p>Go</p>"),
    "script put together by cleaning": (
        "<scr<script>ipt>alert(1)</scr</script>ipt>Go", "ipt&gt;alert(1)ipt&gt;Go",
    ),
    "script cut by a null": ("<scr\0ipt>alert(1)</scr\0ipt>Go", "alert(1)Go"),
    "style": ("<style>p{background:url(//evil.example)}</style><p style='color:red'>Go</p>", "<p>Go</p>"),
    "handler": ('<p onclick="alert(1)" onmouseover=alert(1)>Go</p>', "<p>Go</p>"),
    "handler after a slash": ('<a/onclick=alert(1)/href="https://example.org">Go</a>', LINK),
    "picture": ("<img src=x onerror=alert(1)>Go", "Go"),
    "drawing": ('<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>Go</text></a></svg>', ""),
    "formula": ('<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img onerror=alert(1)&gt;">', ""),
    "frame": ('<iframe srcdoc="<script>alert(1)</script>"></iframe>Go', "Go"),
    "form": ('<form action="//evil.example"><button formaction="javascript:alert(1)">Go</button></form>', "Go"),
    "another base": ('<base href="https://evil.example/">Go', "Go"),
    "template": ("<template><script>alert(1)</script></template>Go", "Go"),
    "words for browsers without script": (
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">Go', '&lt;p title=""&gt;Go',
    ),
    "comment": ("<!--><script>alert(1)</script>-->Go<!-- x -->", "--&gt;Go"),
    "javascript": ('<a href="javascript:alert(1)">Go</a>', LINK),
    "javascript in disguise": ('<a href=" \tjAvA&#x0A;script&colon;alert(1)">Go</a>', LINK),
    "javascript in entities": ('<a href="&#106;&#97;vascript:alert(1)">Go</a>', LINK),
    "data": ('<a href="data:text/html;base64,PHNjcmlwdD4=">Go</a>', LINK),
    "vbscript": ('<a href="vbscript:msgbox(1)">Go</a>', LINK),
    "quote in a title": (
        '<a title="&quot; onclick=&quot;alert(1)">Go</a>',
        '<a title="&quot; onclick=&quot;alert(1)" rel="noopener noreferrer">Go</a>',
    ),
    "nested wrongly": ("<b><p>Go</b> on</p>", "<b></b><p><b>Go</b> on</p>"),
    "left open": ("<ul><li>Go<b>now", "<ul><li>Go<b>now</b></li></ul>"),
    "only closed": ("</div></table></script>Go", "Go"),
    "cut off": ('Go<a href="https://example.org', "Go"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "left"), HOSTILE.values(), ids=HOSTILE)
def test_only_permitted_markup_is_left(html, left):
    assert cleaned(html) == left
    assert cleaned(left) == left


@pytest.mark.parametrize("html", [html for html, _ in HOSTILE.values()])
def test_what_is_left_names_no_other_tag_attribute_or_scheme(html):
    for tag in BeautifulSoup(cleaned(f"<div><ul><li>{html}"), "html.parser").find_all(True):
        assert tag.name in TAGS
        assert set(tag.attrs) <= ATTRIBUTES.get(tag.name, set()) | {"rel"}
        assert tag.get("href", "https:").partition(":")[0] in ADDRESSES


@pytest.mark.parametrize("html", [html for html, _ in HOSTILE.values()])
def test_no_script_is_read_as_words(html):
    read = readable(f"<p>Before</p>{html}")

    assert read.startswith("Before")
    assert ("javascript:" in read, "msgbox" in read, "onerror" in read) == (False, False, False)


def test_deeply_nested_text_is_read_to_its_end():
    assert readable("<ul><li>" * 200 + "Go").endswith("- Go")
    assert readable("<b>" * 2000 + "Go" + "<p>on") == "Go\n\non"


@pytest.mark.parametrize("tag", ["<div>", "<", "<p><b>", "</li>", "<table><tr><td>"])
def test_text_of_more_tags_than_anybody_writes_is_taken_for_words(tag):
    html = f"{tag}Go " * (MOST_TAGS + 1)

    assert "<" not in cleaned(html)
    assert plain(html) == html.strip()
    assert readable(html).split() == html.split()
