"""What a rehearsal found, in plain sentences for whoever writes the criteria."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bids.bidding.forms.pieces.shown import said
from bids.evaluation.domain.assurance.rehearsal_bids import RehearsalLine, RehearsedBids
from bids.evaluation.domain.scoring.scoring import Tie
from bids.evaluation.forms.rehearsal import bid_name, shown_figure
from challenges.ground.domain.money import half_up
from challenges.publishing.domain.formulas import MEASURES
from challenges.publishing.domain.words import MeasureOfOffer, Method
from challenges.publishing.selectors.formula_words import MEASURE_WORDS, ONE_MORE

WORTH_PLACES = 6


@dataclass(frozen=True, kw_only=True)
class RehearsalStanding:
    """One trial bid in the resulting order."""

    letter: str
    name: str
    place: int | None
    total: Decimal | None
    failed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LineOfMarks:
    """What one criterion gives each bid, in the resulting order; `None` for a bid that is ruled out."""

    title: str
    weight: Decimal
    cells: tuple[tuple[str, Decimal | None], ...]


@dataclass(frozen=True, kw_only=True)
class LineOfWorth:
    """What one more of a formula's figure changes in each bid's mark."""

    title: str
    one_more: str
    cells: tuple[tuple[str, str], ...]


def standings(shown: RehearsedBids, *, lines: Sequence[RehearsalLine]) -> tuple[RehearsalStanding, ...]:
    ranking, titles = shown.ranking, _titles(lines)
    return tuple(
        RehearsalStanding(
            letter=bid,
            name=bid_name(bid),
            place=ranking.places.get(bid),
            total=ranking.totals.get(bid),
            failed=tuple(titles[criterion] for criterion in ranking.disqualified.get(bid, ())),
        )
        for bid in [*ranking.order, *sorted(ranking.disqualified)]
    )


def lines_of_marks(shown: RehearsedBids, *, lines: Sequence[RehearsalLine]) -> tuple[LineOfMarks, ...]:
    order = [*shown.ranking.order, *sorted(shown.ranking.disqualified)]
    marks = shown.ranking.marks
    return tuple(
        LineOfMarks(
            title=said(line.title),
            weight=line.criterion.weight,
            cells=tuple((bid_name(bid), marks.get(bid, {}).get(line.criterion.id)) for bid in order),
        )
        for line in lines
        if _carries_marks(line)
    )


def lines_of_worth(shown: RehearsedBids, *, lines: Sequence[RehearsalLine]) -> tuple[LineOfWorth, ...]:
    return tuple(
        LineOfWorth(
            title=said(line.title),
            one_more=_one_more(line.measure),
            cells=tuple(
                (bid_name(bid), _signed(shown.findings.worth[line.criterion.id][bid])) for bid in shown.ranking.order
            ),
        )
        for line in lines
        if line.criterion.kind == Method.FORMULA and shown.ranking.order
    )


def _one_more(measure: str) -> str:
    return str(ONE_MORE[MEASURES[MeasureOfOffer(measure)].unit])


def _signed(worth: Decimal) -> str:
    """Marks to six places, with their sign; nought where nothing changes."""
    rounded = half_up(worth, WORTH_PLACES)
    if not rounded:
        return _("less than a millionth") if worth else pgettext("marks", "nothing")
    return f"{'+' if rounded > 0 else '−'}{shown_figure(abs(rounded))}"


def figure_hint(line: RehearsalLine) -> str:
    """What is entered for one criterion."""
    if line.measure:
        about = said(line.outcome) if line.outcome else ""
        words = str(MEASURE_WORDS[MeasureOfOffer(line.measure)].entered)
        return f"{words}: {about}" if about else words
    if line.criterion.kind == Method.PASS_FAIL:
        return _("Pass or fail")
    lowest = line.criterion.minimum
    score = _("A score up to %(most)s") % {"most": shown_figure(line.criterion.maximum)}
    return (
        _("%(score)s, ruled out below %(least)s") % {"score": score, "least": shown_figure(lowest)} if lowest else score
    )


def sentences(shown: RehearsedBids, *, lines: Sequence[RehearsalLine]) -> tuple[str, ...]:
    """Everything an author should look at, one sentence each; nothing where nothing was found."""
    return tuple(_found(shown, lines=lines))


def _found(shown: RehearsedBids, *, lines: Sequence[RehearsalLine]) -> Iterator[str]:
    titles, findings = _titles(lines), shown.findings
    for criterion in findings.excluding:
        yield _("“%(title)s” alone rules out every bid.") % {"title": titles[criterion]}
    if findings.nobody_left:
        yield _("Nobody is left: the lowest scores and what must be passed rule out every bid.")
        return
    for found in findings.reversals:
        yield _("%(ahead)s is ahead of %(behind)s. Without %(removed)s it would be behind: they change places.") % {
            "ahead": bid_name(found.ahead),
            "behind": bid_name(found.behind),
            "removed": bid_name(found.removed),
        }
    for tie in shown.ranking.ties:
        yield _tie_words(tie, shown=shown, titles=titles)
    dead = [said(line.title) for line in lines if _carries_marks(line) and line.criterion.id in findings.dead_criteria]
    if dead:
        yield _dead_words(dead)


def _carries_marks(line: RehearsalLine) -> bool:
    return line.criterion.kind != Method.PASS_FAIL


def _dead_words(titles: Sequence[str]) -> str:
    quoted = [f"“{title}”" for title in titles]
    if len(titles) == 1:
        words = _("Without %(titles)s the order would be the same: it decides nothing among these bids.")
        return words % {"titles": quoted[0]}
    words = _(
        "Without any one of these the order would be the same, so none decides alone among these bids: %(titles)s."
    )
    return words % {"titles": _listed(quoted)}


def _tie_words(tie: Tie, *, shown: RehearsedBids, titles: Mapping[str, str]) -> str:
    names = _listed([bid_name(bid) for bid in tie.bids])
    are_equal = len({shown.ranking.totals[bid] for bid in tie.bids}) == 1
    met = _("%(names)s have equal totals") if are_equal else _("%(names)s are so close that they count as equal")
    steps = [titles.get(step, _("the higher total")) for step in tie.by]
    if not steps:
        rest = _("the published rule does not part them.")
    elif tie.resolved:
        rest = _("the published rule parts them by %(steps)s.") % {"steps": _listed([f"“{step}”" for step in steps])}
    else:
        rest = _("the published rule parts some of them by %(steps)s, not all.") % {
            "steps": _listed([f"“{step}”" for step in steps])
        }
    return f"{met % {'names': names}}; {rest}"


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _titles(lines: Sequence[RehearsalLine]) -> dict[str, str]:
    return {line.criterion.id: said(line.title) for line in lines}
