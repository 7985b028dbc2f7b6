"""What a company wants changed in its entry, until the responsible institution has decided."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .companies import Company
from .messages import BesideField
from .offers import Offer


class EntryChangeQuerySet(models.QuerySet):
    def waiting(self) -> "EntryChangeQuerySet":
        return self.filter(state=EntryChange.State.WAITING)

    def in_force(self) -> "EntryChangeQuerySet":
        """Those that were written into their entry."""
        return self.filter(state__in=EntryChange.IN_FORCE)


class EntryChange(BesideField):
    """A submitted change of a company or an offer: field by field what was there and what is to be there.

    ``fields`` maps the name of a field to ``{"old": …, "new": …}`` in the values of a Wagtail revision, and the name of
    a relation to a list of its changed rows ``{"pk": number or null, "old": {…} or null, "new": {…} or null}``: without
    ``old`` a row is added, without ``new`` it is taken away.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        CORRECTED = "corrected", _("corrected and approved")
        REJECTED = "rejected", _("rejected")
        AT_ONCE = "at_once", _("live at once")
        REPLACED = "replaced", _("replaced by a newer one")
        WITHDRAWN = "withdrawn", _("withdrawn")

    IN_FORCE = (State.APPROVED, State.CORRECTED, State.AT_ONCE)

    company = models.ForeignKey(Company, models.CASCADE, related_name="changes", verbose_name=_("company"))
    offer = models.ForeignKey(
        Offer, models.CASCADE, null=True, blank=True, related_name="changes", verbose_name=_("offer or request")
    )
    state = models.CharField(
        pgettext_lazy("in the directory", "state"), max_length=9, choices=State, default=State.WAITING
    )
    fields: Any = models.JSONField(_("changed fields"), default=dict)
    base_revision = models.ForeignKey(
        "wagtailcore.Revision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version it started from"),
    )
    publishes = models.BooleanField(
        _("first publication"), default=False, help_text=_("The entry is a draft and is published by the approval.")
    )
    note = models.TextField(_("note of the company"), max_length=1000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("submitted by")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    submitted_at = models.DateTimeField(_("submitted"))
    institution = models.ForeignKey(
        "core.Institution", models.PROTECT, related_name="+", verbose_name=_("responsible institution")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )
    escalated_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True, help_text=_("The company reads it."))
    key = models.CharField(max_length=120, unique=True, editable=False)

    objects = EntryChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("submitted change")
        verbose_name_plural = _("submitted changes")
        ordering = ["submitted_at", "pk"]
        indexes = [
            models.Index(fields=["institution", "submitted_at"], condition=Q(state="waiting"), name="directory_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(state="waiting", offer__isnull=True),
                name="directory_entrychange_one_waits_per_company",
                violation_error_message=_("A change of this company is waiting already."),
            ),
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(state="waiting", offer__isnull=False),
                name="directory_entrychange_one_waits_per_offer",
                violation_error_message=_("A change of this offer is waiting already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""),
                name="directory_entrychange_rejected_with_reason",
                violation_error_code="reason",
                violation_error_message=_("Say why the change is rejected: the company has a right to know."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="directory_entrychange_ended_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}"

    @property
    def entry(self) -> Company | Offer:
        """What it changes."""
        return self.offer or self.company

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def digest(self) -> str:
        """What somebody saw who looked at it: another text as soon as anything in it is another."""
        content = json.dumps([self.pk, self.fields, self.publishes], sort_keys=True)
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
