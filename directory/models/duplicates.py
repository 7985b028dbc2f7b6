"""Companies that are, or are not, the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .companies import Company


class Reason(models.TextChoices):
    """Why two companies may be the same; the words stand beside them wherever somebody is warned."""

    NUMBER = "number", _("the same register number")
    NUMBER_WITHOUT_COURT = "number_without_court", _("the same register number, though a court is missing")
    VAT = "vat", _("the same VAT number")
    DOMAIN = "domain", _("the same web domain")
    SAME_NAME = "same_name", _("the same name in the same town")
    SIMILAR_NAME = "similar_name", _("a similar name in the same town")
    NAME_NEARBY = "name_nearby", _("a similar name in the neighbourhood")
    NAME_ALONE = "name_alone", _("the same name; one of the towns is not known")
    OTHER_NUMBER = "other_number", _("but another register number")


class SuspectedPair(models.Model):
    """Two companies that look as if they were the same, until somebody has decided; kept by ``duplicates.pairs``."""

    first = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("company"))
    second = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("other company"))
    score = models.PositiveSmallIntegerField(_("strength"), help_text=_("Of 100."))
    reasons = models.JSONField(_("why"), default=list)  # values of Reason, the strongest first
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["-score", "id"], name="directory_pair_strongest")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_suspectedpair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="directory_suspectedpair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ~ {self.second}"


class DifferentCompanies(models.Model):
    """Two companies that look alike and are not the same; somebody has looked."""

    first = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("company"))
    second = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("other company"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("not the same")
        verbose_name_plural = _("not the same")
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="directory_differentcompanies_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="directory_differentcompanies_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class CompanyMerge(models.Model):
    """Two entries of one company made one: what moved and what was there before, so that it can be undone.

    The merged entry stays as a row that nobody sees, with ``Company.merged_into``: its address redirects. After
    30 days what undoing needs is emptied.
    """

    kept = models.ForeignKey(Company, models.CASCADE, related_name="merges", verbose_name=_("kept entry"))
    merged = models.ForeignKey(Company, models.CASCADE, related_name="+", verbose_name=_("merged entry"))
    moved = models.JSONField(default=dict)  # the numbers of the moved rows, by relation
    before = models.JSONField(default=dict)  # what was written over, as it was: rows by model and number
    after = models.JSONField(default=dict)  # the same as the merge left it: what differs since, somebody has edited
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="directory_companymerge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
