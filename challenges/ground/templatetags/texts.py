from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from challenges.ground.domain.rich_text import cleaned
from challenges.ground.selectors.reader import for_reader
from challenges.ground.wording.kinds import said_of

register = template.Library()


@register.filter
def in_language(text: Mapping[str, str] | str | None) -> str:
    """A text keyed by language, in the reader's language (English where there is no translation)."""
    if not text:
        return ""
    return text if isinstance(text, str) else for_reader(text)


@register.filter
def rich(text: Mapping[str, str] | str | None) -> SafeString:
    """The same for an editor's rich text: cleaned again before it is shown, because stored text is not trusted."""
    return mark_safe(cleaned(in_language(text)))


@register.simple_tag
def by_kind(kind: str, said: str, **values: object) -> str:
    """What is said otherwise of a prize, from the table of such texts, its places filled."""
    return said_of(kind, said, **values)
