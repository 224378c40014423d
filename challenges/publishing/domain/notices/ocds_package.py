"""Which release of a package or record to read: one for each procedure, the compiled or the latest that says what is
sought.
"""

from collections.abc import Iterable

from challenges.ground.domain.refused import gettext_noop
from challenges.publishing.domain.notices.draft import NoticeDraft, NoticeUnreadable
from challenges.publishing.domain.notices.node import Findings, Node
from challenges.publishing.domain.notices.ocds_release import draft_from_release

ENVELOPE = ("uri", "version", "extensions", "publishedDate", "publisher", "license", "publicationPolicy", "links")
ONLY_LINKS = gettext_noop("This record only points at its releases. Choose a file that holds them, or one release.")
NOTHING_IN_IT = gettext_noop("This package holds no release.")
LATEST = "The record has no compiled release. The latest release that says what is sought was read."


def is_ocds(root: Node) -> bool:
    """Whether the top of the file looks like OCDS."""
    value = root.value
    if not isinstance(value, dict):
        return False
    is_release = "ocid" in value and ("tag" in value or "tender" in value)
    return isinstance(value.get("releases"), list) or isinstance(value.get("records"), list) or (
        "compiledRelease" in value or is_release
    )  # fmt: skip


def drafts_from_ocds(root: Node) -> list[NoticeDraft]:
    """One draft for each procedure the file holds. Errors: `NoticeUnreadable` where it holds none."""
    licence = root["license"].text()
    for name in ENVELOPE:
        root[name].take()
    releases = _releases(root)
    if not releases:
        raise NoticeUnreadable(NOTHING_IN_IT)
    # Each draft has a list of its own; what was noted about the package stands at the head of every one.
    apart = [Node(r.value, r.path, Findings(odd=list(root.findings.odd), taken=root.findings.taken)) for r in releases]
    return [draft_from_release(release, licence=licence) for release in apart]


def _releases(root: Node) -> list[Node]:
    if isinstance(root["records"].value, list):
        return [_of_record(record) for record in root["records"] if isinstance(record.value, dict)]
    if "compiledRelease" in root.value:
        return [_of_record(root)]
    if isinstance(root["releases"].value, list):
        return _of_package(root["releases"]) if "tender" not in root.value else [_of_record(root)]
    return [root]


def _of_record(record: Node) -> Node:
    record["ocid"].take()
    if isinstance(record["compiledRelease"].value, dict):
        record["releases"].take()
        return record["compiledRelease"]
    embedded = [release for release in record["releases"] if isinstance(release["tender"].value, dict)]
    if not embedded:
        raise NoticeUnreadable(ONLY_LINKS)
    record["releases"].findings.note(record["releases"].path, len(embedded), LATEST)
    return _latest(embedded)


def _of_package(releases: Iterable[Node]) -> list[Node]:
    by_procedure: dict[str, list[Node]] = {}
    for release in releases:
        if isinstance(release.value, dict):
            by_procedure.setdefault(str(release["ocid"].value or release.path), []).append(release)
    return [_latest(found) for found in by_procedure.values()]


def _latest(releases: list[Node]) -> Node:
    sought = [release for release in releases if isinstance(release["tender"].value, dict)]
    # Instants written alike sort as text; a package of one publisher writes them alike.
    return max(sought or releases, key=lambda release: str(release["date"].value))
