from bids.awards.models.award import Approval, Award, Recommendation, Summary

__all__ = ["Approval", "Award", "Recommendation", "Summary"]
