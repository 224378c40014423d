"""Whether this process lives, and whether what it leans on answers."""

import logging
import secrets
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from challenges.ground.selectors.clock import database_now
from portal.celery import app

logger = logging.getLogger(__name__)


def _broker_answers() -> None:
    with app.connection_for_write(connect_timeout=3) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=3)


def _storage_answers() -> None:
    private = storages["private"]
    name = private.save(f"readiness/{secrets.token_hex(8)}", ContentFile(b"ready"))
    private.delete(name)


PARTS: dict[str, Callable[[], object]] = {
    "database": database_now,
    "broker": _broker_answers,
    "storage": _storage_answers,
}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    states = {name: _state_of(name, check) for name, check in PARTS.items()}
    return JsonResponse(states, status=200 if set(states.values()) == {"ok"} else 503)


def _state_of(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # whatever a part answers with, the page says which part it is and no more
        logger.warning("readyz: %s does not answer (%s)", name, type(error).__name__)
        return "does not answer"
    return "ok"
