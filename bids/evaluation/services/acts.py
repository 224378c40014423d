"""The acts of two people around bids and their evaluation, each beside its service."""

from bids.evaluation.services.late_admission import LATE_ADMISSION
from bids.evaluation.services.reopening import REOPENING
from bids.evaluation.services.replacing import REPLACEMENT
from bids.evaluation.services.setting_aside import SETTING_ASIDE, TAKING_BACK

ACTS = (REOPENING, SETTING_ASIDE, TAKING_BACK, LATE_ADMISSION, REPLACEMENT)
