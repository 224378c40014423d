"""Which doors of the editor are shut: the only ways to `live` are approval by a second person and the due schedule.

Wagtail's own Publish, Unpublish, bulk actions, copies that stay live, aliases and its API ask the tester below, for
superusers too. Saving, copying, comments, approval and the schedule do not, and go on.
"""

from typing import Any

from wagtail.models import PagePermissionTester

from challenges.publishing.models import Challenge


class ClosedDoors(PagePermissionTester):
    """What a person may do with a specification page or, as `is_branch`, with the page above it."""

    def __init__(self, user: Any, page: Any, *, is_branch: bool = False) -> None:
        super().__init__(user, page)
        self.is_branch = is_branch

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        """Whoever may edit may take a scheduled publication back; Wagtail would ask for the right to publish."""
        return not self.is_branch and self.can_edit()

    def can_edit(self) -> bool:
        return not self.is_branch and super().can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Drafts only: what has been published stays where the record says it was written."""
        return not self.is_branch and not self._has_record() and super().can_delete(ignore_bulk=ignore_bulk)

    def can_reorder_children(self) -> bool:
        return False

    def _has_record(self) -> bool:
        if self.page.first_published_at is None and self.page.alias_of_id is None:
            return False
        return Challenge.objects.filter(translation_key=self.page.translation_key).exists()


class StandingRoot(PagePermissionTester):
    """The home page stays: with it would go every page below, whatever their own doors say."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False
