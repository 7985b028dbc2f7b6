"""Form fields of the admin that Wagtail has none for."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.viewsets.chooser import ChooserViewSet


class ManyChooser(forms.SelectMultiple):
    """Several records, chosen in the window of a chooser: for relations with too many rows for a list of boxes."""

    template_name = "directory/admin/many_chooser.html"

    def __init__(self, chooser: ChooserViewSet, attrs: dict[str, Any] | None = None) -> None:
        self.chooser = chooser
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Not the select's own context, which would render every row that there is.
        given = self.build_attrs(self.attrs, attrs)
        numbers = [number for number in value or () if str(number).isdecimal()]
        return {
            "name": name,
            "id": given.get("id"),
            "described_by": given.get("aria-describedby"),
            "chosen": self.chooser.get_object_list().filter(pk__in=numbers),
            "chooser": self.chooser,
            "url": self.chooser.menu_url,
        }

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        # Form renderers look for templates in apps only.
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-choose"

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("wagtailadmin/js/chooser-modal.js"), static("js/admin/many-chooser.js")]
        )
