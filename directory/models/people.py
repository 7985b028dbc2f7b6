"""Who looks after a company's entry."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .companies import Company
from .messages import BesideField


class MembershipQuerySet(models.QuerySet):
    def owners(self) -> "MembershipQuerySet":
        """Those who decide for their company and read the mails about its entry, as far as they may sign in."""
        return self.filter(role=Membership.Role.OWNER, user__is_active=True)


class Membership(BesideField):
    """A person's role in a company."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner of the entry")
        EDITOR = "editor", _("editor of the entry")

    company = models.ForeignKey(Company, models.CASCADE, related_name="memberships", verbose_name=_("company"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=6, choices=Role, default=Role.EDITOR)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"],
                name="directory_membership_once",
                violation_error_code="user",
                violation_error_message=_("This person belongs to the company already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.company}"
