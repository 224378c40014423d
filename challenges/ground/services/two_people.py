"""What is the same wherever one person asks and a second one decides: who may not, reasons, one decision only.

The service of an act locks what it rests on, says when it is due, and carries out what follows; between that it calls
`ask` or `decide_act`. Both run inside the caller's transaction.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.ground.domain.frozen_json import sha256_of
from challenges.ground.domain.reasons import FEWEST_CHARACTERS, explains
from challenges.ground.domain.refused import Refused
from challenges.ground.domain.two_people import Step, Verdict
from challenges.ground.models import TwoPersonAct
from challenges.ground.selectors.reader import for_reader_lazy
from challenges.ground.selectors.two_people import Act, ActMessage, deciders_of
from challenges.ground.services.messages import filled, write_to
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record


class ActRefused(Refused):
    """An act of two people that may not be taken now, like this or by this person."""


def require_words(words: str, *, field: str, message: str, fewest: int = FEWEST_CHARACTERS) -> str:
    """The words without what surrounds them. Refuses too few of them to explain anything."""
    if not explains(words, fewest=fewest):
        raise ActRefused(message, field=field)
    return words.strip()


def ask[Row: TwoPersonAct](
    act: Act[Row], *, row: Row, by: UUID, at: datetime, field: str = "reason", fewest: int = FEWEST_CHARACTERS
) -> Row:
    """The first person's step: keep what they ask for, in a row the caller has filled in and not saved.

    Effects: the row, waiting; a record entry with the hash of its words; `<act>.asked`, by which the second people are
    told. Refuses whom the act keeps out, a second asking, and a reason too short to check.
    """
    _refuse_if(act.why_kept_out(row, by))
    if act.in_the_way and act.in_the_way(row).exists():
        raise ActRefused(str(act.words.asked_already))
    row.reason = require_words(row.reason, field=field, message=str(act.words.too_thin), fewest=fewest)
    row.asked_by_id, row.asked_at = by, at
    row.save(force_insert=True)
    _keep(act, row, Step.ASKED, said={"by": str(by)}, at=at)
    return row


def decide_act[Row: TwoPersonAct](act: Act[Row], *, row: Row, verdict: Verdict, by: UUID, at: datetime) -> None:
    """The second person's step, on a row the caller has locked.

    Effects: the decision; a record entry with both people; `<act>.granted` or `<act>.refused`, by which whoever asked
    is told. Refuses whom the act keeps out, a second decision, whoever asked, and reasons too short to follow.
    """
    _refuse_if(act.why_kept_out(row, by) or act.why_not_decide(row, by))
    if row.is_granted is not None:
        raise ActRefused(_("This has been decided already."))
    if row.asked_by_id == by:
        raise ActRefused(_("You asked for this. A second person has to decide."))
    if act.needs_reasons:
        message = _("Give your reasons in a sentence or two, so that others can follow them.")
        row.decision_reasons = require_words(verdict.reasons, field="reasons", message=message)
    row.decided_by_id, row.decided_at, row.is_granted = by, at, verdict.is_granted
    row.save(update_fields=["decided_by", "decided_at", "is_granted", "decision_reasons"])
    _keep(act, row, verdict.step, said={"asked_by": str(row.asked_by_id), "by": str(by)}, at=at)


def tell_of[Row: TwoPersonAct](act: Act[Row], *, row: Row, step: Step, at: datetime) -> None:
    """Write the messages of one step: the act's own, or one to the second people and one to whoever asked."""
    about = {"title": for_reader_lazy(act.procurement_of(row).title)} if act.place else {}
    told = filled(act.words.told.get(step, ""), about)
    words = {**about, "told": told, "is_granted": row.is_granted, "reasons": row.decision_reasons}
    for message in act.messages.get(step) or (plain_message(act, step=step),):
        write_to(
            people=message.people(row),
            subject=filled(message.subject, about),
            template=message.template,
            context={**words, **message.words(row)},
            address=message.address(row),
            key=_key(act, row, step),
            at=at,
        )


def plain_message[Row: TwoPersonAct](act: Act[Row], *, step: Step) -> ActMessage[Row]:
    if step is Step.ASKED:
        return ActMessage(
            subject=gettext_lazy("For your decision: %(title)s"),
            people=lambda row: deciders_of(act, row),
            address=act.address,
        )
    return ActMessage(
        subject=gettext_lazy("Decided: %(title)s"),
        people=lambda row: [row.asked_by],
        address=act.overview,
    )


def _refuse_if(reason: str) -> None:
    if reason:
        raise ActRefused(reason)


def _key(act: Act[TwoPersonAct], row: TwoPersonAct, step: Step) -> str:
    return f"{act.name}.{step}:{row.pk}"


def _keep[Row: TwoPersonAct](act: Act[Row], row: Row, step: Step, *, said: dict[str, str], at: datetime) -> None:
    """The entry names what the act is about and holds the hash of what was written; the words stay on the row."""
    if act.place:
        words = [getattr(row, name) for name in act.written]
        content = {act.name: str(row.pk), **act.said(row), "words_sha256": sha256_of({"words": words}), **said}
        event = act.words.record[step].event
        append_to_record(record_id=act.procurement_of(row).pk, event=event, content=content, at=at)
    if act.is_told_at_once:
        tell_of(act, row=row, step=step, at=at)
    else:
        add_event(event=f"{act.name}.{step}", payload={"row": str(row.pk)}, key=_key(act, row, step), at=at)
