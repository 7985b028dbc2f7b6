"""Plain records of the ground floor in the admin, with wagtail-modeladmin."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from .models import Institution, JobRun, OutboxMessage, Place, Region, Topic


class ReadOnly(PermissionHelper):
    """Who may view may look; nobody adds, changes or deletes what the portal itself writes."""

    def user_can_create(self, user) -> bool:  # noqa: ANN001
        return False

    def user_can_edit_obj(self, user, obj) -> bool:  # noqa: ANN001
        return False

    def user_can_delete_obj(self, user, obj) -> bool:  # noqa: ANN001
        return False


class ModeratedByFilter(SimpleListFilter):
    """By institution; Django's own filter on a relation asks for Django's own admin."""

    title = _("moderating institution")
    parameter_name = "moderated_by"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(institution.key, str(institution)) for institution in Institution.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(moderated_by__key=self.value()) if self.value() else queryset


class RegionFilter(SimpleListFilter):
    """By region, with all that lies in a kraj."""

    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(region.code, str(region)) for region in Region.objects.top_level()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value()
        return queryset.filter(Q(region__code=code) | Q(region__parent__code=code)) if code else queryset


class InstitutionAdmin(ModelAdmin):
    model = Institution
    menu_label = _("Institutions")
    menu_icon = "group"
    list_display = ["name", "short_name", "side", "role", "place"]
    list_filter = ["side", "role"]
    search_fields = ["name_de", "name_cs", "short_name"]
    list_export = ["key", "name_de", "name_cs", "short_name", "side", "role", "website", "email"]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("key")]),
        FieldRowPanel([FieldPanel("side"), FieldPanel("role"), FieldPanel("sort_order")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("website"), FieldPanel("email")]),
        FieldRowPanel([FieldPanel("description_de"), FieldPanel("description_cs")]),
        FieldPanel("logo"),
        FieldPanel("editors"),
    ]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201
        return super().get_queryset(request).select_related("place")


class RegionAdmin(ModelAdmin):
    model = Region
    menu_label = _("Regions")
    menu_icon = "globe"
    list_display = ["code", "name", "kind", "country", "parent", "moderated_by"]
    list_filter = ["kind", "country", ModeratedByFilter]
    search_fields = ["code", "name_de", "name_cs"]
    list_export = ["code", "name_de", "name_cs", "kind", "country", "parent", "moderated_by"]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("moderated_by")]),
    ]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201
        return super().get_queryset(request).select_related("parent", "moderated_by")


class PlaceAdmin(ModelAdmin):
    model = Place
    menu_label = _("Places")
    menu_icon = "home"
    list_display = ["name_de", "name_cs", "country", "region", "postal_code", "population"]
    list_filter = ["country", RegionFilter]
    search_fields = ["name_de", "name_cs", "aliases__name", "postal_code"]
    list_export = ["slug", "name_de", "name_cs", "country", "region", "postal_code", "latitude", "longitude"]
    panels = [
        FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_cs")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("country"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("population")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        InlinePanel("aliases", label=_("Further name")),
    ]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201
        return super().get_queryset(request).select_related("region")


class TopicAdmin(ModelAdmin):
    model = Topic
    menu_label = _("Topics")
    menu_icon = "tag"
    list_display = ["name_de", "name_cs", "key"]
    search_fields = ["name_de", "name_cs"]
    list_export = ["key", "name_de", "name_cs", "slug_de", "slug_cs"]
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


class OutboxMessageAdmin(ModelAdmin):
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


class JobRunAdmin(ModelAdmin):
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
