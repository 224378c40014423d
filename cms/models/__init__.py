from cms.models.approval import ApprovalState, SpecificationApproval
from cms.models.documents import AuthorityDocument
from cms.models.imported import ImportedNotice, ResolvePoint
from cms.models.pages import AuthorityIndexPage, HomePage, StandardPage
from cms.models.specification import ChallengePrizePage, OutcomeSpecificationPage, SpecificationPage

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
