"""Imports of companies and offers: each run with a result for every row, so that it can be read and undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .companies import Company
from .offers import Offer


class ImportRun(models.Model):
    """A file that was read, checked row by row and, perhaps, written into the directory."""

    class Kind(models.TextChoices):
        COMPANIES = "companies", _("companies")
        OFFERS = "offers", _("offers and requests")

    class State(models.TextChoices):
        READING = "reading", _("is being read")
        CHECKED = "checked", _("checked, nothing written yet")
        WRITING = "writing", _("is being written")
        WRITTEN = "written", pgettext_lazy("of an import", "written")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    state = models.CharField(pgettext_lazy("of an import", "state"), max_length=8, choices=State, default=State.READING)
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=200, blank=True, editable=False)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    remarks = models.JSONField(_("remarks"), default=list)  # about the whole file, as rows have them
    institution = models.ForeignKey(
        "core.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the institution"),
        help_text=_("None: for the operators."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("started by")
    )
    only_good_rows = models.BooleanField(_("only good rows"), default=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last sign of life"), auto_now=True)
    written_at = models.DateTimeField(_("written on"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What becomes, or became, of one row of a file."""

    class Result(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        ERROR = "error", _("error")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("line"))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    result = models.CharField(_("result"), max_length=9, choices=Result)
    remarks = models.JSONField(_("remarks"), default=list)  # errors, mended values, what the company keeps
    values = models.JSONField(default=dict)  # what is written
    before = models.JSONField(default=dict)  # what undoing puts back
    company = models.ForeignKey(Company, models.SET_NULL, null=True, blank=True, related_name="+")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["run", "line"], name="directory_importrow_once"),
        ]
        indexes = [models.Index(fields=["run", "result", "line"], name="directory_importrow_by_result")]

    def __str__(self) -> str:
        return f"{self.line}: {self.name}"


class EntryReference(models.Model):
    """What an importing institution calls a company or an offer in its own files; none is the operators'."""

    institution = models.ForeignKey("core.Institution", models.CASCADE, null=True, blank=True, related_name="+")
    reference = models.CharField(_("reference"), max_length=120)
    company = models.ForeignKey(Company, models.CASCADE, null=True, blank=True, related_name="references")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="references")

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False, offer__isnull=True) | Q(company__isnull=True, offer__isnull=False),
                name="directory_entryreference_names_one_entry",
            ),
            models.UniqueConstraint(
                Coalesce(F("institution"), Value(0)),
                F("reference"),
                condition=Q(company__isnull=False),
                name="directory_entryreference_company_once",
            ),
            models.UniqueConstraint(
                Coalesce(F("institution"), Value(0)),
                F("reference"),
                condition=Q(offer__isnull=False),
                name="directory_entryreference_offer_once",
            ),
        ]
        indexes = [models.Index(fields=["reference"], name="directory_reference")]

    def __str__(self) -> str:
        return self.reference
