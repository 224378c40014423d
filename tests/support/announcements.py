"""A broker that only remembers: `settings.OUTBOX_ANNOUNCER = "tests.support.announcements.remember"`."""

heard: list[str] = []


def remember(row_id: str) -> None:
    heard.append(row_id)
