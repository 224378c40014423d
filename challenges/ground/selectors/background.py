from datetime import datetime

from challenges.ground.selectors.scopes import outbox_due

SWEEP = 500


def overdue_row_ids(at: datetime) -> list[str]:
    """The oldest outbox rows that are due and that nobody works on; at most one sweep of them."""
    rows = outbox_due(at).order_by("not_before").values_list("pk", flat=True)[:SWEEP]
    return [str(row_id) for row_id in rows]
