"""Views of the ground floor: the door without a language, files for machines, and pages for when something is wrong."""

import datetime as dt

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .health import dependencies
from .models import OutboxMessage


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead from ``/`` to the tree of the language that the browser asks for; anybody may."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone; anybody may."""
    return render(request, "robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell whom to write about weaknesses (RFC 9116); anybody may."""
    expires = (timezone.now() + dt.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "contact": settings.SECURITY_CONTACT,
        "expires": expires.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "site_url": settings.SITE_URL,
    }
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; anybody may."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve pages: its database answers; anybody may."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def deps(request: HttpRequest) -> JsonResponse:
    """What the portal leans on, each with its state, and what waits in the outbox; anybody may: no secrets in it."""
    states = dependencies()
    dead = OutboxMessage.objects.dead().count() if states["database"] == "ok" else None
    return JsonResponse({"dependencies": states, "outbox_given_up": dead})


def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component; only where ``SHOW_STYLE_GUIDE`` is on."""
    return render(request, "style_guide.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"is_csrf_failure": True}, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer in both languages from a template that needs neither database nor context."""
    return render(request, "500.html", status=500)
