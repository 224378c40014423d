"""Which HTML an editor's rich text may hold: headings, paragraphs, lists, emphasis, links, simple tables.

Used when a specification is published and again when it is shown, since what is stored may be older than the rule.
"""

import nh3

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "b", "em", "i", "a", "blockquote", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
ADDRESSES = {"https", "http", "mailto", "tel"}


def cleaned(html: str) -> str:
    """The same words with only the permitted markup; scripts, styles, handlers and other addresses are dropped."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=ADDRESSES)


def plain(html: str) -> str:
    """The words alone, one space between blocks: for search, summaries and word counts."""
    spaced = html.replace("<", " <")
    return " ".join(nh3.clean(spaced, tags=set()).split())
