"""An evaluator's work: their panels, what there is to declare and to mark, one page for each mark.

Nothing here holds a price, a total or another evaluator's score.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from bids.bidding.models import Bid, OpenedFile
from bids.bidding.selectors.scopes import sealed_after_opening
from bids.evaluation.domain.acts import Declared
from bids.evaluation.domain.scoring.scales import scale_of
from bids.evaluation.models import Assessment, Panel
from bids.evaluation.rules import Seat, seats_of
from bids.evaluation.selectors.conflicts import Conflicts, conflicts_of, declared_by
from bids.evaluation.selectors.opened_parts import ReadAnswer, Words, words_readable_by
from bids.evaluation.selectors.panels import judged_criteria
from bids.evaluation.selectors.scopes import (
    assessments_visible_to,
    bids_opened_for_panel,
    bids_opened_for_seats,
    bids_readable_by,
    files_readable_by,
    own_assessments_on_any_panel,
    panels_visible_to,
)
from challenges.ground.domain.language import Text
from challenges.ground.rules import Viewer
from challenges.publishing.domain.specification import CriterionSpec, ScalePoint, Specification
from challenges.publishing.domain.words import EnvelopeKind, Pillar
from challenges.publishing.models import Challenge, Criterion, Question
from challenges.publishing.selectors.versions import current_specification

GIVEN = frozenset({"submitted", "locked"})


@dataclass(frozen=True, kw_only=True)
class PanelCard:
    """One panel on a person's list: what it is about, their role, and what they still owe."""

    panel: Panel
    role: str
    is_opened: bool
    to_declare: int
    given: int
    to_give: int


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What a member has said about one bidder so far; `has_conflict` is None before they have."""

    bidder_id: UUID
    name: str
    has_conflict: bool | None = None
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One mark to give: where it stands for this evaluator."""

    bid: Bid
    criterion: Criterion
    name: str
    state: str = ""
    score: Any = None
    is_unreadable: bool = False

    @property
    def is_given(self) -> bool:
        return self.state in GIVEN


