"""Everything the public page of one opportunity says, from the record and in one value."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bids.awards.selectors.scopes import public_awards
from bids.bidding.domain.asked import asked_of
from bids.bidding.domain.pieces import piece_keys
from bids.bidding.models import Bid
from bids.bidding.rules import bidder_roles_of
from bids.bidding.selectors.scopes import own_bids
from challenges.ground.domain.language import Text
from challenges.ground.rules import Viewer
from challenges.ground.selectors.reader import for_reader
from challenges.publishing.domain.phases import Phase
from challenges.publishing.domain.specification import Specification
from challenges.publishing.domain.words import NoticeCode
from challenges.publishing.models import Challenge, SpecificationVersion
from challenges.publishing.selectors.presentation import PresentedSpecification, present
from challenges.publishing.selectors.scopes import (
    challenges_visible_to,
    clarifications_visible_to,
    documents_visible_to,
    follows_of,
    notices_visible_to,
)
from challenges.publishing.selectors.versions import specification_of
from portal.public.selectors.opportunities import with_status


@dataclass(frozen=True, kw_only=True)
class PublicDocument:
    id: UUID
    title: Text
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class PublicAnswer:
    question: str
    answer: str
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class PublicNotice:
    code: str
    number: str
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class Amendment:
    number: int
    published_at: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class OwnBid:
    """A bid of the viewer's organisations that was not withdrawn; `lot` is blank where there are none."""

    id: UUID
    lot: Text


@dataclass(frozen=True, kw_only=True)
class OpportunityPage:
    challenge: Challenge
    authority: str
    is_demonstration: bool
    status: str
    is_public: bool
    presented: PresentedSpecification
    closes_at: datetime | None
    opens_at: datetime | None
    questions_close_at: datetime | None
    also_takes: tuple[str, ...]
    documents: tuple[PublicDocument, ...]
    answers: tuple[PublicAnswer, ...]
    notices: tuple[PublicNotice, ...]
    changes: tuple[Amendment, ...]
    own_bids: tuple[OwnBid, ...]
    begins_anew: bool
    may_start_another: bool
    is_followed: bool
    may_ask: bool
    has_award: bool

    @property
    def is_open(self) -> bool:
        return self.status == Phase.OPEN

    @property
    def is_upcoming(self) -> bool:
        return self.status == Phase.UPCOMING

    @property
    def document_links(self) -> list[dict[str, object]]:
        """The documents as the design system's list takes them."""
        return [
            {
                "title": for_reader(document.title),
                "url": reverse("opportunity_document", args=[self.challenge.ocid, document.id]),
                "kind": document.media_type,
                "size": document.size,
            }
            for document in self.documents
        ]


def opportunity_page(ocid: str, *, viewer: Viewer, at: datetime) -> OpportunityPage | None:
    """The page as this viewer may see it, or nothing. Members of the authority also see what is not public yet."""
    challenge = (
        with_status(challenges_visible_to(viewer, at).filter(ocid=ocid), at=at)
        .select_related("authority", "mission")
        .prefetch_related("versions", "stages")
        .first()
    )
    if challenge is None:
        return None
    history = sorted(challenge.versions.all(), key=lambda version: version.number)
    stage = next((s for s in challenge.stages.all() if s.closes_at == challenge.closes_at), None)
    followed = follows_of(viewer).filter(challenge=challenge).exists() if viewer.is_signed_in else False
    own = _own_bids(viewer, challenge)
    standing = [bid for bid in own if bid.state != "withdrawn"]
    specification = specification_of(history[-1])
    return OpportunityPage(
        challenge=challenge,
        authority=challenge.authority.name,
        is_demonstration=challenge.authority.is_demonstration,
        status=challenge.status,
        is_public=challenge.public_from is not None and challenge.public_from <= at,
        presented=present(specification),
        closes_at=challenge.closes_at,
        opens_at=challenge.opens_at,
        questions_close_at=stage.questions_close_at if stage else None,
        also_takes=also_takes(specification),
        documents=_documents(challenge, history[-1], viewer=viewer, at=at),
        answers=_answers(challenge, viewer=viewer, at=at),
        notices=_notices(challenge, viewer=viewer, at=at),
        changes=tuple(Amendment(number=v.number, published_at=v.published_at, note=v.change_note) for v in history[1:]),
        own_bids=tuple(OwnBid(id=bid.pk, lot=bid.lot.title if bid.lot else {}) for bid in standing),
        begins_anew=bool(own) and not standing,
        may_start_another=len({bid.lot_id for bid in standing}) < len(specification.lots),
        is_followed=followed,
        may_ask=bool(stage and stage.questions_close_at and stage.opens_at <= at < stage.questions_close_at),
        has_award=public_awards(at).filter(panel__stage__challenge=challenge).exists(),
    )


def also_takes(specification: Specification) -> tuple[str, ...]:
    """What one bid asks for beside answers to questions, for the lot that asks most; one line for each kind of page."""
    lots = [lot.id for lot in specification.lots] or [""]
    asked = max((asked_of(specification, lot=lot) for lot in lots), key=lambda one: len(piece_keys(one)))
    outcomes, measures, conditions = len(asked.outcomes), len(asked.measures), len(asked.conditions)
    lines = []
    if outcomes:
        words = ngettext("Your figures for %(n)d outcome", "Your figures for %(n)d outcomes", outcomes)
        lines.append(words % {"n": outcomes})
    if asked.money.costs:
        lines.append(_("Your costs, year by year"))
    if asked.money.price or asked.money.fee:
        lines.append(_("Your price") if asked.money.price else _("Your fee"))
    if measures:
        words = ngettext(
            "%(n)d social-value commitment you may make", "%(n)d social-value commitments you may make", measures
        )
        lines.append(words % {"n": measures})
    if conditions:
        words = ngettext("%(n)d condition to read and accept", "%(n)d conditions to read and accept", conditions)
        lines.append(words % {"n": conditions})
    return tuple(lines)


def _own_bids(viewer: Viewer, challenge: Challenge) -> list[Bid]:
    if not bidder_roles_of(viewer):
        return []
    return list(own_bids(viewer).filter(stage__challenge=challenge).select_related("lot").order_by("created_at", "pk"))


def _documents(
    challenge: Challenge, version: SpecificationVersion, *, viewer: Viewer, at: datetime
) -> tuple[PublicDocument, ...]:
    kept = documents_visible_to(viewer, at).filter(challenge=challenge, version=version)
    return tuple(PublicDocument(id=d.pk, title=d.title, media_type=d.media_type, size=d.size) for d in kept)


def _answers(challenge: Challenge, *, viewer: Viewer, at: datetime) -> tuple[PublicAnswer, ...]:
    answered = clarifications_visible_to(viewer, at).filter(challenge=challenge, state="answered")
    return tuple(
        PublicAnswer(question=c.published_question or c.question, answer=c.answer, answered_at=c.answered_at)
        for c in answered.order_by("-answered_at")
    )


def _notices(challenge: Challenge, *, viewer: Viewer, at: datetime) -> tuple[PublicNotice, ...]:
    """Those of what is sought; an award shows its own."""
    of_tender = notices_visible_to(viewer, at).filter(challenge=challenge, code=NoticeCode.TENDER.value)
    published = of_tender.filter(state="published")
    return tuple(PublicNotice(code=n.code, number=n.external_number, published_at=n.published_at) for n in published)
