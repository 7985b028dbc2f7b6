"""What every template may use."""

from typing import Any

from django.http import HttpRequest

from .frame import frame_of


def portal(request: HttpRequest) -> dict[str, Any]:
    """``portal``: the frame around a page."""
    return {"portal": frame_of(request)}
