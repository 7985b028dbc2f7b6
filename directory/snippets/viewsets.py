"""Companies and offers as snippets."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.models import Company, Entry, Offer
from directory.rights import companies_within, offers_within

from . import lists, panels
from .choosers import CompanyChooserViewSet, OfferChooserViewSet
from .filters import CompanyFilterSet, OfferFilterSet
from .guards import AreaPolicy, held_to_area
from .views import CompanyIndexView, EntryCreateView, EntryEditView, EntryIndexView, EntryInspectView


class EntryViewSet(SnippetViewSet):
    """Entries in the admin: each moderator's own ones, on every address that there is, also on those to come."""

    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    inspect_view_class = EntryInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    menu_item_is_registered = True  # in the group of the directory, not among the snippets
    list_per_page = 50
    export_columns: list[Any] = []

    @property
    def permission_policy(self) -> AreaPolicy:
        return AreaPolicy(self.model)

    @property
    def url_finder_class(self) -> type:
        """Asks per object, as that of snippets does not: no list of usages names another institution's entry."""
        return super(SnippetViewSet, self).url_finder_class

    def get_urlpatterns(self) -> list[URLPattern]:
        return held_to_area(super().get_urlpatterns(), self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(export_columns=self.export_columns, **kwargs)


class CompanyViewSet(EntryViewSet):
    model = Company
    icon = "group"
    menu_label = _("Companies")
    index_view_class = CompanyIndexView
    chooser_viewset_class = CompanyChooserViewSet
    list_display = lists.COMPANY_COLUMNS
    export_columns = lists.COMPANY_EXPORT
    export_filename = "companies"
    filterset_class = CompanyFilterSet
    ordering = "legal_name"
    search_fields = [
        *("legal_name", "register_number", "vat_number", "website"),
        *("locations__place__name_de", "locations__place__name_cs", "locations__other_town"),
    ]
    inspect_view_fields = [
        *("legal_name", "kind", "country", "register_number", "register_court", "vat_number", "website"),
        *("employees", "founded", "delivery_range", "sectors", "languages", "locations"),
        *("summary_de", "summary_cs", "description_de", "description_cs", "capabilities", "certificates"),
        *("verifications", "last_confirmed_on", "source", "state", "state_reason", "state_changed_at"),
    ]
    edit_handler = panels.COMPANY

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        return companies_within(request.user).unmerged().for_editors()


class OfferViewSet(EntryViewSet):
    model = Offer
    icon = "form"
    menu_label = _("Offers and requests")
    index_view_class = EntryIndexView
    chooser_viewset_class = OfferChooserViewSet
    list_display = lists.OFFER_COLUMNS
    export_columns = lists.OFFER_EXPORT
    export_filename = "offers"
    filterset_class = OfferFilterSet
    ordering = "-valid_from"
    search_fields = ["title_de", "title_cs", "company__legal_name"]
    inspect_view_fields = [
        *("company", "direction", "type", "title_de", "title_cs", "text_de", "text_cs", "quantity_de", "quantity_cs"),
        *("capabilities", "regions", "languages", "is_anonymous", "valid_from", "valid_until"),
        *("state", "state_reason", "state_changed_at"),
    ]
    edit_handler = panels.OFFER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        return offers_within(request.user).select_related("company")


company_viewset = CompanyViewSet()
offer_viewset = OfferViewSet()


def link_to(entry: Entry) -> str:
    viewset = company_viewset if isinstance(entry, Company) else offer_viewset
    return format_html('<a href="{}">{}</a>', reverse(viewset.get_url_name("edit"), args=[entry.pk]), entry)