@dataclass(frozen=True, kw_only=True)
class Group:
    """Marks to give under one heading: one criterion across bids, or one bid across criteria."""

    title: Any
    cells: tuple[Cell, ...]

    @property
    def given(self) -> int:
        return sum(cell.is_given for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class AssessmentList:
    cells: tuple[Cell, ...]
    to_declare: int
    recused: tuple[str, ...]

    @property
    def given(self) -> int:
        return sum(cell.is_given for cell in self.cells)

    @property
    def drafts(self) -> int:
        return sum(cell.state == "draft" for cell in self.cells)

    @property
    def by_criterion(self) -> list[Group]:
        return _grouped(self.cells, key=lambda cell: cell.criterion.pk, title=lambda cell: cell.criterion.title)

    @property
    def by_bid(self) -> list[Group]:
        ordered = sorted(self.cells, key=lambda cell: (cell.name, str(cell.bid.pk)))
        return _grouped(ordered, key=lambda cell: cell.bid.pk, title=lambda cell: cell.name)

    def after(self, bid_id: UUID, criterion_id: UUID) -> Cell | None:
        """The next assessment not given yet: later under the same criterion first, then under the others."""
        places = [(cell.bid.pk, cell.criterion.pk) for cell in self.cells]
        start = places.index((bid_id, criterion_id)) + 1 if (bid_id, criterion_id) in places else 0
        round_trip = [*self.cells[start:], *self.cells[:start]]
        return next(
            (
                cell
                for cell in round_trip
                if not cell.is_given
                and not cell.is_unreadable
                and (cell.bid.pk, cell.criterion.pk) != (bid_id, criterion_id)
            ),
            None,
        )

    @property
    def next(self) -> Cell | None:
        return next((cell for cell in self.cells if not cell.is_given and not cell.is_unreadable), None)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One question with the bidder's answer and files."""

    question: Question
    text: str
    files: tuple[OpenedFile, ...]


@dataclass(frozen=True, kw_only=True)
class Promised:
    """How the bidder will keep one commitment, in words, under the title of its measure."""

    title: Text
    statement: str


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """What a bid says under one criterion, and what was published about that criterion."""

    bid: Bid
    criterion: Criterion
    published: CriterionSpec
    scale: tuple[ScalePoint, ...]
    answers: tuple[Answered, ...]
    statements: tuple[Promised, ...]
    is_unreadable: bool


def panel_cards(viewer: Viewer) -> list[PanelCard]:
    """The viewer's panels, newest closing first. Four queries at any number of panels, bids and marks."""
    panels = panels_visible_to(viewer).filter(pk__in=list(seats_of(viewer)))
    panels = list(panels.select_related("stage__challenge__authority", "lot").order_by("-stage__closes_at"))
    opened: dict[Any, list[UUID]] = {}
    for stage, lot, bidder in bids_opened_for_seats(viewer).values_list("stage", "lot", "bidder"):
        opened.setdefault((stage, lot), []).append(bidder)
    conflicts = conflicts_of([seat.member_id for seat in seats_of(viewer).values()])
    given: dict[UUID, int] = {}
    for member in own_assessments_on_any_panel(viewer).filter(state__in=GIVEN).values_list("member", flat=True):
        given[member] = given.get(member, 0) + 1
    return [_card(panel, seats_of(viewer)[panel.pk], opened, conflicts, given) for panel in panels]


def _card(
    panel: Panel,
    seat: Seat,
    opened: Mapping[Any, list[UUID]],
    conflicts: Conflicts,
    given: Mapping[UUID, int],
) -> PanelCard:
    bidders = opened.get((panel.stage_id, panel.lot_id), [])
    readable = [bidder for bidder in bidders if conflicts.has_no_conflict(seat.member_id, bidder)]
    return PanelCard(
        panel=panel,
        role=seat.role,
        is_opened=bool(bidders),
        to_declare=sum(not conflicts.has_declared(seat.member_id, bidder) for bidder in bidders),
        given=given.get(seat.member_id, 0),
        to_give=len(readable) * len(seat.criteria),
    )


def declarations_to_make(viewer: Viewer, panel: Panel) -> list[Declaration]:
    """Every bidder of the opened stage by name, with what this member has declared so far."""
    declared = declared_by(seats_of(viewer)[panel.pk].member_id)
    bids = bids_opened_for_panel(viewer, panel).select_related("bidder").order_by("bidder__name", "pk")
    return [_declaration(bid, declared.get(bid.bidder_id)) for bid in bids]


def _declaration(bid: Bid, said: Declared | None) -> Declaration:
    if said is None:
        return Declaration(bidder_id=bid.bidder_id, name=bid.bidder.name)
    return Declaration(
        bidder_id=bid.bidder_id, name=bid.bidder.name, has_conflict=said.has_conflict, details=said.details
    )


def assessment_list(viewer: Viewer, panel: Panel) -> AssessmentList:
    """All assessments this member has to give, by criterion, then by bidder. Six queries at any number of them."""
    seat = seats_of(viewer)[panel.pk]
    declarations = declarations_to_make(viewer, panel)
    criteria = [criterion for criterion in judged_criteria(panel) if criterion.pk in seat.criteria]
    bids = list(bids_readable_by(viewer, panel).select_related("bidder").order_by("bidder__name", "pk"))
    unreadable = _unreadable(viewer, panel)
    own = assessments_visible_to(viewer, panel).filter(member=seat.member_id).exclude(state="void")
    assessments = {
        (assessment.bid_id, assessment.criterion_id): assessment for assessment in own.defer("reasons", "citations")
    }
    return AssessmentList(
        cells=tuple(
            _cell(bid, criterion, assessments.get((bid.pk, criterion.pk)), is_unreadable=bid.pk in unreadable)
            for criterion in criteria
            for bid in bids
        ),
        to_declare=sum(one.has_conflict is None for one in declarations),
        recused=tuple(one.name for one in declarations if one.has_conflict),
    )


def _unreadable(viewer: Viewer, panel: Panel) -> set[UUID]:
    bids = sealed_after_opening(bids_opened_for_panel(viewer, panel), EnvelopeKind.QUALITY.value)
    return set(bids.values_list("pk", flat=True))


def _cell(bid: Bid, criterion: Criterion, assessment: Assessment | None, *, is_unreadable: bool) -> Cell:
    return Cell(
        bid=bid,
        criterion=criterion,
        name=bid.bidder.name,
        state=assessment.state if assessment else "",
        score=assessment.score if assessment else None,
        is_unreadable=is_unreadable,
    )


def _grouped(cells: Iterable[Cell], *, key: Any, title: Any) -> list[Group]:
    groups = []
    for _key, members in groupby(cells, key=key):
        found = tuple(members)
        groups.append(Group(title=title(found[0]), cells=found))
    return groups


def excerpt_of(viewer: Viewer, panel: Panel, *, bid_id: UUID, criterion_id: UUID) -> Excerpt | None:
    """One bid under one criterion for a member who may read it; else None."""
    bid = bids_readable_by(viewer, panel).select_related("bidder").filter(pk=bid_id).first()
    criterion = judged_criteria(panel).filter(pk=criterion_id).first()
    if bid is None or criterion is None:
        return None
    return excerpts_of(viewer, panel, bid=bid, criteria=[criterion])[0]


def excerpts_of(viewer: Viewer, panel: Panel, *, bid: Bid, criteria: Sequence[Criterion]) -> list[Excerpt]:
    """A readable bid under each of these criteria. Six queries at any number of criteria."""
    _version, specification = current_specification(panel.stage.challenge)
    published = {one.id: one for one in specification.criteria}
    words = words_readable_by(viewer, panel, bid=bid).get(bid.pk, Words())
    files = list(files_readable_by(viewer, panel).filter(bid=bid).select_related("stored_file", "question"))
    statements = _promised(words, specification, panel.stage.challenge)
    is_unreadable = bid.pk in _unreadable(viewer, panel)
    return [
        Excerpt(
            bid=bid,
            criterion=criterion,
            published=published[criterion.block_id],
            scale=scale_of(published[criterion.block_id]),
            answers=_answered(criterion, words.answers, files),
            statements=statements if criterion.pillar == Pillar.SOCIAL_VALUE.value else (),
            is_unreadable=is_unreadable,
        )
        for criterion in criteria
    ]


def _promised(words: Words, specification: Specification, challenge: Challenge) -> tuple[Promised, ...]:
    titles = {measure.id: measure.title for measure in specification.measures}
    if any(said.measure not in titles for said in words.statements):
        # Dropped by an amendment after the bid was sent: what was promised for it is read all the same.
        titles |= dict(challenge.measures.values_list("block_id", "title"))
    return tuple(Promised(title=titles[said.measure], statement=said.statement) for said in words.statements)


def _answered(criterion: Criterion, answers: Sequence[ReadAnswer], files: Sequence[OpenedFile]) -> tuple[Answered, ...]:
    texts = {answer.question: answer.text for answer in answers if answer.question.criterion_id == criterion.pk}
    given: dict[Question, list[OpenedFile]] = {question: [] for question in texts}
    for file in files:
        if file.question.criterion_id == criterion.pk:
            given.setdefault(file.question, []).append(file)
    asked = sorted(given, key=lambda question: question.position)
    return tuple(
        Answered(question=question, text=texts.get(question, ""), files=tuple(given[question])) for question in asked
    )


def own_assessment(viewer: Viewer, panel: Panel, *, bid_id: UUID, criterion_id: UUID) -> Assessment | None:
    """This member's standing assessment for one bid and criterion."""
    own = assessments_visible_to(viewer, panel).filter(member=seats_of(viewer)[panel.pk].member_id)
    return own.filter(bid=bid_id, criterion=criterion_id).exclude(state="void").first()
