"""Who reads: the language of whoever sees this page, or of whom a letter is composed for."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from challenges.ground.domain.language import Text, text_in


def reader_language() -> str:
    """The language by which texts are keyed: `cy`, or `en` for `en-gb` and where no language is active."""
    return (get_language() or "en")[:2]


def for_reader(text: Text) -> str:
    """A text in the reader's language, or in English where the translation is missing."""
    return text_in(text, reader_language())


#: The same, in the language of whoever reads it in the end: a letter is composed once for each language.
for_reader_lazy = lazy(for_reader, str)
