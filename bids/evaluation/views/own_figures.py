"""What each published formula makes of a bidder's own draft, in words."""

from django.utils.translation import gettext as _

from bids.bidding.domain.measures import OfferToScore
from bids.bidding.forms.pieces.shown import plain_figure, said
from bids.bidding.vault.own_reading import OwnDraft
from bids.bidding.views.bid_reading import ShownFigure
from bids.evaluation.domain.scoring.own_figures import OwnFigure, own_figures
from challenges.publishing.selectors.formula_words import measured_words
from challenges.publishing.selectors.presentation import worked_out


def figures_of_draft(draft: OwnDraft) -> tuple[ShownFigure, ...]:
    """Each figure that earns marks by formula, as the offer stands."""
    statements = {statement.measure: statement.statement for statement in draft.whole.quality.statements}
    part = draft.whole.commercial
    found = own_figures(
        draft.specification,
        OfferToScore(bid=part.bid, part=part, statements=statements),
        lot=draft.lot,
        faults=draft.whole.faults,
    )
    return tuple(
        ShownFigure(
            title=said(figure.criterion.title),
            words=_figure_words(figure),
            earns=_earns(figure),
            worked_out=worked_out(figure.criterion, draft.specification),
        )
        for figure in found
    )


def _figure_words(figure: OwnFigure) -> str:
    if not figure.is_known:
        return _("Your figure cannot be worked out yet. Fill in the pages it rests on.")
    if figure.value is None:
        return _("Your figure cannot be worked out from this offer, so it counts as the worst published value.")
    return measured_words(figure.formula.measure, figure.value)


def _earns(figure: OwnFigure) -> str:
    weight = plain_figure(figure.criterion.weight)
    if figure.is_relative:
        return _(
            "It is compared with the other bids, so nobody can know before they are opened how many of %(weight)s "
            "marks it earns."
        ) % {"weight": weight}
    if figure.mark is None:
        return _("It can earn %(weight)s marks.") % {"weight": weight}
    if figure.is_ruled_out:
        return _("This is below what every bid must reach: a bid with this figure is ruled out.")
    earned = _("As your offer stands it would earn %(mark)s of %(weight)s marks.")
    return earned % {"mark": f"{figure.mark:.2f}", "weight": weight}
