from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from challenges.publishing.domain.words import Heading, MeasureOfOffer
from challenges.publishing.models.challenge import PILLARS
from cms.blocks.fields import choice, line, number, tick, whole, words
from cms.blocks.outcomes import LOT_REFERENCE

HEADINGS = [
    (Heading.QUALITY.value, _("Quality")),
    (Heading.PRICE.value, _("Price")),
    (Heading.SOCIAL_VALUE.value, _("Social value")),
]
MEASURES = [
    (MeasureOfOffer.PRICE.value, _("The price offered")),
    (MeasureOfOffer.OUTCOME_VOLUME.value, _("How many results are offered")),
    (MeasureOfOffer.COST_PER_OUTCOME.value, _("The total paid per result")),
    (MeasureOfOffer.PLEDGED_VALUE.value, _("The value of the social-value commitments")),
    (MeasureOfOffer.PAYMENT_AT_RISK.value, _("The share of payment that depends on results")),
]
FORMULAS = [
    ("linear", _("On a scale between two figures you publish (recommended)")),
    ("steps", _("In steps you publish")),
    ("lowest_over_price", _("Compared with the lowest: lowest ÷ this bid")),
    ("percent_above_lowest", _("Compared with the lowest: less 1 for each per cent above it")),
    ("mean_narrow_average", _("Compared with the average of all bids")),
    ("share_of_highest", _("Compared with the highest: this bid ÷ highest")),
]
REFERENCE = _("For example “Q1”. Questions and the tie rule point here by it.")
PILLAR = _("Which part of the marks it belongs to.")
HEADING = _("The familiar heading for committee reports.")
WEIGHT = _("Out of 100. The weights of all criteria must add up to exactly 100.")
MINIMUM = _("A bid that scores lower is ruled out, whatever its total. Leave empty for none.")


class ScalePointBlock(blocks.StructBlock):
    score = number(_("Score"))
    label = line(_("In a word"), _("For example “Good”."))
    descriptor = words(_("What earns this score"), rows=2)

    class Meta:
        label = _("Score")
        label_format = "{score} {label}"


class StepBlock(blocks.StructBlock):
    from_ = number(_("From this figure up"))
    score = number(_("the score is"))

    class Meta:
        label = _("Step")


class JudgedBlock(blocks.StructBlock):
    """A criterion that evaluators score on a published scale."""

    reference = line(_("Short name"), REFERENCE)
    title = line(_("What is judged"))
    guidance = words(_("What a good answer shows"), _("Bidders and evaluators both read this."))
    pillar = choice(_("Part of the marks"), PILLARS, PILLAR)
    heading = choice(_("Heading"), HEADINGS, HEADING)
    weight = number(_("Weight"), WEIGHT)
    maximum = number(_("Highest score"), default=5)
    minimum = number(_("Lowest acceptable score"), MINIMUM)
    scale = blocks.ListBlock(
        ScalePointBlock(),
        label=_("Scale"),
        help_text=_("Every score an evaluator may give, and what earns it."),
        default=[],
        collapsed=True,
    )
    lot = line(_("Lot"), LOT_REFERENCE)

    class Meta:
        icon = "form"
        label = _("Judged by the panel")
        label_format = "{reference} {title} ({weight})"


class FormulaBlock(blocks.StructBlock):
    """A criterion worked out from a figure of the offer by a published formula."""

    reference = line(_("Short name"), REFERENCE)
    title = line(_("What is marked"))
    guidance = words(_("Explanation"), _("Say in words how the figure becomes marks."))
    pillar = choice(_("Part of the marks"), PILLARS, PILLAR)
    heading = choice(_("Heading"), HEADINGS, HEADING)
    weight = number(_("Weight"), WEIGHT)
    measure = choice(_("Figure of the offer"), MEASURES)
    outcome = line(_("Outcome"), _("The outcome's short name, where the figure is about one outcome."))
    kind = choice(_("How it becomes a score"), FORMULAS)
    worst = number(_("No marks at"), _("For a scale: the figure that earns nothing."))
    best = number(_("Full marks at"), _("For a scale: the figure that earns everything. May be lower than the other."))
    levels = blocks.ListBlock(
        StepBlock(), label=_("Steps"), help_text=_("For steps only, from the lowest figure up."), default=[]
    )
    maximum = number(_("Highest score"), default=100)
    minimum = number(_("Lowest acceptable score"), MINIMUM)
    lot = line(_("Lot"), LOT_REFERENCE)

    class Meta:
        icon = "order"
        label = _("Worked out by a formula")
        label_format = "{reference} {title} ({weight})"


class PassFailBlock(blocks.StructBlock):
    """A criterion that a bid passes or fails; it earns no marks."""

    reference = line(_("Short name"), REFERENCE)
    title = line(_("What must be met"))
    guidance = words(_("What passes"), _("Bidders and evaluators both read this."))
    lot = line(_("Lot"), LOT_REFERENCE)

    class Meta:
        icon = "check"
        label = _("Pass or fail")
        label_format = "{reference} {title}"


class QuestionBlock(blocks.StructBlock):
    """What a bidder is asked in words."""

    title = line(_("Question"))
    hint = words(_("Hint"), _("What helps a bidder to answer well."), rows=2)
    criterion = line(_("Marked under"), _("The criterion's short name. Leave empty if the answer earns no marks."))
    word_limit = whole(_("Words at most"))
    required = tick(_("Must be answered"), default=True)
    allows_files = tick(_("A file may be added"))
    lot = line(_("Lot"), LOT_REFERENCE)

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{criterion}: {title}"
