"""Plain records of the ground floor in the admin, with wagtail-modeladmin."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, HistoryView, IndexView, InspectView

from .models import Institution, JobRun, OutboxMessage, Place, Region, Topic
from .paging import CountingPaginator
from .panels import label_in_language
from .spreadsheets import SafeSpreadsheet


class DeclaredFiltersView(IndexView):
    """A list that is filtered by what it declares alone.

    The original follows any path through any relation that stands in the address: by counting hits, everybody could
    read tables that they may not see.
    """

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        declared = set()
        for each in self.list_filter:
            declared |= {each, f"{each}__exact"} if isinstance(each, str) else {each.parameter_name}
        return {name: value for name, value in super().get_filters_params(params).items() if name in declared}


class GuardedHistoryView(HistoryView):
    """Asks for the same right as the list; the original asks for none."""

    def check_action_permitted(self, user) -> bool:  # noqa: ANN001
        return self.permission_helper.user_can_list(user)


class SafeIndexView(SafeSpreadsheet, DeclaredFiltersView):
    """A list that is a file as well: with choices in words, and empty cells where nothing is known."""

    paginator_class = CountingPaginator

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return capfirst(str(label_for_field(field, model=self.model, model_admin=self.model_admin)))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {field: self._cell(item, field) for field in self.list_export}

    def _cell(self, item: Any, field: str) -> Any:
        in_words = getattr(item, f"get_{field}_display", None)
        value = in_words() if in_words else lookup_field(field, item, self.model_admin)[2]
        return "" if value is None else value


class RecordInspectView(InspectView):
    def get_field_label(self, field_name: str, field: Any = None) -> Any:
        return label_in_language(field) if field else super().get_field_label(field_name, field)


class RecordCreateView(CreateView):
    """Its heading is that of the window: “New” beside a noun agrees with it in neither language."""

    def get_page_title(self) -> str:
        return self.get_meta_title()

    def get_page_subtitle(self) -> str:
        return ""


class RecordAdmin(ModelAdmin):
    create_view_class = RecordCreateView
    index_view_class = SafeIndexView
    history_view_class = GuardedHistoryView
    inspect_view_class = RecordInspectView


def column(attribute: str, label: Any) -> Callable[[Any, Any], Any]:
    """Return a column of a list with a label of its own: the two languages share that of their field."""

    def value(model_admin: ModelAdmin, record: Any) -> Any:
        return getattr(record, attribute)

    value.short_description = label  # type: ignore[attr-defined]
    value.admin_order_field = attribute  # type: ignore[attr-defined]
    return value


class ReadOnly(PermissionHelper):
    """Who may view may look; nobody adds, changes or deletes what the portal itself writes."""

    def user_can_create(self, user) -> bool:  # noqa: ANN001
        return False

    def user_can_edit_obj(self, user, obj) -> bool:  # noqa: ANN001
        return False

    def user_can_delete_obj(self, user, obj) -> bool:  # noqa: ANN001
        return False


class InstitutionFilter(SimpleListFilter):
    """By institution; Django's own filter on a relation asks for Django's own admin."""

    title = _("responsible institution")
    parameter_name = "institution"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(institution.key, str(institution)) for institution in Institution.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        institution = Institution.objects.filter(key=self.value()).first() if self.value() else None
        return self.of(queryset, institution) if institution else queryset

    def of(self, queryset: QuerySet, institution: Institution) -> QuerySet:
        return queryset.filter(**{self.parameter_name: institution})


class ModeratedByFilter(InstitutionFilter):
    title = _("moderating institution")
    parameter_name = "moderated_by"


class RegionFilter(SimpleListFilter):
    """By region, with all that lies in a kraj."""

    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(region.code, str(region)) for region in Region.objects.top_level()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value()
        return queryset.filter(Q(region__code=code) | Q(region__parent__code=code)) if code else queryset


#: Group and short name decide who moderates what: who could change them could moderate everywhere.
MANAGE_GROUPS = "auth.change_group"


class InstitutionAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Institution
    menu_label = _("Institutions")
    menu_icon = "group"
    list_display = ["german", "czech", "short_name", "side", "role", "place"]
    list_filter = ["side", "role"]
    search_fields = ["name_de", "name_cs", "short_name"]
    list_export = ["key", "german", "czech", "short_name", "side", "role", "website", "email"]
    inspect_view_enabled = True
    inspect_view_fields = [
        *("name_de", "name_cs", "short_name", "key", "side", "role", "place", "website", "email"),
        *("description_de", "description_cs", "logo", "editors", "moderators"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("key", permission=MANAGE_GROUPS)]),
        FieldRowPanel([FieldPanel("side"), FieldPanel("role"), FieldPanel("sort_order")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("website"), FieldPanel("email")]),
        FieldRowPanel([FieldPanel("description_de"), FieldPanel("description_cs")]),
        FieldPanel("logo"),
        FieldPanel("editors"),
        FieldPanel("moderators", permission=MANAGE_GROUPS),
    ]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201
        return super().get_queryset(request).select_related("place")


class RegionAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Region
    menu_label = _("Regions")
    menu_icon = "globe"
    list_display = ["code", "german", "czech", "kind", "parent", "moderated_by"]
    list_filter = ["kind", "country", ModeratedByFilter]
    search_fields = ["code", "name_de", "name_cs"]
    list_export = ["code", "german", "czech", "kind", "country", "parent", "moderated_by"]
    inspect_view_enabled = True
    inspect_view_fields = ["code", "name_de", "name_cs", "kind", "country", "parent", "moderated_by"]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("moderated_by")]),
    ]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201
        return super().get_queryset(request).select_related("parent", "moderated_by")


class PlaceAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Place
    menu_label = _("Places")
    menu_icon = "home"
    list_display = ["german", "czech", "country", "region", "postal_code"]
    list_filter = ["country", RegionFilter]
    search_fields = ["name_de", "name_cs", "aliases__name", "postal_code"]
    list_export = ["slug", "german", "czech", "country", "region", "postal_code", "latitude", "longitude"]
    inspect_view_enabled = True
    inspect_view_fields = [
        *("name_de", "name_cs", "aliases", "slug", "country", "region", "postal_code", "population"),
        *("latitude", "longitude"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("country"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("population")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        InlinePanel("aliases", label=_("Further name")),
    ]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201
        return super().get_queryset(request).select_related("region")


class TopicAdmin(RecordAdmin):
    german = column("name_de", _("German"))
    czech = column("name_cs", _("Czech"))
    model = Topic
    menu_label = _("Topics")
    menu_icon = "tag"
    list_display = ["german", "czech", "key"]
    search_fields = ["name_de", "name_cs"]
    list_export = ["key", "german", "czech", "slug_de", "slug_cs"]
    panels = [
        FieldPanel("key"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
                FieldRowPanel([FieldPanel("slug_de"), FieldPanel("slug_cs")]),
            ],
            heading=_("In both languages"),
        ),
    ]


class OutboxMessageAdmin(RecordAdmin):
    """Outgoing mails: what waits, what was sent, what was given up; bodies are not kept."""

    model = OutboxMessage
    menu_label = _("Outgoing messages")
    menu_icon = "mail"
    list_display = ["created_at", "kind", "summary", "state", "attempts", "available_at", "error"]
    list_filter = ["state", "kind"]
    search_fields = ["summary", "error"]
    inspect_view_enabled = True
    inspect_view_fields = ["created_at", "kind", "summary", "state", "attempts", "available_at", "finished_at", "error"]
    permission_helper_class = ReadOnly


class JobRunAdmin(RecordAdmin):
    model = JobRun
    menu_label = _("Timed jobs")
    menu_icon = "history"
    list_display = ["name", "started_at", "finished_at", "outcome"]
    inspect_view_enabled = True
    permission_helper_class = ReadOnly


class PortalGroup(ModelAdminGroup):
    menu_label = _("Portal")
    menu_icon = "cogs"
    menu_order = 320
    items = [InstitutionAdmin, RegionAdmin, PlaceAdmin, TopicAdmin, OutboxMessageAdmin, JobRunAdmin]
