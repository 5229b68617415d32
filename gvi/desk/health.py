"""Is the process alive, and can it serve? Open to the machine that watches, and says no more."""

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@transaction.non_atomic_requests  # a process is alive also when its database is not
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer; a dead database is answered 503 before it gets here."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    try:
        cache.get("ready")
    except (RedisError, OSError):
        return JsonResponse({"status": "no broker"}, status=503)
    return JsonResponse({"status": "ok"})
