"""What public registers say about a company's numbers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .companies import Company


class RegisterCheck(models.Model):
    """The latest answer of a register about one number of a company; it never keeps anybody from saving."""

    class Register(models.TextChoices):
        ARES = "ares", "ARES"
        VIES = "vies", "VIES"

    class Result(models.TextChoices):
        VALID = "valid", pgettext_lazy("register check", "valid")
        INVALID = "invalid", pgettext_lazy("register check", "not valid")
        UNKNOWN = "unknown", pgettext_lazy("register check", "unknown")

    company = models.ForeignKey(Company, models.CASCADE, related_name="register_checks", verbose_name=_("company"))
    register = models.CharField(_("register"), max_length=4, choices=Register)
    number = models.CharField(_("number"), max_length=20)
    result = models.CharField(_("result"), max_length=7, choices=Result, default=Result.UNKNOWN)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    answer = models.JSONField(_("answer"), default=dict)  # name and address as the register has them
    problem = models.CharField(_("problem"), max_length=60, blank=True)  # the register's word why it cannot say
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), null=True, blank=True)

    class Meta:
        verbose_name = _("register check")
        verbose_name_plural = _("register checks")
        ordering = ["register", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="directory_check_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "register"], name="directory_registercheck_once"),
            models.CheckConstraint(
                condition=Q(result="unknown") | Q(checked_at__isnull=False),
                name="directory_registercheck_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.number}"
