"""The streams of a specification page: one typed list for each part."""

from django.utils.translation import gettext_lazy as _

from cms.blocks.conditions import ConditionBlock, MeasureBlock
from cms.blocks.criteria import FormulaBlock, JudgedBlock, PassFailBlock, QuestionBlock
from cms.blocks.fields import SteadyStreamField
from cms.blocks.outcomes import LotBlock, OutcomeBlock
from cms.blocks.terms import TermsBlock
from cms.blocks.timetable import DocumentBlock, StageBlock


def stream(blocks, label, help_text="", **options):
    return SteadyStreamField(
        blocks, blank=True, verbose_name=label, help_text=help_text, collapsed=options.pop("collapsed", True), **options
    )


def lots():
    return stream(
        [("lot", LotBlock())],
        _("lots"),
        _("Parts that are awarded separately. Leave empty if there is only one award."),
    )


def outcomes():
    return stream([("outcome", OutcomeBlock())], _("outcomes"), _("What must change, for whom. Not how."))


def criteria():
    return stream(
        [("judged", JudgedBlock()), ("formula", FormulaBlock()), ("pass_fail", PassFailBlock())],
        _("criteria"),
        _("How bids are judged. The weights add up to exactly 100."),
    )


def questions():
    return stream(
        [("question", QuestionBlock())], _("questions"), _("What bidders answer in words. Ask only what you will mark.")
    )


def conditions():
    return stream(
        [("condition", ConditionBlock())],
        _("conditions"),
        _("Duties that come with public money, written into the award."),
    )


def measures():
    return stream(
        [("measure", MeasureBlock())],
        _("social-value measures"),
        _("What bidders may commit to. The value of each is published and the same for everybody."),
    )


def terms():
    return stream([("terms", TermsBlock())], _("terms"), _("How and when you pay."), max_num=1, collapsed=False)


def stages():
    return stream(
        [("stage", StageBlock())],
        _("stages"),
        _("Most competitions have one. A prize may have several."),
        collapsed=False,
    )


def documents():
    return stream(
        [("document", DocumentBlock())],
        _("documents"),
        _("Files are copied when the page is published, so what you change later changes nothing for bidders."),
    )
