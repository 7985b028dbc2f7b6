"""Measuring the portal with as many companies as a region has: a generator of companies and a load runner."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def start_django() -> None:
    """Set Django up as ``manage.py`` does, from ``DJANGO_SETTINGS_MODULE`` and ``DATABASE_URL``."""
    sys.path.insert(1, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ.setdefault("DEBUG", "0")  # which keeps every query in memory
    import django

    django.setup()
