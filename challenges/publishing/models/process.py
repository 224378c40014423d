import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.publishing.domain.states import ClarificationState, NoticeState
from challenges.publishing.domain.words import NoticeCode
from challenges.publishing.models.challenge import Challenge, SpecificationVersion, Stage

CLARIFICATION_STATES = [
    (ClarificationState.ASKED.value, _("Waiting for an answer")),
    (ClarificationState.ANSWERED.value, _("Answered")),
    (ClarificationState.MERGED.value, _("Answered with another question")),
    (ClarificationState.DECLINED.value, _("Declined")),
]
NOTICE_STATES = [
    (NoticeState.DRAFT.value, _("Draft")),
    (NoticeState.APPROVED.value, _("Approved")),
    (NoticeState.SENT.value, _("Sent")),
    (NoticeState.PUBLISHED.value, _("Published")),
    (NoticeState.REFUSED.value, _("Refused by the platform")),
]


class Clarification(models.Model):
    """A question from the market and its answer, which everybody reads; who asked is never shown to anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="clarifications")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="clarifications", null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    asked_at = models.DateTimeField()
    question = models.TextField()
    state = models.CharField(max_length=20, choices=CLARIFICATION_STATES, default=ClarificationState.ASKED.value)
    # The officer may reword what would give the asker away; the public reads this one.
    published_question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True)
    request_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ClarificationState]), name="clarification_state_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Notice(models.Model):
    """A legal publication on the central platform, of the tender or of an award: its kind and its number there.

    A tender notice tells of one version; an award points at its own, which several lots may share.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="notices")
    version = models.ForeignKey(SpecificationVersion, models.PROTECT, related_name="notices", null=True)
    code = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=NOTICE_STATES, default=NoticeState.DRAFT.value)
    external_number = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in NoticeState]), name="notice_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(code__in=[c.value for c in NoticeCode]), name="notice_code_known"
            ),
            models.UniqueConstraint(
                fields=["external_number"], condition=~models.Q(external_number=""), name="notice_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.external_number}"


class Follower(models.Model):
    """A person who asked to hear of changes to one challenge."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="followers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followed_challenges")
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["challenge", "person"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.person_id}"


class InfluenceDeclaration(models.Model):
    """What an officer or approver who can influence a decision declares, from before the notice on."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="influence_declarations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    has_interest = models.BooleanField()
    details = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("declaration of interests")
        verbose_name_plural = _("declarations of interests")
        ordering = ["declared_at"]

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.person_id}"
