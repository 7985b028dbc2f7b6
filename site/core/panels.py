"""Parts of the admin's forms that several apps use."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst, format_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .i18n import LANGUAGE_CODES


class InLanguage(FieldPanel):
    """The column of one language, which the label says."""

    def on_model_bound(self) -> None:
        super().on_model_bound()
        label = capfirst(self.db_field.verbose_name)
        language = dict(settings.LANGUAGES)[self.field_name.rpartition("_")[2]]
        self.heading = format_lazy("{label} ({language})", label=label, language=language)


def in_both_languages(name: str, widget: type[forms.Widget] | None = None) -> FieldRowPanel:
    """Return the two columns of a text beside each other."""
    return FieldRowPanel([InLanguage(f"{name}_{code}", widget=widget) for code in LANGUAGE_CODES])
