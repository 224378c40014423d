from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from challenges.ground.domain.rich_text import cleaned
from challenges.ground.domain.words import ChallengeKind
from challenges.ground.selectors.reader import for_reader

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
def by_kind(kind: str, bid: str, entry: str) -> str:
    """The same said of either kind: what takes part in a prize is called an entry, elsewhere a bid."""
    return entry if kind == ChallengeKind.CHALLENGE_PRIZE.value else bid
