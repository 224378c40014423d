"""A text keyed by language: `{"en": "…", "cy": "…"}`."""

from collections.abc import Mapping

type Text = Mapping[str, str]


def text_in(text: Text, language: str) -> str:
    """The words in that language, or in English where the translation is missing or empty."""
    return text.get(language) or text.get("en", "")
