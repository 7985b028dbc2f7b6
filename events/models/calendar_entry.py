"""What calendars know of an event, whichever language they read."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarEntry(models.Model):
    """One event over all its language versions: its identity for calendars and the facts last published.

    ``sequence`` rises with every published change of the facts (RFC 5545, 3.8.7.4); it never falls. The facts before
    the last change tell a version that was written without knowing of that change from one that takes it back.
    """

    translation_key = models.UUIDField(_("event"), primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    facts = models.JSONField(_("facts last published"), default=dict)
    facts_before = models.JSONField(_("facts before the last change"), default=dict)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")

    def __str__(self) -> str:
        return self.uid

    @property
    def uid(self) -> str:
        """The iCalendar UID that all language versions share; stays the same when the portal's address changes."""
        return f"{self.translation_key}@{settings.CALENDAR_UID_DOMAIN}"
