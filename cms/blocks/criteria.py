from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from challenges.publishing.domain.words import FormulaKind, Heading, MeasureOfOffer
from challenges.publishing.models.challenge import PILLARS
from challenges.publishing.selectors.formula_words import KIND_LABELS, MEASURE_WORDS
from cms.blocks.fields import choice, line, number, tick, whole, words
from cms.blocks.outcomes import lot_line

HEADINGS = [
    (Heading.QUALITY.value, _("Quality")),
    (Heading.PRICE.value, _("Price")),
    (Heading.SOCIAL_VALUE.value, _("Social value")),
]
MEASURES = [(measure.value, MEASURE_WORDS[measure].label) for measure in MeasureOfOffer]
FORMULAS = [(kind.value, KIND_LABELS[kind]) for kind in FormulaKind]
REFERENCE = _("For example “Q1”. Questions and the tie rule point here by it.")
PILLAR = _("Which part of the marks it belongs to.")
HEADING = _("The familiar heading for committee reports.")
WEIGHT = _("Out of 100. The weights of all criteria must add up to exactly 100.")
MINIMUM = _("A bid that scores lower is ruled out, whatever its total. Leave empty for none.")


def lowest_score():
    return number(_("Lowest acceptable score"), MINIMUM)


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


class CriterionBlock(blocks.StructBlock):
    """What every criterion says; how it is marked, its kinds add."""

    reference = line(_("Short name"), REFERENCE)
    title = line(_("What must be met"))
    guidance = words(_("What passes"), _("Bidders and evaluators both read this."))


class WeightedBlock(CriterionBlock):
    """A criterion that carries marks."""

    pillar = choice(_("Part of the marks"), PILLARS, PILLAR)
    heading = choice(_("Heading"), HEADINGS, HEADING)
    weight = number(_("Weight"), WEIGHT)


class JudgedBlock(WeightedBlock):
    """A criterion that evaluators score on a published scale."""

    title = line(_("What is judged"))
    guidance = words(_("What a good answer shows"), _("Bidders and evaluators both read this."))
    maximum = number(_("Highest score"), default=5)
    minimum = lowest_score()
    scale = blocks.ListBlock(
        ScalePointBlock(),
        label=_("Scale"),
        help_text=_("Every score an evaluator may give, and what earns it."),
        default=[],
        collapsed=True,
    )
    lot = lot_line()

    class Meta:
        icon = "form"
        label = _("Judged by the panel")
        label_format = "{reference} {title} ({weight})"


class FormulaBlock(WeightedBlock):
    """A criterion worked out from a figure of the offer by a published formula."""

    title = line(_("What is marked"))
    guidance = words(_("Explanation"), _("Say in words how the figure becomes marks."))
    measure = choice(_("Figure of the offer"), MEASURES)
    outcome = line(_("Outcome"), _("The outcome's short name, where the figure is about one outcome."))
    kind = choice(_("How it becomes a score"), FORMULAS)
    worst = number(_("No marks at"), _("For a scale: the figure that earns nothing."))
    best = number(_("Full marks at"), _("For a scale: the figure that earns everything. May be lower than the other."))
    levels = blocks.ListBlock(
        StepBlock(), label=_("Steps"), help_text=_("For steps only, from the lowest figure up."), default=[]
    )
    maximum = number(_("Highest score"), default=100)
    minimum = lowest_score()
    lot = lot_line()

    class Meta:
        icon = "order"
        label = _("Worked out by a formula")
        label_format = "{reference} {title} ({weight})"


class PassFailBlock(CriterionBlock):
    """A criterion that a bid passes or fails; it earns no marks."""

    lot = lot_line()

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
    lot = lot_line()

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{criterion}: {title}"
