from django.urls import path

from bids.evaluation.views import (
    chair,
    evaluator,
    interests,
    late_admission,
    manage_opening,
    manage_panel,
    rehearsal,
    reopening,
    setting_aside,
)

_manage = "manage/<str:ocid>/"
_decision = f"{_manage}decision/<uuid:panel_id>/"
_panel = "evaluation/<uuid:panel_id>/"
_opening = f"{_manage}opening/<uuid:stage_id>/<str:kind>/"
_agreed = f"{_panel}moderation/<uuid:bid_id>/<uuid:criterion_id>/"
_mark = f"{_panel}<uuid:bid_id>/<uuid:criterion_id>/"

urlpatterns = [
    path(f"{_manage}interests/", interests.manage_interests, name="manage_interests"),
    path(f"{_manage}conflicts.csv", manage_panel.conflicts_csv, name="conflicts_csv"),
    path(f"{_manage}panel/", manage_panel.manage_panel, name="manage_panel"),
    path(f"{_manage}panel/<uuid:panel_id>/", manage_panel.panel_setup, name="panel_setup"),
    path(f"{_manage}panel/<uuid:panel_id>/remind/", manage_panel.remind, name="remind_panel"),
    path(f"{_manage}panel/<uuid:panel_id>/<uuid:member_id>/", manage_panel.panel_seat, name="panel_seat"),
    path(
        f"{_manage}panel/<uuid:panel_id>/<uuid:member_id>/replace/", manage_panel.replace_member, name="replace_member"
    ),
    path(
        f"{_manage}panel/<uuid:panel_id>/replacements/<uuid:replacement_id>/",
        manage_panel.decide_on_replacement,
        name="decide_replacement",
    ),
    path(f"{_manage}opening/", manage_opening.manage_opening, name="manage_opening"),
    path(f"{_manage}opening/<uuid:stage_id>/late/<uuid:request_id>/", late_admission.late_request, name="late_request"),
    path(_opening, manage_opening.open_stage, name="open_stage"),
    path(f"{_opening}withdraw/", manage_opening.withdraw, name="withdraw_opening"),
    path(f"{_opening}<uuid:bid_id>/aside/", setting_aside.set_aside, name="set_aside"),
    path("evaluation/", evaluator.evaluation, name="evaluation"),
    path(_panel, evaluator.panel, name="panel"),
    path(f"{_panel}conflicts/", evaluator.conflicts, name="declare_conflicts"),
    path(f"{_panel}submit/", evaluator.submit_marks, name="submit_marks"),
    path(f"{_panel}files/<uuid:file_id>/", evaluator.evaluation_file, name="evaluation_file"),
    path(f"{_panel}moderation/", chair.moderation, name="moderation"),
    path(f"{_panel}moderation/lock/", chair.lock, name="lock_marks"),
    path(_agreed, chair.consensus, name="consensus"),
    path(f"{_agreed}reopen/", reopening.ask_for_reopening, name="ask_to_reopen"),
    path(f"{_panel}<uuid:bid_id>/", evaluator.read_bid, name="read_bid"),
    path(_mark, evaluator.assess, name="assess"),
    path(f"{_mark}take-back/", evaluator.take_back_mark, name="take_back_mark"),
    path("bids/<uuid:bid_id>/late/", late_admission.ask_late, name="ask_late"),
    path(f"{_decision}reopening/", reopening.reopenings, name="reopenings"),
    path(f"{_decision}reopening/<uuid:reopening_id>/", reopening.decide_on_reopening, name="decide_reopening"),
    path(f"{_manage}rehearsal/", rehearsal.manage_rehearsal, name="manage_rehearsal"),
    path(f"{_manage}terms/", rehearsal.manage_terms, name="manage_terms"),
]
