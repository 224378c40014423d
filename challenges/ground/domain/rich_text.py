"""Which HTML an editor's rich text may hold: headings, paragraphs, lists, emphasis, links, simple tables.

Used when a specification is published and again when it is shown, since what is stored may be older than the rule.
Texts from elsewhere that came as HTML are made readable for fields that hold plain words.
"""

import re
from html import unescape
from html.entities import html5

import nh3

from challenges.ground.domain.markup import Token, bounded, steps_through

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "b", "em", "i", "a", "blockquote", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
ADDRESSES = {"https", "http", "mailto", "tel"}

BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote",
    "table", "hr", "center", "pre", "dl", "dt", "dd", "main", "nav", "aside", "figure", "figcaption",
}  # fmt: skip
_LINES = {"br", "li", "tr"}
_CELLS = {"td", "th"}
_INLINE = {"span", "strong", "b", "em", "i", "u", "a", "sub", "sup", "small", "font", "img", "thead", "tbody"}


def _any_of(names: set[str]) -> re.Pattern[str]:
    return re.compile(rf"</?(?:{'|'.join(sorted(names))})(?:\s[^<>]*)?/?>", re.IGNORECASE)


_TAG = _any_of(BLOCKS | _LINES | _CELLS | _INLINE)
_BREAKING_TAG = _any_of(BLOCKS | _LINES)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_SPACE = re.compile(r"\s+")


def cleaned(html: str) -> str:
    """The same words with only the permitted markup; scripts, styles, handlers and other addresses are dropped."""
    return nh3.clean(bounded(html), tags=TAGS, attributes=ATTRIBUTES, url_schemes=ADDRESSES)


def plain(html: str) -> str:
    """The words alone, one space between blocks: for search, summaries and word counts."""
    spaced = bounded(html).replace("<", " <")
    return " ".join(unescape(nh3.clean(spaced, tags=set())).split())


def has_tags(text: str) -> bool:
    """Whether the text was formatted with HTML; an address in angle brackets or a “less than” is no tag."""
    return _TAG.search(text) is not None


def has_entities(text: str) -> bool:
    """Whether characters are written the way HTML writes them, such as `&nbsp;`."""
    return any(found["name"] is None or f"{found['name']};" in html5 for found in _ENTITY.finditer(text))


def readable(html: str) -> str:
    """HTML as plain words: paragraphs parted by an empty line, list items by a dash, links as “words (address)”."""
    if not has_tags(html):
        return _ENTITY.sub(lambda found: unescape(found[0]).replace("\N{NO-BREAK SPACE}", " "), html)
    if not _BREAKING_TAG.search(html):
        # Where nothing in the markup breaks a line, the breaks are those of the text itself.
        html = html.replace("\n", "<br>")
    reader = _Reader()
    for step in steps_through(html, tags=TAGS | BLOCKS, addresses=ADDRESSES):
        reader.take(step)
    return reader.words


class _Reader:
    """Writes down HTML as a reader would see it."""

    def __init__(self) -> None:
        self.written = ""
        self.lists: list[int | None] = []
        self.link, self.link_begins = "", 0
        self.is_at_bullet = False

    @property
    def words(self) -> str:
        lines = [line.rstrip() for line in self.written.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def take(self, step: Token) -> None:
        if not step.tag:
            self._say(step.words)
        elif step.is_end:
            self._end(step.tag)
        else:
            self._begin(step.tag, link=step.link)

    def _begin(self, tag: str, *, link: str) -> None:
        if tag in BLOCKS or tag in _LINES:
            self._break(tag)
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.written += self._bullet()
            self.is_at_bullet = True
        elif tag in _CELLS and not self.written.endswith("\n"):
            self.written += " | "
        elif tag == "a":
            self.link, self.link_begins = link, len(self.written)

    def _end(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        if tag == "a":
            self._end_link()
        elif tag in BLOCKS:
            self._break(tag)

    def _say(self, found: str) -> None:
        words = _SPACE.sub(" ", found)
        self.written += words.lstrip() if self.written.endswith(("\n", " ")) else words
        self.is_at_bullet = self.is_at_bullet and not words.strip()

    def _break(self, tag: str) -> None:
        """A new line, or a new paragraph outside lists; what a list item begins with stays beside its dash."""
        if self.is_at_bullet:
            return
        if tag not in _LINES and not self.lists:
            self.written += "\n\n"
        elif tag == "br" or not self.written.endswith("\n"):
            self.written += "\n"

    def _bullet(self) -> str:
        indent = "  " * (len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            return f"{indent}- "
        self.lists[-1] = number + 1
        return f"{indent}{number + 1}. "

    def _end_link(self) -> None:
        scheme, _, rest = self.link.partition(":")
        address = rest if scheme in ("mailto", "tel") else self.link
        words = self.written[self.link_begins :].strip()
        if scheme in ADDRESSES and _bare(address) not in _bare(words):
            self.written = self.written.rstrip(" ") + (f" ({address})" if words else address)
        self.link = ""


def _bare(address: str) -> str:
    return address.lower().removeprefix("https://").removeprefix("http://").rstrip("/")
