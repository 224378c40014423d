import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_ADDRESS = re.compile(r"(https?://[^\s<>\"'“”;]+[^\s<>\"'“”;.,:!?)\]])", re.IGNORECASE)
SHOWN = 200


@register.filter
def linked(words: str) -> SafeString:
    """The words of a notice, shortened, its web addresses as links: each whole, or left out."""
    shown, room = [], SHOWN
    for index, part in enumerate(_ADDRESS.split(words)):
        if room <= 0:
            shown.append("…")
            break
        is_address = index % 2 == 1
        cut = part if is_address or len(part) <= room else f"{part[:room]}…"
        shown.append(_link(part) if is_address else cut)
        room -= len(part)
        if cut != part:
            break
    return format_html_join("", "{}", ((part,) for part in shown))


def _link(address: str) -> SafeString:
    return format_html('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>', address)
