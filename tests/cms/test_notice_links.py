import pytest

from cms.templatetags.notices import linked


def link(address):
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("See https://example.org/a?b=1.", f"See {link('https://example.org/a?b=1')}."),
        ("url: http://example.org; id: 2", f"url: {link('http://example.org')}; id: 2"),
        ("javascript:alert(1) ftp://example.org", "javascript:alert(1) ftp://example.org"),
        ("<b>https://example.org/<i></b>", f"&lt;b&gt;{link('https://example.org/')}&lt;i&gt;&lt;/b&gt;"),
        ('https://example.org/"onclick="x', f"{link('https://example.org/')}&quot;onclick=&quot;x"),
        ("x" * 201, "x" * 200 + "…"),
        ("x" * 190 + " https://example.org/page end", "x" * 190 + f" {link('https://example.org/page')}…"),
    ],
)
def test_web_addresses_of_a_notice_are_links_and_nothing_else_is(words, shown):
    assert linked(words) == shown
