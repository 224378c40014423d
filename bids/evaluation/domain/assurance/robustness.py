"""Is the decision sound? How firm the ranking is against uncertain weights, one evaluator, one score, one bid.

One door to `acceptability` (draws of weights), `sensitivity` (evaluators and bids taken out), `flips` (scores moved)
and `rehearsal` (a model tried on invented bids). All of these prompt moderation and go into the evidence; none changes
a score. With few bids or evaluators show the raw marks beside them.
"""

from bids.evaluation.domain.assurance.acceptability import acceptability, rank_acceptability
from bids.evaluation.domain.assurance.flips import Flip, FlipChange, flip_distance
from bids.evaluation.domain.assurance.rehearsal import Rehearsal, rehearse
from bids.evaluation.domain.assurance.sensitivity import (
    Assessment,
    LeaveOneOut,
    Reversal,
    leave_one_out,
    rank_reversals,
)

__all__ = [
    "Assessment", "Flip", "FlipChange", "LeaveOneOut", "Rehearsal", "Reversal", "acceptability", "flip_distance",
    "leave_one_out", "rank_acceptability", "rank_reversals", "rehearse",
]  # fmt: skip
