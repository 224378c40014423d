import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.ground.models.two_people import TwoPersonAct


class PersonManager(BaseUserManager):
    """Creates people by e-mail address; there are no user names here."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in, known by e-mail address; what they may do hangs on memberships, never on this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    is_demonstration = models.BooleanField(default=False)
    # In which pages are shown after signing in, and in which letters to this person are composed.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class FactorReset(TwoPersonAct):
    """Somebody lost their second factor: a colleague vouches for them, a platform administrator decides."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")

    class Meta(TwoPersonAct.Meta):
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        constraints = [
            *TwoPersonAct.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(person=models.F("asked_by")), name="factor_reset_asked_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("person")),
                name="factor_reset_decided_by_a_third_person",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(decided_at__isnull=True),
                name="factor_reset_asked_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.asked_at:%Y-%m-%d}"
