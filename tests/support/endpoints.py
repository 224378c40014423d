"""Every address of the portal's own, from its URL trees, and how to fill it in for one phase of the tests' world."""

import re
from dataclasses import dataclass
from importlib import import_module
from uuid import UUID

from django.urls import URLPattern, URLResolver

TREES = (
    "portal.urls_portal",
    "portal.workspace.urls",
    "portal.public.urls",
    "cms.urls",
    "bids.awards.urls",
    "bids.evaluation.urls",
    "bids.bidding.urls",
    "challenges.publishing.urls",
)
# What the libraries bring: a sample, because their own inside is theirs to test.
SAMPLED = (
    "account/login/",
    "account/signup/",
    "account/email/",
    "account/2fa/",
    "cms/login/",
    "cms/password_reset/",
    "_util/login/",
    "django-admin/login/",
    "cms/",
    "cms/pages/",
    "cms/users/",
    "cms/reports/workflow/",
    "django-admin/",
    "django-admin/portal/user/",
    "django-admin/ground/outboxrow/",
    "documents/1/file.pdf",
)
NOBODY = UUID(int=0)
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


# One place, different things: a question, an outcome or a measure; the slug of an authority or of a mission; a
# file as its bidder keeps it, or as the panel reads it.
ITEMS = {"questions": "q-plan", "outcomes": "jobs", "commitments": "m-jobs"}
SPECIAL = {
    "bids/": {"file_id": "stored_file"},
    "manage/people/": {"person_id": "colleague"},
    "missions/": {"slug": "mission"},
    "api/v1/missions/": {"slug": "mission"},
}


@dataclass(frozen=True)
class Endpoint:
    """An address with its places still open: `bids/<uuid:bid_id>/`."""

    route: str

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(PLACE.findall(self.route))

    @property
    def shown(self) -> str:
        return f"/{self.route}"

    def filled(self, values: dict[str, object]) -> str:
        """The address with its places filled in; what a place means may depend on the part of the portal."""
        part = self.route.partition("<")[0]
        special = SPECIAL.get(part, {})
        item = next((word for part, word in ITEMS.items() if f"/{part}/<" in self.route), "")
        known = {**values, "item": item}
        return "/" + PLACE.sub(lambda found: str(known[special.get(found.group(1), found.group(1))]), self.route)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    routes = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            routes += _walk(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            routes.append(prefix + _plain(str(pattern.pattern)))
    return routes


def _plain(pattern: str) -> str:
    """A regular expression's groups as places: `^manage/(?P<ocid>[^/]+)/$` is `manage/<ocid>/`."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).strip("^$")


def endpoints() -> list[Endpoint]:
    routes = [route for tree in TREES for route in _walk(import_module(tree).urlpatterns)]
    return [Endpoint(route) for route in dict.fromkeys([*routes, *SAMPLED])]


def values_for(world, phase) -> dict[str, object]:
    """What stands in the places of an address that concerns the challenge of that phase, and bidder A's bid there."""
    case = world[phase]
    bid = case.bids.get("a")
    stored = bid.files.first() if bid else None
    opened = bid.opened_files.first() if bid else None
    return {
        "ocid": case.challenge.ocid,
        "stage_id": case.stage.pk,
        "kind": "quality" if phase in {"draft", "open", "closed"} else "commercial",
        "panel_id": case.panel.pk if case.panel else NOBODY,
        "member_id": case.members["evaluator"].pk if case.members else NOBODY,
        "criterion_id": case.challenge.criteria.get(block_id="plan").pk,
        "bid_id": bid.pk if bid else NOBODY,
        "bidder_id": world.bidders["a"].pk,
        "person_id": world.people["viewer_a"].pk,
        "colleague": world.people["approver_x"].pk,
        "reset_id": world.reset.pk,
        "stored_file": stored.pk if stored else NOBODY,
        "file_id": opened.pk if opened else NOBODY,
        "version": 1,
        "document_id": case.challenge.documents.get().pk,
        "reopening_id": NOBODY,
        "replacement_id": NOBODY,
        "request_id": NOBODY,
        "clarification_id": case.question or NOBODY,
        "letter_id": world.letter.pk,
        "invitation_id": world.invitation.pk,
        "token": world.token,
        "draft_key": world.draft.translation_key,
        "slug": world.x.slug,
        "mission": world.mission.slug,
        "screen": "home",
        "month": f"{world.now:%Y-%m}",
    }
