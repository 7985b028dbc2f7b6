"""What readers and companies report about an entry, and companies that do not want to be listed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.validators import clean_register_number

from .companies import Company, Country
from .messages import BesideField
from .offers import Offer


class ProblemReport(BesideField):
    """A correction, objection or request for removal by anybody, for the responsible institution to decide."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Something is wrong or out of date")
        OBJECTION = "objection", _("We are the company and object to being listed")
        REMOVAL = "removal", _("The entry breaks the law or the rules of the portal")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="problem_reports", verbose_name=_("company")
    )
    offer = models.ForeignKey(
        Offer, models.CASCADE, null=True, blank=True, related_name="problem_reports", verbose_name=_("offer")
    )
    kind = models.CharField(_("what it is about"), max_length=10, choices=Kind)
    message = models.TextField(_("message"), max_length=3000)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    institution = models.ForeignKey(
        "core.Institution", models.PROTECT, related_name="+", verbose_name=_("responsible institution")
    )
    state = models.CharField(
        pgettext_lazy("in the directory", "state"), max_length=8, choices=State, default=State.OPEN
    )
    decision = models.TextField(_("decision"), max_length=2000, blank=True, help_text=_("Sent to who reported it."))
    key = models.CharField(max_length=120, unique=True, editable=False)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reported problem")
        verbose_name_plural = _("reported problems")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False, offer__isnull=True) | Q(company__isnull=True, offer__isnull=False),
                name="directory_problemreport_about_one_entry",
                violation_error_code="company",
                violation_error_message=_("A report is about a company or about an offer."),
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(decision=""),
                name="directory_problemreport_decided_with_words",
                violation_error_code="decision",
                violation_error_message=_("Say what was decided and why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entry}"

    @property
    def entry(self) -> Company | Offer | None:
        return self.company or self.offer


class ObjectionQuerySet(models.QuerySet):
    def covers(self, company: Company) -> bool:
        """Whether a company has objected: by its register number, else by its name in its country.

        Each court counts its own numbers; one without its court may be that of any.
        """
        same = Q(legal_name__iexact=company.legal_name)
        if company.register_number:
            number, court = Q(register_number=company.register_number), company.register_court
            same |= number & (Q(register_court="") | Q(register_court__iexact=court)) if court else number
        return self.filter(same, country=company.country).exists()


class Objection(models.Model):
    """A company that does not want to be listed; kept after its entry is gone, so that no import brings it back."""

    country = models.CharField(_("country"), max_length=2, choices=Country)
    register_number = models.CharField(_("register number"), max_length=20, blank=True)
    register_court = models.CharField(_("register court"), max_length=60, blank=True)
    legal_name = models.CharField(_("name"), max_length=160)
    objected_at = models.DateTimeField(_("objected"), auto_now_add=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-objected_at"]

    def __str__(self) -> str:
        return self.legal_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._clean_number()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._clean_number()

    def _clean_number(self) -> None:
        """Write the number as companies have it: only so it is found again."""
        try:
            self.register_number = clean_register_number(self.register_number, self.country)
        except ValidationError as error:
            raise ValidationError({"register_number": error}) from error
