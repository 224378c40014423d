from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth import get_user_model

from challenges.publishing.domain.differences import Difference
from challenges.publishing.domain.specification import Specification
from cms.publishing.fault_display import EditorFault, editor_faults
from cms.publishing.pages import authors_of, changes_since_publication, latest, read

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What an approver is shown: the hash stands for all of it."""

    specification: Specification
    sha256: str
    changes: tuple[Difference, ...]
    advice: tuple[EditorFault, ...]
    authors: tuple[str, ...]


@register.simple_tag
def approval_summary(page: Any) -> Shown:
    """What would be approved now: the latest draft of a page with its translations."""
    draft = latest(page)
    reading = read(draft)
    people = get_user_model().objects.filter(pk__in=authors_of(page.specific))
    return Shown(
        specification=reading.specification,
        sha256=reading.sha256,
        changes=changes_since_publication(page, reading.specification),
        advice=tuple(editor_faults(draft, reading.advice)),
        authors=tuple(str(person) for person in people),
    )
