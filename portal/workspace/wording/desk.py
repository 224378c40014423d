"""What awaits a person, in words and with the page where it is done: one line a task, of whatever room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from challenges.ground.selectors.desk import GroundTask, Waiting
from challenges.ground.selectors.two_people import WaitingAct
from challenges.ground.wording.kind_words import KindWords
from challenges.ground.wording.kinds import SAID, text_of
from challenges.publishing.selectors.desk import PublishingTask
from cms.editor.desk import EditorTask
from portal.workspace.selectors.desk import RoofTask


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    title: str
    about: str
    url: str
    due_at: datetime | None = None
    is_begun: bool = False


@dataclass(frozen=True)
class DeskLine:
    """What is to be done, and the name of the page where."""

    title: Promise | KindWords
    page: str


LINES: Mapping[StrEnum, DeskLine] = {
    GroundTask.ANSWER_INVITATION: DeskLine(_("Answer an invitation"), "invitation_to_me"),
    GroundTask.INVITE_OFFICER: DeskLine(_("Invite the first commercial officer"), "authority_people"),
    PublishingTask.ANSWER_QUESTIONS: DeskLine(
        ngettext_lazy("Answer %(n)d question", "Answer %(n)d questions", "n"), "manage_questions"
    ),
    PublishingTask.ENTER_NOTICE_NUMBER: DeskLine(_("Enter the notice's number"), "manage_notice"),
    EditorTask.APPROVE: DeskLine(_("Approve for publication, or send back"), "wagtailadmin_pages:edit"),
    EditorTask.FINISH_DRAFT: DeskLine(
        ngettext_lazy("Finish a draft: %(n)d thing to resolve", "Finish a draft: %(n)d things to resolve", "n"),
        "wagtailadmin_pages:edit",
    ),
    RoofTask.FINISH_BID: DeskLine(SAID["finish_and_send"], "bid"),
    RoofTask.DECLARE_CONFLICTS: DeskLine(_("Declare conflicts of interest"), "panel"),
    RoofTask.GIVE_MARKS: DeskLine(ngettext_lazy("Give %(n)d mark", "Give %(n)d marks", "n"), "panel"),
    RoofTask.RECORD_AGREED: DeskLine(_("Record the scores the panel agrees"), "panel"),
    RoofTask.RECORD_REOPENED: DeskLine(_("Record a reopened score the panel agrees anew"), "panel"),
    RoofTask.OPEN_AS_FIRST: DeskLine(SAID["open_as_first"], "manage_opening"),
    RoofTask.OPEN_AS_SECOND: DeskLine(SAID["open_as_second"], "manage_opening"),
    RoofTask.DECLARE_INTERESTS: DeskLine(_("Declare your interests"), "manage_interests"),
    RoofTask.SET_UP_PANEL: DeskLine(_("Set up the panel"), "manage_panel"),
    RoofTask.OPEN_PART_2: DeskLine(_("Open part 2, with a second person"), "manage_opening"),
    RoofTask.WORK_OUT_RANKING: DeskLine(_("Work out the ranking"), "manage_ranking"),
    RoofTask.RECOMMEND_AWARD: DeskLine(_("Recommend an award"), "manage_ranking"),
    RoofTask.DECIDE_RECOMMENDATION: DeskLine(_("Decide on a recommendation"), "approve_recommendation"),
    RoofTask.PROPOSE_LATE_ADMISSION: DeskLine(_("Make a proposal on late admission"), "manage_opening"),
    RoofTask.SEND_SUMMARIES: DeskLine(_("Send the summaries to bidders"), "manage_award"),
    RoofTask.PUBLISH_AWARD: DeskLine(_("Publish the award"), "manage_award"),
}


def desk_rows(waiting: Iterable[Waiting | WaitingAct]) -> list[DeskRow]:
    return [_act_row(one) if isinstance(one, WaitingAct) else _task_row(one) for one in waiting]


def _act_row(waiting: WaitingAct) -> DeskRow:
    return DeskRow(title=str(waiting.act.words.on_desk), about=waiting.about, url=waiting.act.overview(waiting.row))


def _task_row(waiting: Waiting) -> DeskRow:
    line = LINES[waiting.task]
    counted = {} if waiting.count is None else {"n": waiting.count}
    if isinstance(line.title, KindWords):
        title = text_of(line.title, waiting.kind, **counted)
    else:
        title = str(line.title % counted if counted else line.title)
    return DeskRow(
        title=title,
        about=waiting.about,
        url=reverse(line.page, args=waiting.place),
        due_at=waiting.due_at,
        is_begun=waiting.is_begun,
    )
