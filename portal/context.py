from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every template may say: the service's name and look, and who is looking."""
    return {
        "PORTAL_NAME": settings.PORTAL_NAME,
        "PORTAL_COLOUR": settings.PORTAL_COLOUR,
        "PORTAL_LOGO": settings.PORTAL_LOGO,
        "PORTAL_EMAIL": settings.PORTAL_EMAIL,
        "IS_DEMONSTRATION": settings.DEMONSTRATION,
        "SECOND_FACTOR_IS_OFF": not settings.REQUIRE_SECOND_FACTOR,
        "viewer": getattr(request, "viewer", None),
    }
