"""A draft as the list of what is to be done, and its pieces by their titles."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bids.bidding.domain.asked import PieceKind, piece_key
from bids.bidding.domain.boxes import Fault
from bids.bidding.domain.draft import cautions_of, word_count
from bids.bidding.domain.progress import Progress, optional_pieces, progress_of
from bids.bidding.forms.wording import named_fault_words
from bids.bidding.services.own_reading import OwnDraft
from challenges.ground.domain.language import Text, text_in
from challenges.publishing.domain.specification import QuestionSpec

PIECE_PAGES = {
    PieceKind.ANSWER: "bid_question",
    PieceKind.OUTCOME: "bid_outcome",
    PieceKind.PLEDGE: "bid_pledge",
    PieceKind.MONEY: "bid_money",
    PieceKind.CONDITIONS: "bid_conditions",
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """One piece in the list of what is to be done."""

    key: str
    title: str
    url: str
    state: Progress
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskGroup:
    """Pieces that belong together."""

    title: str
    intro: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class ShownFault:
    """What is to be put right, with the page and box where that is done."""

    words: str
    title: str
    url: str


def said(text: Text) -> str:
    """A text of the specification in the reader's language."""
    return text_in(text, (get_language() or "en")[:2])


def piece_url(bid_id: UUID, key: str) -> str:
    kind, _colon, item = key.partition(":")
    return reverse(PIECE_PAGES[PieceKind(kind)], args=[bid_id, item] if item else [bid_id])


def titles_of(draft: OwnDraft) -> dict[str, str]:
    """Every piece's title, in the order a bidder meets them."""
    asked = draft.asked
    titles = {piece_key(PieceKind.ANSWER, q.id): said(q.title) for q in asked.questions}
    titles |= {piece_key(PieceKind.OUTCOME, outcome.id): said(outcome.title) for outcome in asked.outcomes}
    titles |= {piece_key(PieceKind.MONEY): money_title(draft)} if asked.money.anything else {}
    titles |= {piece_key(PieceKind.PLEDGE, measure.id): said(measure.title) for measure in asked.measures}
    titles |= {piece_key(PieceKind.CONDITIONS): _("Conditions you accept")} if asked.conditions else {}
    return titles


def money_title(draft: OwnDraft) -> str:
    money = draft.asked.money
    if money.costs:
        return _("Costs and money")
    return _("Your price") if money.price else _("Your fee")


def task_groups(draft: OwnDraft, *, bid_id: UUID) -> tuple[TaskGroup, ...]:
    """The list of what is to be done, group by group; groups without a piece are left out."""
    tasks = _tasks(draft, bid_id=bid_id)
    wanted = (
        (PieceKind.ANSWER, _("Your answers"), _("Read and scored by the panel.")),
        (PieceKind.OUTCOME, _("What you promise to achieve"), _promise_words(draft)),
        (PieceKind.MONEY, _("Money"), _("What it costs you and what you ask for.")),
        (PieceKind.PLEDGE, _("Social value"), _("Commitments beyond the results themselves. Make those you can keep.")),
        (PieceKind.CONDITIONS, _("Conditions"), _("Duties that go with the public money.")),
    )
    groups = []
    for kind, title, intro in wanted:
        members = tuple(task for task in tasks if task.key.partition(":")[0] == kind.value)
        if members:
            groups.append(TaskGroup(title=title, intro=intro, tasks=members))
    return tuple(groups)


def _promise_words(draft: OwnDraft) -> str:
    if any(outcome.price_is_offered for outcome in draft.asked.outcomes):
        return _("How many you take on, how many of them succeed, and your price for one.")
    if any(outcome.price is not None for outcome in draft.asked.outcomes):
        return _("How many you take on, and how many of them succeed. The price of a result is published.")
    return _("How many you take on, and how many of them succeed.")


def _tasks(draft: OwnDraft, *, bid_id: UUID) -> list[Task]:
    optional = optional_pieces(draft.asked, draft.whole)
    questions = {piece_key(PieceKind.ANSWER, question.id): question for question in draft.asked.questions}
    return [
        Task(
            key=key,
            title=title,
            url=piece_url(bid_id, key),
            state=progress_of(draft.whole, piece=key, is_optional=key in optional),
            hint=_answer_hint(draft, question=questions[key], key=key) if key in questions else "",
        )
        for key, title in titles_of(draft).items()
    ]


def _answer_hint(draft: OwnDraft, *, question: QuestionSpec, key: str) -> str:
    saved = draft.pieces.get(key)
    words = word_count(str(saved.typed.get("text", ""))) if saved else 0
    parts = []
    if question.word_limit:
        counts = {"words": f"{words:,}", "limit": f"{question.word_limit:,}"}
        told = _("%(words)s of at most %(limit)s words") if words else _("At most %(limit)s words")
        parts.append(told % counts)
    files = sum(file.question == question.id for file in draft.files)
    if files:
        parts.append(ngettext("%(n)d file", "%(n)d files", files) % {"n": files})
    return ", ".join(parts)


def shown_faults(draft: OwnDraft, *, bid_id: UUID) -> tuple[ShownFault, ...]:
    """Everything that still has to be put right, each with a link to its page."""
    return _shown(draft, draft.whole.faults, bid_id=bid_id)


def shown_cautions(draft: OwnDraft, *, bid_id: UUID) -> tuple[ShownFault, ...]:
    """What may be sent as it is and looks like a slip, each with a link to its page."""
    return _shown(draft, cautions_of(draft.whole.commercial), bid_id=bid_id)


def _shown(draft: OwnDraft, faults: Iterable[Fault], *, bid_id: UUID) -> tuple[ShownFault, ...]:
    titles = titles_of(draft)
    return tuple(
        ShownFault(
            words=named_fault_words(fault),
            title=titles[fault.piece],
            url=f"{piece_url(bid_id, fault.piece)}?check=1#id_{fault.box}"
            if fault.box
            else piece_url(bid_id, fault.piece),
        )
        for fault in faults
    )


def next_piece(draft: OwnDraft, key: str) -> str:
    """The piece after this one, or nothing after the last."""
    keys = list(titles_of(draft))
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else ""
