import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bids.bidding.models.bid import ENVELOPE_KINDS, Bid
from bids.evaluation.models.evaluation import Consensus, Panel, PanelMember
from challenges.ground.models import STANDING, TwoPersonAct


class Reopening(TwoPersonAct):
    """One agreed score that is to be opened again after the lock, for an error of fact or of method."""

    class Error(models.TextChoices):
        FACT = "fact", _("An error of fact")
        METHOD = "method", _("An error of method")

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="reopenings")
    # The score that stood when this was asked; it stays as it was.
    consensus = models.ForeignKey(Consensus, models.PROTECT, related_name="reopenings")
    error = models.CharField(max_length=20, choices=Error.choices)
    # Why no price played a part; empty only where part 2 was still sealed.
    price_reason = models.TextField(blank=True)
    # The score the panel agreed in its place.
    settled_by = models.OneToOneField(Consensus, models.PROTECT, related_name="settles", null=True)

    class Meta(TwoPersonAct.Meta):
        verbose_name = _("reopening of a score")
        verbose_name_plural = _("reopenings of scores")
        constraints = [
            *TwoPersonAct.Meta.constraints,
            models.UniqueConstraint(fields=["consensus"], condition=STANDING, name="reopening_one_standing"),
            models.CheckConstraint(
                condition=models.Q(settled_by__isnull=True) | models.Q(is_granted=True),
                name="reopening_settled_granted",
            ),
        ]


class SettingAside(TwoPersonAct):
    """One bid that goes unjudged because the portal could not open one of its parts; never the bidder's failure."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="settings_aside")
    kind = models.CharField(max_length=20, choices=ENVELOPE_KINDS)
    taken_back_at = models.DateTimeField(null=True)

    class Meta(TwoPersonAct.Meta):
        verbose_name = _("bid set aside")
        verbose_name_plural = _("bids set aside")
        constraints = [
            *TwoPersonAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["bid"],
                condition=STANDING & models.Q(taken_back_at__isnull=True),
                name="setting_aside_one_standing",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True) | models.Q(is_granted=True),
                name="setting_aside_taken_back_granted",
            ),
        ]


class TakingBack(TwoPersonAct):
    """That a bid set aside is to count again."""

    setting_aside = models.ForeignKey(SettingAside, models.PROTECT, related_name="takings_back")

    class Meta(TwoPersonAct.Meta):
        verbose_name = _("taking back of a bid set aside")
        verbose_name_plural = _("takings back of bids set aside")
        constraints = [
            *TwoPersonAct.Meta.constraints,
            models.UniqueConstraint(fields=["setting_aside"], condition=STANDING, name="taking_back_one_standing"),
        ]


class LateRequest(models.Model):
    """That a bid begun before closing and not sent in time be admitted late, as its bidder asks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="late_request")
    reason = models.TextField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()

    class Meta:
        verbose_name = _("request for late admission")
        verbose_name_plural = _("requests for late admission")
        ordering = ["requested_at"]

    def __str__(self) -> str:
        return str(self.id)


class LateAdmission(TwoPersonAct):
    """What an officer proposes on a bidder's request for late admission, and what an approver decides."""

    request = models.OneToOneField(LateRequest, models.PROTECT, related_name="admission")
    is_recommended = models.BooleanField()

    class Meta(TwoPersonAct.Meta):
        verbose_name = _("late admission")
        verbose_name_plural = _("late admissions")
        constraints = [*TwoPersonAct.Meta.constraints]


class Replacement(TwoPersonAct):
    """That somebody else takes a seat on a panel that has begun to agree scores."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="replacements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(TwoPersonAct.Meta):
        verbose_name = _("replacement on a panel")
        verbose_name_plural = _("replacements on panels")
        constraints = [
            *TwoPersonAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(is_granted__isnull=True), name="replacement_one_waiting"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("asked_by"))
                & (models.Q(decided_by__isnull=True) | ~models.Q(person=models.F("decided_by"))),
                name="replacement_not_by_who_is_seated",
            ),
        ]
