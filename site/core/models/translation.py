"""Which translations are behind their source."""

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

# A sentence per language: its name is inflected in Czech.
ORIGINAL_CHANGED = {
    "de": _("The German original has changed since %(date)s (%(who)s). Please bring this text up to date."),
    "cs": _("The Czech original has changed since %(date)s (%(who)s). Please bring this text up to date."),
}
TRANSLATION_BEHIND = {
    "de": _("The German translation has been out of date since %(date)s (%(who)s)."),
    "cs": _("The Czech translation has been out of date since %(date)s (%(who)s)."),
}


class StaleTranslation(models.Model):
    """A translation whose source was published with other content since; gone as soon as the translation follows."""

    translation = models.OneToOneField("wagtail_localize.Translation", models.CASCADE, related_name="stale")
    since = models.DateTimeField(_("since"), help_text=_("First change of the source that the translation lacks."))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )
    institution = models.ForeignKey(
        "core.Institution",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
        help_text=_("Who answers for the content."),
    )

    class Meta:
        verbose_name = _("stale translation")
        verbose_name_plural = _("stale translations")
        ordering = ["since"]

    def __str__(self) -> str:
        return f"{self.translation}"

    def describe_to_translator(self) -> str:
        """A sentence for who opens the translation."""
        return ORIGINAL_CHANGED[self.translation.source.locale.language_code] % self._when_and_who()

    def describe_to_author(self) -> str:
        """A sentence for who opens the source."""
        return TRANSLATION_BEHIND[self.translation.target_locale.language_code] % self._when_and_who()

    def _when_and_who(self) -> dict[str, str]:
        return {
            "date": date_format(localtime(self.since), "SHORT_DATE_FORMAT"),
            "who": str(self.changed_by or _("unknown")),
        }
