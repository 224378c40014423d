"""What an act of two people is, whatever its trade, and which acts wait for somebody's decision."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from challenges.ground.domain.language import Text, text_in
from challenges.ground.domain.two_people import ActWords, Step
from challenges.ground.models import Authority, TwoPersonAct
from challenges.ground.rules import Viewer
from challenges.ground.selectors.recipients import people_with

DECIDING_ROLE = "approver"


class Procurement(Protocol):
    """What an act belongs to: it has an authority, whose approvers decide, a title, and a record under its own id."""

    pk: UUID
    authority: Authority
    title: Text


def _nothing(row: Any) -> dict[str, Any]:
    return {}


def _no_facts(row: Any) -> tuple[Any, ...]:
    return ()


def _nobody(row: Any, person_id: UUID) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class ActMessage[Row: TwoPersonAct]:
    """One message about an act: to whom, leading where, in the act's words or those of a template of its own."""

    subject: str
    template: str = "act"
    people: Callable[[Row], Iterable[AbstractBaseUser]]
    address: Callable[[Row], str]
    words: Callable[[Row], dict[str, Any]] = _nothing


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of what the second person reads before deciding."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Act[Row: TwoPersonAct]:
    """One kind of act of two people: its table, words and addresses, who may take it and who is kept out.

    `place` is the way from its row to the procurement it belongs to; without one, neither a record nor approvers have
    to do with it. `may_decide` is empty where whoever sees the act may decide it. `said` is what the
    record holds beside the two people and the hash of the words in `written`; `why_kept_out` says in
    plain words why a person does neither half, `why_not_decide` why they do not decide; nothing where they may. What is
    `in_the_way` of asking is the same act, waiting or granted.
    """

    name: str
    model: type[Row]
    words: ActWords
    may_ask: str
    may_decide: str = ""
    place: str = ""
    joins: tuple[str, ...] = ()
    visible_to: Callable[[Viewer], QuerySet[Row]]
    address: Callable[[Row], str]
    overview: Callable[[Row], str]
    about: Callable[[Row, str], str] | None = None
    facts: Callable[[Row], tuple[Fact, ...]] = _no_facts
    why_kept_out: Callable[[Row, UUID], str] = _nobody
    why_not_decide: Callable[[Row, UUID], str] = _nobody
    in_the_way: Callable[[Row], QuerySet[Row]] | None = None
    said: Callable[[Row], dict[str, Any]] = _nothing
    written: tuple[str, ...] = ("reason", "decision_reasons")
    needs_reasons: bool = True
    messages: Mapping[Step, tuple[ActMessage[Row], ...]] = field(default_factory=dict)
    is_told_at_once: bool = False

    def procurement_of(self, row: Row) -> Procurement:
        found: Any = row
        for name in self.place.split("__"):
            found = getattr(found, name)
        return found

    def title_of(self, row: Row, language: str) -> str:
        """What the act is about, for desk and page."""
        return self.about(row, language) if self.about else text_in(self.procurement_of(row).title, language)


@dataclass(frozen=True, kw_only=True)
class WaitingAct:
    """An act that waits for somebody's decision, on their desk; it has no last moment."""

    act: Act[Any]
    row: TwoPersonAct
    about: str
    due_at: datetime | None = None


def deciders_of[Row: TwoPersonAct](act: Act[Row], row: Row) -> list[AbstractBaseUser]:
    """The authority's approvers, except whoever asked."""
    authority = act.procurement_of(row).authority
    return [one for one in people_with(authority, DECIDING_ROLE) if one.pk != row.asked_by_id]


def acts_waiting(viewer: Viewer, acts: Iterable[Act[Any]], language: str) -> list[WaitingAct]:
    """The acts that wait for this person's decision, none that they asked for themselves."""
    return [
        WaitingAct(act=act, row=row, about=act.title_of(row, language))
        for act in acts
        for row in _waiting_for(viewer, act)
    ]


def _waiting_for[Row: TwoPersonAct](viewer: Viewer, act: Act[Row]) -> Iterable[Row]:
    waiting = act.visible_to(viewer).filter(is_granted__isnull=True).exclude(asked_by=viewer.person_id)
    if act.place:
        mine = [pk for pk in viewer.authority_roles if viewer.holds(pk, DECIDING_ROLE)]
        if not mine:
            return ()
        waiting = waiting.filter(**{f"{act.place}__authority__in": mine}).select_related(act.place)
    if act.joins:
        waiting = waiting.select_related(*act.joins)
    return waiting.order_by("asked_at", "pk")
