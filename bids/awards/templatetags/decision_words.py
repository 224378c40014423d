"""Words for the figures of a decision, for letters and screens."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from bids.awards.domain.summary import SummaryLine
from challenges.ground.templatetags.texts import in_language
from challenges.publishing.domain.words import Method
from challenges.publishing.selectors.formula_words import measured_words
from challenges.publishing.selectors.presentation import pillar_names

register = template.Library()


@register.filter
def plain_number(number: str | Decimal | None) -> str:
    """A number without trailing zeros: 3.5000 is 3.5."""
    if number in (None, ""):
        return ""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def score_words(score: str | Decimal | None, method: str) -> str:
    """A score as people say it: passed or failed where nothing more is asked, else the number."""
    if method == Method.PASS_FAIL.value:
        return _("Pass") if score else _("Fail")
    return plain_number(score)


@register.filter
def marks(number: Decimal) -> str:
    """Marks as they are rounded and added, always with two places: 37.4 is 37.40."""
    return f"{number:.2f}"


@register.filter
def pillar_name(pillar: str) -> str:
    return pillar_names().get(pillar, pillar)


@register.filter
def scale_label(line: SummaryLine) -> str:
    """What the score is called on the published scale."""
    labels = {step.score: step.label for step in line.scale}
    return in_language(labels.get(line.score, {}))


@register.filter
def formula_words(line: SummaryLine) -> str:
    """The measure a formula scored, in a bidder's words."""
    if not line.formula.defined:
        return _("Could not be worked out from this bid, so it counts as the worst published value")
    return measured_words(line.formula.measure, line.score)
