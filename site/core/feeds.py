"""What feeds and calendars share."""

from django.conf import settings


def absolute(url: str) -> str:
    """Return a path of the portal as a full address; full addresses stay as they are."""
    return url if "://" in url else f"{settings.SITE_URL}{url}"
