"""What an editor is told above the fields: what still stops publication, and what an imported notice left open."""

from typing import Any

from wagtail.admin.panels import Panel

from challenges.ground.selectors.clock import database_now
from cms.publishing.fault_display import editor_faults
from cms.publishing.pages import authors_of, challenge_of, read


class FaultsPanel(Panel):
    """The faults of the draft as last saved, each with the field where it stands and a way there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/faults.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            reading = read(self.instance, at=database_now())
            return {
                **super().get_context_data(parent_context),
                "faults": editor_faults(self.instance, reading.faults),
                "advice": editor_faults(self.instance, reading.advice),
                "challenge": challenge_of(self.instance),
                "is_author": self.request.user.pk in authors_of(self.instance),
                "in_approval": self.instance.workflow_in_progress,
            }


class TryOutPanel(Panel):
    """Ways to the screens on which a saved draft is rehearsed with invented bids and an invented offer."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/rehearsal.html"

        def is_shown(self) -> bool:
            if self.instance.pk is None or self.request is None:
                return False
            return self.request.viewer.has_perm("challenges.try_out", self.instance.get_parent().specific)


class ResolvePanel(Panel):
    """What an imported notice left for a person to look at."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/resolve.html"

        def _notice(self) -> Any:
            return getattr(self.instance, "imported_notice", None) if self.instance.pk else None

        def is_shown(self) -> bool:
            return self._notice() is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            notice = self._notice()
            return {
                **super().get_context_data(parent_context),
                "notice": notice,
                "points": notice.points.select_related("resolved_by"),
                "open_points": notice.points.filter(resolved_at__isnull=True).count(),
            }
