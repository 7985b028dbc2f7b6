"""The ground floor in the admin: records, reports, guards and the marks on stale translations."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from . import translation_guards
from .admin import PortalGroup
from .choosers import PlaceChooserViewSet, SnippetsChosenOnly, place_chooser
from .link_handlers import LocalizedDocumentLinkHandler, LocalizedPageLinkHandler
from .models import SharedText, StaleTranslation
from .reports import StaleTranslationsPanel, StaleTranslationsView
from .stale import with_stale_since

modeladmin_register(PortalGroup)


class SharedTextViewSet(SnippetViewSet):
    model = SharedText
    icon = "copy"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Shared texts")
    menu_order = 310
    list_display = ["title", "locale"]
    search_fields = ["title"]
    chooser_viewset_class = SnippetsChosenOnly


register_snippet(SharedTextViewSet)


@hooks.register("register_admin_viewset")
def choose_places() -> PlaceChooserViewSet:
    return place_chooser


@hooks.register("register_admin_urls", order=-100)
def guard_localize_addresses() -> list[URLResolver]:
    return translation_guards.admin_urls


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    view = StaleTranslationsView.as_view()
    results = StaleTranslationsView.as_view(results_only=True)
    return [
        path("reports/stale-translations/", view, name="stale_translations"),
        path("reports/stale-translations/results/", results, name="stale_translations_results"),
    ]


@hooks.register("register_reports_menu_item")
def report_in_menu() -> MenuItem:
    return MenuItem(
        gettext_lazy("Translations out of date"), reverse("stale_translations"), icon_name="warning", order=100
    )


@hooks.register("construct_homepage_panels")
def stale_translations_on_dashboard(request: HttpRequest, panels: list) -> None:
    panels.insert(0, StaleTranslationsPanel())


@hooks.register("construct_explorer_page_queryset")
def mark_stale_pages(parent_page: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return with_stale_since(pages)


@hooks.register("before_edit_page", order=-100)
def tell_of_stale_translation(request: HttpRequest, page: Page) -> None:
    if request.method == "GET":
        _tell(request, page)


@hooks.register("before_edit_snippet", order=-100)
def tell_of_stale_snippet(request: HttpRequest, instance: Any) -> None:
    if request.method == "GET" and hasattr(instance, "translation_key"):
        _tell(request, instance)


def _tell(request: HttpRequest, instance: Any) -> None:
    rows = StaleTranslation.objects.filter(translation__source__object_id=instance.translation_key)
    rows = rows.select_related("translation__target_locale", "translation__source__locale", "changed_by")
    for row in rows:
        if row.translation.target_locale_id == instance.locale_id:
            messages.warning(request, row.describe_to_translator())
        else:
            messages.info(request, row.describe_to_author())


@hooks.register("insert_global_admin_css")
def admin_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_rich_text_features", order=100)
def links_lead_into_the_readers_language(features: FeatureRegistry) -> None:
    features.register_link_type(LocalizedPageLinkHandler)
    features.register_link_type(LocalizedDocumentLinkHandler)
