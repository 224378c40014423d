"""A whole procedure as its authority's people see it: what is done, what comes next, what waits for what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.awards.models import Award
from bids.awards.selectors.scopes import awards_managed_by, recommendations_visible_to
from bids.bidding.selectors.scopes import bids_counted_for_prize
from bids.evaluation.selectors.openings import StageOpening, openings_of
from bids.evaluation.selectors.panels import PanelOverview, overview_of, panels_of, places_for_panels
from bids.evaluation.selectors.scopes import rankings_visible_to
from bids.evaluation.selectors.trials import bids_have_closed
from challenges.ground.domain.words import ChallengeKind
from challenges.ground.rules import OVERSEERS, Viewer
from challenges.publishing.domain.phases import Acts, Phase, phase_of
from challenges.publishing.domain.words import Route
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import interests_visible_to


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing in a procedure: `state` is one of the task list's."""

    title: str
    state: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Prospects:
    """How many bids of a prize or grant are begun and sent, while it is open; of other routes nobody is told."""

    started: int
    sent: int


@dataclass(frozen=True, kw_only=True)
class Procedure:
    challenge: Challenge
    chapters: tuple[Chapter, ...]
    phase: Phase | None
    openings: tuple[StageOpening, ...]
    prospects: Prospects | None
    is_overseer: bool

    @property
    def stage(self) -> StageOpening | None:
        """The stage that matters now: the first that is not open yet to the panel, else the last."""
        waiting = [one for one in self.openings if one.quality.state != "open"]
        return (waiting or list(self.openings)[-1:] or [None])[0]


def procedure_of(viewer: Viewer, challenge: Challenge, *, at: datetime) -> Procedure:
    """The task list of one procedure, in the order things happen."""
    is_overseer = viewer.holds(challenge.authority_id, *OVERSEERS)
    openings = tuple(openings_of(viewer, challenge, at=at)) if is_overseer else ()
    panels = [overview_of(viewer, panel, at=at) for panel in panels_of(viewer, challenge)] if is_overseer else []
    awards = list(awards_managed_by(viewer).filter(panel__stage__challenge=challenge))
    chapters = [
        Chapter(
            title=_("Before entries") if _is_prize(challenge) else _("Before bids"),
            steps=tuple(_preparation(viewer, challenge, panels, at=at)),
        )
    ]
    if is_overseer:
        chapters += [
            Chapter(title=_("Entries") if _is_prize(challenge) else _("Bids"), steps=tuple(_bids(challenge, openings))),
            Chapter(title=_("Evaluation"), steps=tuple(_evaluation(challenge, openings, panels))),
        ]
    chapters.append(Chapter(title=_("Decision"), steps=tuple(_decision(viewer, challenge, openings, panels, awards))))
    return Procedure(
        challenge=challenge,
        chapters=tuple(chapters),
        phase=_phase(openings, panels, awards, at=at),
        openings=openings,
        prospects=_prospects(viewer, challenge),
        is_overseer=is_overseer,
    )


def _is_prize(challenge: Challenge) -> bool:
    """What takes part in a prize is called an entry, elsewhere a bid."""
    return challenge.kind == ChallengeKind.CHALLENGE_PRIZE.value


def _preparation(viewer: Viewer, challenge: Challenge, panels: list[PanelOverview], *, at: datetime) -> Iterable[Step]:
    yield Step(
        title=_("Notice and publication"),
        state="done" if challenge.public_from and challenge.public_from <= at else "todo",
        url=_address("manage_notice", challenge),
    )
    if not viewer.holds(challenge.authority_id, *OVERSEERS):
        return
    own = interests_visible_to(viewer).filter(challenge=challenge, person=viewer.person_id)
    yield Step(
        title=_("Your declaration of interests"),
        state="done" if own.exists() else "todo",
        url=_address("manage_interests", challenge),
        hint=_("Everyone who can influence the decision declares, from before the notice on."),
    )
    waiting = challenge.clarifications.filter(state="asked").count()
    yield Step(
        title=_("Questions from the market"),
        state="todo" if waiting else "done",
        url=_address("manage_questions", challenge),
        hint=ngettext("%(n)d question waits", "%(n)d questions wait", waiting) % {"n": waiting} if waiting else "",
    )
    is_complete = len(panels) == len(places_for_panels(challenge)) and all(one.is_complete for one in panels)
    yield Step(
        title=_("Who evaluates"),
        state="done" if is_complete else "doing" if panels else "todo",
        url=_address("manage_panel", challenge),
        hint=_("Settled before anyone knows who enters.")
        if _is_prize(challenge)
        else _("Settled before anyone knows who bids."),
    )
    if viewer.has_perm("challenges.try_out", challenge) and not bids_have_closed(challenge, at=at):
        yield Step(
            title=_("Rehearse the scoring"),
            state="optional",
            url=_address("manage_rehearsal", challenge),
            hint=_("With invented entries.") if _is_prize(challenge) else _("With invented bids."),
        )
        yield Step(
            title=_("Try the terms"),
            state="optional",
            url=_address("manage_terms", challenge),
            hint=_("With one invented offer."),
        )


