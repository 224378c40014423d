"""Published notices, read into drafts: what can be mapped is, what cannot is kept and listed, nothing is repaired."""

from challenges.publishing.domain.notices.draft import Buyer, NoticeDraft, NoticeUnreadable, Source, Unresolved
from challenges.publishing.domain.notices.reading import read_notice, read_notices

__all__ = ["Buyer", "NoticeDraft", "NoticeUnreadable", "Source", "Unresolved", "read_notice", "read_notices"]
