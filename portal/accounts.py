from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from challenges.ground.services.messages import language_at
from portal.languages import show_in_language
from portal.models import User

# What lets its holder in; a message made with one of these is wiped once it has gone.
SECRETS = {"code", "key", "uid", "activate_url", "password_reset_url"}


class AccountAdapter(DefaultAccountAdapter):
    """Mail in the portal's name and the person's language, secrets marked as such; pages in the language they chose."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This is not the code we sent last. Look at the newest email, or ask for a new code."
        ),
    }

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.PORTAL_NAME}: {subject}"

    def get_from_email(self) -> str:
        return settings.PORTAL_EMAIL

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: dict | None = None
    ) -> EmailMessage:
        # A new address is not the account's yet, and not every mail says whose account it is about.
        person = context.get("user")
        with override(person.language if person else language_at(email)):
            message = super().render_mail(
                template_prefix, email, {**context, "PORTAL_NAME": settings.PORTAL_NAME}, headers=headers
            )
        message.holds_secret = not SECRETS.isdisjoint(context)
        return message

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **given: Any) -> HttpResponseBase:
        response = super().post_login(request, user, **given)
        show_in_language(response, user.language)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Passkeys bear the portal's name, and are numbered until somebody names them; a wrong code says where to look."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right. Enter the one your app shows now."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.PORTAL_NAME}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - as overridden
        return _("Key %(n)d") % {"n": Authenticator.objects.filter(user=user, type=type).count() + 1}
