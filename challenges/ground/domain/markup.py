"""HTML as a tree to read words from.

It is cleaned before it is parsed, so that no script or style is read as words, and that whatever was left open or
nested wrongly has been closed where a browser would close it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import nh3
from bs4 import BeautifulSoup, Tag

#: No text of a procurement has as many tags. Parsing takes the square of the time when they are nested, so one that
#: has them is taken for words, tags and all.
MOST_TAGS = 10_000


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a reader comes to next: the beginning or the end of a tag, or words, which have no tag."""

    tag: str = ""
    is_end: bool = False
    link: str = ""
    words: str = ""


def bounded(html: str) -> str:
    """The same HTML, or its tags as words where there are too many to be anybody's text."""
    return escape(html, quote=False) if html.count("<") > MOST_TAGS else html


def steps_through(html: str, *, tags: set[str], addresses: set[str]) -> Iterator[Token]:
    """The tags among `tags` and all the words, in reading order; every beginning has its end."""
    clean = nh3.clean(bounded(html), tags=tags, attributes={"a": {"href"}}, url_schemes=addresses)
    tree = BeautifulSoup(clean, "html.parser")
    opened: list[Tag] = [tree]
    for node in tree.descendants:
        while node.parent is not opened[-1]:
            yield Token(tag=opened.pop().name, is_end=True)
        if isinstance(node, Tag):
            opened.append(node)
            yield Token(tag=node.name, link=str(node.get("href", "")))
        else:
            yield Token(words=str(node))
    for tag in reversed(opened[1:]):
        yield Token(tag=tag.name, is_end=True)
