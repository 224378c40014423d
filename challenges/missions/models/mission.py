import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.ground.models import Authority, Record


class Mission(models.Model):
    """A bold, dated goal that challenges serve, with a few headline metrics."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="mission")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="missions")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.JSONField(_("title"), default=dict)
    goal = models.JSONField(_("goal"), default=dict)
    owner_post = models.CharField(_("responsible post"), max_length=200, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    is_published = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ["due_on", "slug"]

    def __str__(self) -> str:
        return str(self.title.get("en", self.slug))


class Metric(models.Model):
    """One headline number of a mission: where it started, where it must be and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mission = models.ForeignKey(Mission, models.CASCADE, related_name="metrics")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.JSONField(_("name"), default=dict)
    unit = models.CharField(_("unit"), max_length=60)
    baseline = models.DecimalField(max_digits=18, decimal_places=4)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=18, decimal_places=4)
    due_on = models.DateField()
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(blank=True)
    is_proxy = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.name.get("en", ""))


class Reading(models.Model):
    """One observed value of a metric; corrections are later readings of the same period, never overwritten."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="readings")
    observed_on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    is_provisional = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["observed_on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.observed_on} {self.value}"
