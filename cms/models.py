from cms.pages.approval import ApprovalState, SpecificationApproval
from cms.pages.documents import AuthorityDocument
from cms.pages.imported import ImportedNotice, ResolvePoint
from cms.pages.pages import AuthorityIndexPage, HomePage, StandardPage
from cms.pages.specification import ChallengePrizePage, OutcomeSpecificationPage, SpecificationPage

__all__ = [
    "ApprovalState",
    "AuthorityDocument",
    "AuthorityIndexPage",
    "ChallengePrizePage",
    "HomePage",
    "ImportedNotice",
    "OutcomeSpecificationPage",
    "ResolvePoint",
    "SpecificationApproval",
    "SpecificationPage",
    "StandardPage",
]
