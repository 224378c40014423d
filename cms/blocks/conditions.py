from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from challenges.publishing.domain.words import ConditionKind
from cms.blocks.fields import choice, line, number, tick, whole, words

KINDS = [
    (ConditionKind.ACCESS.value, _("Access: fair price and availability for everyone")),
    (ConditionKind.DIRECTIONALITY.value, _("Direction: towards a public goal, such as net zero")),
    (ConditionKind.PROFIT_SHARING.value, _("Profit sharing: the public shares in success")),
    (ConditionKind.REINVESTMENT.value, _("Reinvestment: profits go back into useful work")),
]


class ConditionBlock(blocks.StructBlock):
    """A duty that comes with the public money and is written into the award."""

    kind = choice(_("Kind"), KINDS)
    title = line(_("Title"))
    obligation = words(_("What the supplier must do"))
    evidence = words(_("How it is shown"), rows=2)
    due = line(_("By when"))
    consequence = words(_("What follows if it is not kept"), rows=2)
    required = tick(
        _("Must be accepted"),
        _("A bid that does not accept it is ruled out. Untick to let it earn marks."),
        default=True,
    )

    class Meta:
        icon = "lock"
        label = _("Condition")
        label_format = "{title}"


class MeasureBlock(blocks.StructBlock):
    """Something bidders may commit to, with a value that is the same for everybody."""

    code = line(_("Code"), _("Unlike any other on this page."))
    title = line(_("What may be committed"))
    unit = line(_("Counted in"), _("For example “hours” or “person years”."))
    unit_value = number(_("Value of one in pounds"))
    maximum = number(_("Counted at most"), _("More than this adds no value. Leave empty for no limit."))
    countable_years = whole(_("Years counted at most"))

    class Meta:
        icon = "group"
        label = _("Social-value measure")
        label_format = "{code} {title}"
