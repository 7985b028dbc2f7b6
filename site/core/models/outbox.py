"""Work that leaves the database: written in the transaction of the change, done afterwards, visible when it fails."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet):
    def pending(self) -> "OutboxQuerySet":
        return self.filter(state=OutboxMessage.State.PENDING)

    def due(self) -> "OutboxQuerySet":
        return self.pending().filter(available_at__lte=timezone.now())

    def dead(self) -> "OutboxQuerySet":
        return self.filter(state=OutboxMessage.State.DEAD)


class OutboxMessage(models.Model):
    """One piece of outgoing work, such as a mail; ``kind`` names the handler, ``payload`` is its JSON argument."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("done")
        DEAD = "dead", _("given up")

    kind = models.SlugField(_("kind"), max_length=40)
    summary = models.CharField(_("what"), max_length=200, blank=True)
    payload = models.JSONField(_("content"), default=dict, help_text=_("Emptied as soon as the work is done."))
    key = models.CharField(
        _("key"), max_length=120, null=True, blank=True, unique=True, help_text=_("The same key is accepted only once.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    available_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["available_at"], condition=Q(state="pending"), name="core_outbox_due"),
            models.Index(fields=["finished_at"], name="core_outbox_finished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", finished_at__isnull=True)
                | ~Q(state="pending") & Q(finished_at__isnull=False),
                name="core_outbox_finished_when_not_pending",
            ),
        ]

    def __str__(self) -> str:
        return self.summary or self.kind