def _bids(challenge: Challenge, openings: tuple[StageOpening, ...]) -> Iterable[Step]:
    url = _address("manage_opening", challenge)
    for one in openings:
        words = {
            "sealed": ("todo" if one.quality_is_due else "blocked", _waits_for(challenge, one)),
            "asked": ("doing", _("One person has asked. A second one confirms.")),
            "confirmed": ("problem", _("Confirmed, but not finished.")),
            "open": ("problem" if one.quality.unreadable else "done", ""),
        }
        state, hint = words[one.quality.state]
        title = _("Open the entries") if _is_prize(challenge) else _("Open the bids")
        yield _named(Step(title=title, state=state, url=url, hint=hint), one, openings)


def _waits_for(challenge: Challenge, one: StageOpening) -> str:
    listed = _("the list of entries, a minute after closing")
    if not _is_prize(challenge):
        listed = _("the list of bids, a minute after closing")
    waits = [
        words
        for words, is_done in (
            (listed, one.is_list_fixed),
            (_("answers to questions asked in time"), not one.questions_open),
            (_("a decision on late admission"), not one.late_waiting),
            (_("the panel"), one.panels_ready),
        )
        if not is_done
    ]
    return _("Waits for %(what)s.") % {"what": ", ".join(waits)} if waits else ""


def _evaluation(
    challenge: Challenge, openings: tuple[StageOpening, ...], panels: list[PanelOverview]
) -> Iterable[Step]:
    url = _address("manage_panel", challenge)
    opened = {one.stage.pk for one in openings if one.quality.state == "open"}
    for panel in panels:
        for step in _of_panel(panel, is_opened=panel.panel.stage_id in opened, url=url):
            named = str(panel.panel.lot or panel.panel.stage)
            yield step if len(panels) == 1 else replace(step, title=f"{step.title}: {named}")
    for one in openings:
        state = "done" if one.commercial.state == "open" else "todo" if one.commercial_is_due else "blocked"
        step = Step(
            title=_("Open part 2 (prices and offers)"),
            state=state,
            url=_address("manage_opening", challenge),
            hint=_("Only after the scores are locked."),
        )
        yield _named(step, one, openings)


def _of_panel(panel: PanelOverview, *, is_opened: bool, url: str) -> Iterable[Step]:
    declared = sum(one.has_declared for one in panel.seated)
    people = len(panel.seated)
    yield Step(
        title=_("Conflicts of interest"),
        state="blocked" if not is_opened else "done" if declared == people else "doing",
        url=url,
        hint=_("%(n)d of %(of)d have declared") % {"n": declared, "of": people} if is_opened else "",
    )
    yield Step(
        title=_("Individual scores"),
        state="blocked" if not is_opened else "done" if panel.panel.state != "scoring" else "doing",
        url=url,
        hint=_("%(n)d of %(of)d given") % {"n": panel.given, "of": panel.to_give} if is_opened else "",
    )
    states = {"scoring": "blocked", "moderation": "doing", "locked": "done"}
    yield Step(title=_("Agreed scores"), state=states[panel.panel.state], url=url)


def _decision(
    viewer: Viewer,
    challenge: Challenge,
    openings: tuple[StageOpening, ...],
    panels: list[PanelOverview],
    awards: list[Award],
) -> Iterable[Step]:
    here = [one.panel.pk for one in panels]
    is_due = bool(openings) and all(one.commercial.state == "open" for one in openings)
    ranked = rankings_visible_to(viewer).filter(panel__in=here).values_list("panel").distinct().count()
    proposed = recommendations_visible_to(viewer).filter(ranking__panel__in=here).exclude(state="returned").exists()
    url = _address("manage_decisions", challenge)
    yield Step(
        title=_("Ranking and recommendation"),
        state="done" if awards else "doing" if ranked or proposed else "todo" if is_due else "blocked",
        url=url,
    )
    is_published = bool(awards) and all(award.state == "published" for award in awards)
    yield Step(
        title=_("Award, letters and publication"),
        state="done" if is_published else "doing" if awards else "blocked",
        url=url,
    )


def _named(step: Step, one: StageOpening, openings: tuple[StageOpening, ...]) -> Step:
    if len(openings) == 1:
        return step
    return replace(step, title=f"{step.title}: {one.stage}")


def _address(name: str, challenge: Challenge) -> str:
    return reverse(name, args=[challenge.ocid])


def _phase(
    openings: tuple[StageOpening, ...], panels: list[PanelOverview], awards: list[Award], *, at: datetime
) -> Phase | None:
    if not openings:
        return None
    one = next((one for one in openings if one.quality.state != "open"), openings[-1])
    states = {panel.panel.state for panel in panels if panel.panel.stage_id == one.stage.pk}
    acts = Acts(
        is_opened=one.quality.state == "open",
        in_moderation="moderation" in states,
        is_locked=states == {"locked"},
        is_decided=any(award.state == "published" for award in awards),
    )
    return phase_of(opens_at=one.stage.opens_at, closes_at=one.stage.closes_at, at=at, acts=acts)


def _prospects(viewer: Viewer, challenge: Challenge) -> Prospects | None:
    if challenge.kind != ChallengeKind.CHALLENGE_PRIZE.value and challenge.route != Route.GRANT_OR_PRIZE.value:
        return None
    counted = list(bids_counted_for_prize(viewer, challenge).values_list("state", flat=True))
    return Prospects(started=len(counted), sent=counted.count("submitted"))
