"""The only way into the record: an approved specification becomes a challenge, its parts and a frozen version."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.ground.domain.frozen_json import as_plain, sha256_of
from challenges.ground.domain.refused import Refused
from challenges.ground.domain.rich_text import cleaned, plain
from challenges.ground.models import Authority, AuthorityRole, Membership
from challenges.ground.services.outbox import add_event
from challenges.ground.services.record import append_to_record, record_of
from challenges.ground.services.refusals import words_of_refusal
from challenges.missions.models import Mission
from challenges.publishing.domain.differences import ChangeRefused, Difference, check_amendment
from challenges.publishing.domain.faults import Fault, validate
from challenges.publishing.domain.specification import Specification
from challenges.publishing.domain.texts import texts_of
from challenges.publishing.domain.words import NOTICE_ROUTES
from challenges.publishing.models import Challenge, SpecificationVersion, Stage
from challenges.publishing.selectors.versions import specification_of
from challenges.publishing.services.challenge_files import ChallengeFile, copy_documents
from challenges.publishing.services.items import write_items
from challenges.publishing.services.notices import prepare_tender_notice

OCID_BYTES = 5
#: What a published procedure can never change: the rules that govern it hang on these.
FIXED = ("kind", "route", "procedure")


class PublicationRefused(Refused):
    """Why this may not be published; `faults` where the specification itself is at fault."""

    def __init__(self, message: str, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True)
class Approved:
    """What its authors wrote and a second person approved: the content by its hash, its files, the note on a change."""

    specification: Specification
    sha256: str
    author_ids: Collection[UUID]
    documents: Sequence[ChallengeFile] = ()
    change_note: str = ""


def publish_specification(
    *,
    approved: Approved,
    translation_key: UUID,
    authority_id: UUID,
    by: UUID,
    at: datetime,
    public_from: datetime | None = None,
) -> Challenge:
    """Publish what a second person, `by`, has approved; publishing again is an amendment.

    Effects, in one transaction: the challenge (found by its page's translation key) with its lots, outcomes, criteria
    and stages; a frozen version; the documents' bytes; the tender notice where the route needs one (the public then
    sees nothing until its number is entered), else public from `public_from` or at once; the record; the outbox.
    The same specification once more changes nothing.
    Refuses: faults, an approver who wrote any of it, another content than the one approved, too late a change.
    """
    specification = approved.specification
    _require_approval(approved, authority_id=authority_id, by=by)
    with transaction.atomic():
        _lock_stages(translation_key)
        challenge = Challenge.objects.select_for_update(no_key=True).filter(translation_key=translation_key).first()
        last = challenge.versions.order_by("-number").first() if challenge else None
        if last is not None and last.sha256 == approved.sha256:
            return challenge
        before = specification_of(last) if last is not None else None
        _require_soundness(specification, at=at, before=before)
        changes = _require_amendable(before, specification, at=at)
        authority = Authority.objects.get(pk=authority_id)
        challenge = _write_challenge(challenge, authority, translation_key, specification, at=at)
        is_material = last is None or any(change.is_material for change in changes)
        number = last.number + 1 if last else 1
        version = _frozen(approved, challenge, number=number, is_material=is_material, by=by, at=at)
        write_items(challenge=challenge, version=version, specification=specification)
        copy_documents(version=version, specification=specification, files=approved.documents)
        _make_public(challenge, version, at=at, public_from=public_from)
        _record(challenge, version, specification, changes=changes, at=at)
    return challenge


def _frozen(
    approved: Approved, challenge: Challenge, *, number: int, is_material: bool, by: UUID, at: datetime
) -> SpecificationVersion:
    version = SpecificationVersion.objects.create(
        challenge=challenge,
        number=number,
        content=as_plain(approved.specification),
        sha256=approved.sha256,
        is_material=is_material,
        change_note=approved.change_note,
        published_at=at,
        approver_id=by,
    )
    version.authors.set(approved.author_ids)
    return version


def _lock_stages(translation_key: UUID) -> None:
    """Closing, opening and setting up panels lock a stage and then, for the record, its challenge: so does this."""
    stages = Stage.objects.select_for_update(of=("self",), no_key=True).filter(
        challenge__translation_key=translation_key
    )
    list(stages.order_by("pk"))


def _require_approval(approved: Approved, *, authority_id: UUID, by: UUID) -> None:
    if not approved.author_ids:
        raise PublicationRefused(_("Nobody is named as the author."))
    if by in approved.author_ids:
        raise PublicationRefused(_("Somebody who wrote this cannot approve it. Ask another approver."))
    if not Membership.objects.filter(authority=authority_id, person=by, role=AuthorityRole.APPROVER).exists():
        raise PublicationRefused(_("Only an approver of the authority can approve this."))
    if sha256_of(as_plain(approved.specification)) != approved.sha256:
        raise PublicationRefused(_("This has changed since it was approved. Read it again, then approve it."))


def _require_soundness(specification: Specification, *, at: datetime, before: Specification | None) -> None:
    faults = validate(specification, at=at, published=before)
    if faults:
        raise PublicationRefused(_("This cannot be published yet."), faults=faults)
    for found in texts_of(specification):
        if found.is_rich and any(cleaned(words) != words for words in found.text.values()):
            raise PublicationRefused(_("A text holds markup that is not allowed."))
    if specification.mission and not Mission.objects.filter(slug=specification.mission).exists():
        raise PublicationRefused(_("There is no such mission."))


def _require_amendable(
    before: Specification | None, specification: Specification, *, at: datetime
) -> tuple[Difference, ...]:
    if before is None:
        return ()
    if any(getattr(before, name) != getattr(specification, name) for name in FIXED):
        raise PublicationRefused(
            _("The kind, the legal route and the procedure cannot change once published. Start a new one.")
        )
    try:
        return check_amendment(before, specification, at=at)
    except ChangeRefused as refused:
        raise PublicationRefused(words_of_refusal(refused)) from refused


def _write_challenge(
    challenge: Challenge | None,
    authority: Authority,
    translation_key: UUID,
    specification: Specification,
    *,
    at: datetime,
) -> Challenge:
    values = _challenge_values(specification, authority=authority)
    if challenge is None:
        return Challenge.objects.create(
            record=record_of(record_id=None, authority_id=authority.pk),
            ocid=f"{settings.OCID_PREFIX}-{secrets.token_hex(OCID_BYTES)}",
            authority=authority,
            translation_key=translation_key,
            started_on=timezone.localtime(at).date(),
            approved_at=at,
            **values,
        )
    if challenge.authority_id != authority.pk:
        raise PublicationRefused(_("This belongs to another authority."))
    for name, value in values.items():
        setattr(challenge, name, value)
    challenge.save(update_fields=list(values))
    return challenge


def _challenge_values(specification: Specification, *, authority: Authority) -> dict[str, Any]:
    words = [plain(text) for found in texts_of(specification) for text in found.text.values()]
    return {
        "mission": Mission.objects.filter(slug=specification.mission).first() if specification.mission else None,
        "kind": specification.kind,
        "route": specification.route,
        "procedure": specification.procedure,
        "contract_type": specification.contract_type,
        "title": dict(specification.title),
        "summary": dict(specification.summary),
        "search_text": " ".join([authority.name, *(text for text in words if text), *specification.cpv]),
        "places": list(specification.places),
        "cpv": list(specification.cpv),
        "currency": specification.currency,
        "value_amount": specification.value_amount,
    }


def _make_public(
    challenge: Challenge, version: SpecificationVersion, *, at: datetime, public_from: datetime | None
) -> None:
    """Where the route needs a notice, the notice's publication makes it public; elsewhere the approval does."""
    if challenge.route in NOTICE_ROUTES:
        prepare_tender_notice(challenge=challenge, version=version, at=at)
    elif challenge.public_from is None:
        challenge.public_from = public_from or at
        challenge.save(update_fields=["public_from"])
        add_event(
            event="challenge.public",
            payload={"challenge": str(challenge.pk)},
            key=f"challenge.public:{challenge.pk}",
            at=at,
            not_before=challenge.public_from,
        )


def _record(
    challenge: Challenge,
    version: SpecificationVersion,
    specification: Specification,
    *,
    changes: Sequence[Difference],
    at: datetime,
) -> None:
    event = "challenge.published" if version.number == 1 else "challenge.amended"
    content = {
        "version": version.number,
        "sha256": version.sha256,
        "is_material": version.is_material,
        "route": challenge.route,
        "authors": sorted(str(author) for author in version.authors.values_list("pk", flat=True)),
        "approver": str(version.approver_id),
        "public_from": challenge.public_from.isoformat() if challenge.public_from else None,
        "stages": [as_plain(stage) for stage in specification.stages],
        "documents": [document.sha256 for document in specification.documents],
        "changes": [f"{change.part} {change.item_id} {change.field}".strip() for change in changes],
    }
    append_to_record(record_id=challenge.pk, event=event, content=content, at=at)
    add_event(
        event=event,
        payload={"challenge": str(challenge.pk), "version": str(version.pk)},
        key=f"{event}:{challenge.pk}:{version.number}",
        at=at,
    )
