"""A procedure's task list in words, and the page where each of its steps is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from bids.evaluation.selectors.openings import OpeningState
from challenges.ground.wording.kind_words import KindWords
from challenges.ground.wording.kinds import SAID, text_of
from challenges.publishing.models import Challenge
from portal.workspace.selectors.procedure import Awaited, ChapterName, ProcedureOverview, ProcedureStep, StepName

type Said = Promise | KindWords


@dataclass(frozen=True, kw_only=True)
class StepLine:
    title: str
    state: str
    url: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class ChapterLine:
    title: str
    steps: tuple[StepLine, ...]


CHAPTERS: Mapping[ChapterName, Said] = {
    ChapterName.BEFORE: SAID["before"],
    ChapterName.OFFERS: SAID["offers"],
    ChapterName.EVALUATION: gettext_lazy("Evaluation"),
    ChapterName.DECISION: gettext_lazy("Decision"),
}
TITLES: Mapping[StepName, Said] = {
    StepName.NOTICE: gettext_lazy("Notice and publication"),
    StepName.INTERESTS: gettext_lazy("Your declaration of interests"),
    StepName.QUESTIONS: gettext_lazy("Questions from the market"),
    StepName.PANEL: gettext_lazy("Who evaluates"),
    StepName.REHEARSAL: gettext_lazy("Rehearse the scoring"),
    StepName.TERMS: gettext_lazy("Try the terms"),
    StepName.OPENING: SAID["open"],
    StepName.CONFLICTS: gettext_lazy("Conflicts of interest"),
    StepName.SCORES: gettext_lazy("Individual scores"),
    StepName.AGREED_SCORES: gettext_lazy("Agreed scores"),
    StepName.PART_2: gettext_lazy("Open part 2 (prices and offers)"),
    StepName.RANKING: gettext_lazy("Ranking and recommendation"),
    StepName.AWARD: gettext_lazy("Award, letters and publication"),
}
PAGES: Mapping[StepName, str] = {
    StepName.NOTICE: "manage_notice",
    StepName.INTERESTS: "manage_interests",
    StepName.QUESTIONS: "manage_questions",
    StepName.PANEL: "manage_panel",
    StepName.REHEARSAL: "manage_rehearsal",
    StepName.TERMS: "manage_terms",
    StepName.OPENING: "manage_opening",
    StepName.CONFLICTS: "manage_panel",
    StepName.SCORES: "manage_panel",
    StepName.AGREED_SCORES: "manage_panel",
    StepName.PART_2: "manage_opening",
    StepName.RANKING: "manage_decisions",
    StepName.AWARD: "manage_decisions",
}
#: Said of a step whatever its state.
HINTS: Mapping[StepName, Said] = {
    StepName.INTERESTS: gettext_lazy("Everyone who can influence the decision declares, from before the notice on."),
    StepName.PANEL: SAID["panel_first"],
    StepName.REHEARSAL: SAID["invented"],
    StepName.TERMS: gettext_lazy("With one invented offer."),
    StepName.PART_2: gettext_lazy("Only after the scores are locked."),
}
#: Said where there is something to count.
COUNTS: Mapping[StepName, Promise] = {
    StepName.QUESTIONS: ngettext_lazy("%(n)d question waits", "%(n)d questions wait", "n"),
    StepName.CONFLICTS: gettext_lazy("%(n)d of %(total)d have declared"),
    StepName.SCORES: gettext_lazy("%(n)d of %(total)d given"),
}
#: Said of an opening by how far it has come.
OPENINGS: Mapping[OpeningState, Promise] = {
    OpeningState.ASKED: gettext_lazy("One person has asked. A second one confirms."),
    OpeningState.CONFIRMED: gettext_lazy("Confirmed, but not finished."),
}
AWAITED: Mapping[Awaited, Said] = {
    Awaited.LIST: SAID["list_awaited"],
    Awaited.ANSWERS: gettext_lazy("answers to questions asked in time"),
    Awaited.LATE_ADMISSION: gettext_lazy("a decision on late admission"),
    Awaited.PANEL: gettext_lazy("the panel"),
}


def chapters_in_words(procedure: ProcedureOverview) -> tuple[ChapterLine, ...]:
    challenge = procedure.challenge
    return tuple(
        ChapterLine(
            title=_said(CHAPTERS[chapter.name], challenge.kind),
            steps=tuple(_line(step, challenge) for step in chapter.steps),
        )
        for chapter in procedure.chapters
    )


def _said(words: Said, kind: str) -> str:
    return text_of(words, kind) if isinstance(words, KindWords) else str(words)


def _line(step: ProcedureStep, challenge: Challenge) -> StepLine:
    title = _said(TITLES[step.task], challenge.kind)
    return StepLine(
        title=_("%(step)s: %(part)s") % {"step": title, "part": step.part} if step.part else title,
        state=step.state.value,
        url=reverse(PAGES[step.task], args=[challenge.ocid]),
        hint=_hint(step, challenge.kind),
    )


def _hint(step: ProcedureStep, kind: str) -> str:
    if step.awaits:
        return _("Waits for %(what)s.") % {"what": ", ".join(_said(AWAITED[one], kind) for one in step.awaits)}
    if step.opening and step.opening in OPENINGS:
        return str(OPENINGS[step.opening])
    if step.n is not None:
        return str(COUNTS[step.task] % {"n": step.n, "total": step.total})
    return _said(HINTS[step.task], kind) if step.task in HINTS else ""
