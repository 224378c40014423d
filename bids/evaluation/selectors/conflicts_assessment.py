"""The conflicts assessment: what everyone who can influence the decision has declared, as rows of a table."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from bids.evaluation.selectors.conflicts import declarations_visible_to
from challenges.ground.rules import Viewer
from challenges.publishing.models import Challenge
from challenges.publishing.selectors.scopes import interests_visible_to

# A cell that begins with one of these would be worked out as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def conflicts_assessment(viewer: Viewer, challenge: Challenge) -> list[list[str]]:
    """Every declaration in the order made, with a heading row; later ones stand, earlier ones are kept."""
    heading = [_("When (UTC)"), _("Who"), _("Email"), _("Role"), _("About"), _("Conflict"), _("Details")]
    rows = [*_interests(viewer, challenge), *_declarations(viewer, challenge)]
    return [heading, *([_plain(cell) for cell in row] for row in sorted(rows, key=lambda row: row[0]))]


def _interests(viewer: Viewer, challenge: Challenge) -> Iterable[list[str]]:
    for one in interests_visible_to(viewer).filter(challenge=challenge).select_related("person"):
        yield [
            _moment(one.declared_at),
            str(one.person),
            one.person.email,
            _("Officer or approver"),
            _("The procedure"),
            _yes_or_no(one.has_interest),
            one.details,
        ]


def _declarations(viewer: Viewer, challenge: Challenge) -> Iterable[list[str]]:
    declared = declarations_visible_to(viewer).filter(member__panel__stage__challenge=challenge)
    for one in declared.select_related("member__person", "bidder"):
        yield [
            _moment(one.declared_at),
            str(one.member.person),
            one.member.person.email,
            one.member.get_role_display(),
            one.bidder.name,
            _yes_or_no(one.has_conflict),
            one.details,
        ]


def _moment(at: Any) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _yes_or_no(said: bool) -> str:
    return _("yes") if said else _("no")


def _plain(cell: str) -> str:
    return f"'{cell}" if str(cell).startswith(FORMULA_STARTS) else str(cell)
