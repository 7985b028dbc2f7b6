"""The company: one row with both languages in it."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from core.collation import KEY_LENGTH, sort_key
from core.domains import registered_domain
from core.i18n import LANGUAGE_CODES, bilingual
from core.names import fold_name
from directory.addresses import address_slug
from directory.querysets import CONFIRMED, CompanyQuerySet
from directory.validators import clean_register_number, clean_vat_number

from .entry import Entry, State, revisions_of
from .taxonomy import Language, Sector


class Country(models.TextChoices):
    """Where a company is registered; the value is the ISO 3166 code, as for the sides of the border."""

    GERMANY = "DE", _("Germany")
    CZECHIA = "CZ", _("Czechia")


def this_year() -> int:
    return timezone.localdate().year


class Company(Entry):
    """A company, institution, research body or network of the region; its seat decides region, side and institution."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        INSTITUTION = "institution", _("institution")
        RESEARCH = "research", _("research body")
        NETWORK = "network", _("network")

    class Employees(models.TextChoices):
        MICRO = "1-9", "1–9"
        SMALL = "10-49", "10–49"
        MEDIUM = "50-249", "50–249"
        LARGE = "250+", _("250 and more")

    class DeliveryRange(models.TextChoices):
        REGION = "region", _("border region")
        COUNTRIES = "countries", _("Germany and Czechia")
        EUROPE = "europe", _("Europe")
        WORLD = "world", _("worldwide")

    class Source(models.TextChoices):
        COMPANY = "company", _("the company itself")
        INSTITUTION = "institution", _("an institution")
        IMPORT = "import", _("import")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.COMPANY)
    legal_name = models.CharField(_("name"), max_length=160, help_text=_("As in the register, with the legal form."))
    country = models.CharField(_("country"), max_length=2, choices=Country)
    register_number = models.CharField(
        _("register number"), max_length=20, blank=True, help_text=_("IČO, or HRB 12345 with its court.")
    )
    register_court = models.CharField(_("register court"), max_length=60, blank=True, help_text=_("Such as Chemnitz."))
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    employees = models.CharField(_("employees"), max_length=6, choices=Employees, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1100), MaxValueValidator(this_year)],
    )
    summary = bilingual(
        models.CharField(_("summary"), max_length=250, blank=True, help_text=_("What you do, in one sentence."))
    )
    description = bilingual(models.TextField(_("description"), max_length=5000, blank=True))
    delivery_range = models.CharField(_("delivery range"), max_length=9, choices=DeliveryRange, blank=True)
    logo = models.ForeignKey(
        "core.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    languages = ParentalManyToManyField(Language, blank=True, related_name="companies", verbose_name=_("languages"))
    sectors = ParentalManyToManyField(Sector, blank=True, related_name="companies", verbose_name=_("sectors"))
    source = models.CharField(_("source"), max_length=11, choices=Source, default=Source.INSTITUTION)
    last_confirmed_on = models.DateField(
        _("last confirmed"), null=True, blank=True, help_text=_("When the company last said that all of this is right.")
    )
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="merged_entries",
        editable=False,
        verbose_name=_("merged into"),
    )
    # How A–Z sorts in each language, computed from the name (core.collation).
    sort_key = bilingual(models.CharField(max_length=KEY_LENGTH, editable=False))
    # By what duplicates are found, computed from name and website (core.names, core.domains).
    name_key = models.CharField(max_length=160, editable=False, default="", db_default="")
    web_domain = models.CharField(max_length=100, editable=False, default="", db_default="")

    _revisions = revisions_of("company")

    objects = CompanyQuerySet.as_manager()

    OUTSIDE_VERSIONS = (*Entry.OUTSIDE_VERSIONS, "merged_into")
    #: What public registers are asked about, or compared with what they say.
    CHECKED = frozenset({"country", "register_number", "vat_number", "legal_name"})

    class Meta(Entry.Meta):
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["legal_name", "pk"]
        permissions = [("moderate_everywhere", "Can moderate companies and offers everywhere")]
        indexes = [
            models.Index(fields=["state", "sort_key_de", "id"], name="directory_company_a_to_z_de"),
            models.Index(fields=["state", "sort_key_cs", "id"], name="directory_company_a_to_z_cs"),
            models.Index("state", CONFIRMED.desc(), models.F("id").desc(), name="directory_company_confirmed"),
            models.Index(fields=["state", "-created_at", "-id"], name="directory_company_newest"),
            models.Index(fields=["country", "register_number"], name="directory_company_number"),
            models.Index(fields=["vat_number"], name="directory_company_vat"),
            models.Index(fields=["web_domain"], name="directory_company_domain"),
            models.Index(fields=["name_key"], name="directory_company_name_key"),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["register_number"],
                condition=Q(country="CZ") & ~Q(register_number=""),
                name="directory_company_ico_once",
                violation_error_code="register_number",
                violation_error_message=_("A company with this IČO is there already."),
            ),
            models.UniqueConstraint(
                fields=["country", "register_number", "register_court"],
                condition=~Q(register_number="") & ~Q(register_court=""),
                name="directory_company_register_number_once",
                violation_error_code="register_number",
                violation_error_message=_("A company with this register number at this court is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | ~Q(summary_de="")
                | ~Q(summary_cs="")
                | ~Q(description_de="")
                | ~Q(description_cs=""),
                name="directory_company_published_in_a_language",
                violation_error_code="summary_de",
                violation_error_message=_("Write a summary or a description in at least one language first."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=State.HIDDEN),
                name="directory_company_merged_is_hidden",
                violation_error_code="state",
                violation_error_message=_("This entry was merged into another and stays hidden."),
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Whoever writes a company, by form, import or shell, writes numbers that can be right and a place in A–Z.
        self._clean_numbers()
        for code in LANGUAGE_CODES:
            setattr(self, f"sort_key_{code}", sort_key(self.legal_name, code))
        self.write_keys()
        with transaction.atomic():
            self._give_up_seat()
            super().save(*args, **kwargs)
            self._queue_checks(kwargs.get("update_fields"))

    def _queue_checks(self, written: Collection[str] | None) -> None:
        """Let the registers be asked, later, about numbers that have changed."""
        from directory.registers import queue_checks  # which reads these models

        if written is None or not self.CHECKED.isdisjoint(written):
            queue_checks([self])

    def write_keys(self) -> None:
        """Compute by what the company is compared with others; whatever writes without ``save()`` calls it."""
        self.name_key = fold_name(self.legal_name)[: Company._meta.get_field("name_key").max_length]
        self.web_domain = registered_domain(self.website)[: Company._meta.get_field("web_domain").max_length]

    def _give_up_seat(self) -> None:
        """Let the former seat go before the new one is saved: no database allows two, even for a moment."""
        unsaved = getattr(self, "_cluster_related_objects", {}).get("locations")
        if self.pk and unsaved is not None:
            seats = [location.pk for location in unsaved if location.is_seat and location.pk]
            locations: Any = self.locations  # a manager of modelcluster, which type checkers do not know
            locations.get_live_queryset().filter(is_seat=True).exclude(pk__in=seats).update(is_seat=False)

    def clean(self) -> None:
        super().clean()
        self._clean_numbers()
        self._clean_objection()

    def _clean_numbers(self) -> None:
        cleaners: dict[str, Callable[[str], str]] = {
            "register_number": lambda value: clean_register_number(value, self.country),
            "vat_number": clean_vat_number,
        }
        wrong = {}
        for field, clean in cleaners.items():
            try:
                setattr(self, field, clean(getattr(self, field)))
            except ValidationError as error:
                wrong[field] = error
        if wrong:
            raise ValidationError(wrong)

    def _clean_objection(self) -> None:
        from .problems import Objection  # objections know the companies they are about

        if self._state.adding and self.source == self.Source.IMPORT and Objection.objects.covers(self):
            raise ValidationError(_("This company has objected to being listed; it is not imported again."))

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def languages_filled(self) -> list[str]:
        return [
            code for code in LANGUAGE_CODES if getattr(self, f"summary_{code}") or getattr(self, f"description_{code}")
        ]

    @cached_property
    def seat(self):  # noqa: ANN201 - a Location or None
        """The location that decides region, side and institution; without a query where ``with_seat()`` brought it."""
        if hasattr(self, "seat_rows"):
            return next(iter(self.seat_rows), None)
        return next((location for location in self.locations.all() if location.is_seat), None)

    def get_absolute_url(self) -> str:
        """The address in the reader's language; its first part follows the name, the number at its end stays."""
        return reverse("company", kwargs=self._address)

    def get_report_url(self) -> str:
        return reverse("report_company", kwargs=self._address)

    @property
    def _address(self) -> dict[str, Any]:
        return {"pk": self.pk, "slug": address_slug(self.legal_name)}

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/company.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from directory.details import company_context  # which reads these models

        return super().get_preview_context(request, mode_name) | company_context(self)
