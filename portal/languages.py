"""The language a person reads: kept on their account, and in the cookie by which each request finds it."""

from django.conf import settings
from django.http import HttpResponseBase

from portal.models import User


def keep_language(*, person: User, language: str) -> None:
    """Note which language a person chose; one that the portal does not speak changes nothing."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=person.pk).update(language=language)


def show_in_language(response: HttpResponseBase, language: str) -> None:
    """Have this browser ask for a language from now on, as Django's own switch does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
