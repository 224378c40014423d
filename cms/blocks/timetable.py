from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.fields import day, line, moment, tick, words


class StageBlock(blocks.StructBlock):
    """One round of submissions, evaluation and decision."""

    title = line(_("Title"), _("For example “Bids” or “First round”."))
    description = words(_("What happens in this stage"), rows=2)
    opens_at = moment(_("Opens"), _("UK time."))
    questions_close_at = moment(_("Last moment for questions"), _("Leave time to answer before bids close."))
    closes_at = moment(_("Closes"), _("A bid counts only if all of it has arrived before this moment."))
    decision_on = day(_("Decision expected on"))
    two_envelopes = tick(
        _("Price is opened separately"), _("The panel sees no price until it has agreed its scores."), default=True
    )

    class Meta:
        icon = "calendar"
        label = _("Stage")
        label_format = "{title}: {closes_at}"


class DocumentBlock(blocks.StructBlock):
    """A file that bidders read; its bytes are copied when the page is published."""

    title = line(_("Title"), _("What the file is, in words."))
    source = DocumentChooserBlock(label=_("File"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        label_format = "{title}"
