"""Parts of the admin's forms that several apps use."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.text import capfirst, format_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .i18n import LANGUAGE_CODES


def label_in_language(field: Any) -> Any:
    """Return the label of a field or of rows that belong to a record; that of one language's column says which."""
    if field.one_to_many:
        return capfirst(field.related_model._meta.verbose_name_plural)
    label = capfirst(field.verbose_name)
    language = dict(settings.LANGUAGES).get(field.name.rpartition("_")[2])
    return format_lazy("{label} ({language})", label=label, language=language) if language else label


class ComparedInLanguage:
    """Mixed into a comparison of two versions."""

    field: models.Field

    def field_label(self) -> Any:
        return label_in_language(self.field)


class InLanguage(FieldPanel):
    """The column of one language, which the label says, in forms and where versions are compared."""

    def on_model_bound(self) -> None:
        super().on_model_bound()
        self.heading = label_in_language(self.db_field)

    def get_comparison_class(self) -> type:
        return type("Comparison", (ComparedInLanguage, super().get_comparison_class()), {})


def in_both_languages(name: str, widget: type[forms.Widget] | None = None) -> FieldRowPanel:
    """Return the two columns of a text beside each other."""
    return FieldRowPanel([InLanguage(f"{name}_{code}", widget=widget) for code in LANGUAGE_CODES])
