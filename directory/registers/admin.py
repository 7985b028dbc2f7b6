"""The list of register checks in the admin, with wagtail-modeladmin."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin

from core.admin import InstitutionFilter, ReadOnly, RecordAdmin, RecordInspectView, SafeIndexView
from core.models import Institution
from directory.models import RegisterCheck
from directory.responsibility import companies_of
from directory.snippets.guards import WithinArea

from .answers import NAME_DIFFERS
from .clients import is_on
from .display import explained, said, shown


class CompanysInstitutionFilter(InstitutionFilter):
    def of(self, queryset: QuerySet, institution: Institution) -> QuerySet:
        return queryset.filter(company__in=companies_of(institution))


class NameFilter(SimpleListFilter):
    title = _("name in the register")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("other", _("another name"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(problem=NAME_DIFFERS) if self.value() else queryset


class ChecksView(SafeIndexView):
    """The list; above it stands which register the operator has not switched on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        off = [register.label for register in RegisterCheck.Register if not is_on(register)]
        return super().get_context_data(switched_off=off, **kwargs)


class CheckInspectView(RecordInspectView):
    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        texts = {"answer": said, "problem": explained}
        if field_name in texts:
            return texts[field_name](self.instance) or self.model_admin.get_empty_value_display(field_name)
        return super().get_field_display_value(field_name, field)


class AgainButton(ButtonHelper):
    def get_buttons_for_obj(self, obj: RegisterCheck, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons = super().get_buttons_for_obj(obj, *args, **kwargs)
        may_ask = self.request.user.has_perm("directory.change_company")  # the list is of the own area already
        check = shown(obj, may_ask=may_ask, back_to=self.request.get_full_path())
        if check.again_url:
            classname = self.finalise_classname(kwargs.get("classnames_add"))
            label = _("Check again")
            buttons.append({"url": check.again_url, "label": label, "title": label, "classname": classname})
        return buttons


class RegisterCheckAdmin(WithinArea, RecordAdmin):
    model = RegisterCheck
    menu_label = _("Register checks")
    menu_icon = "circle-check"
    base_url_path = "directory/register-checks"
    index_view_class = ChecksView
    inspect_view_class = CheckInspectView
    inspect_view_enabled = True
    inspect_view_fields = ["company", "register", "number", "result", "problem", "answer", "checked_at", "due_at"]
    permission_helper_class = ReadOnly
    button_helper_class = AgainButton
    list_display = ["company_link", "register", "number", "state", "asked_on", "register_says"]
    list_filter = ["result", "register", NameFilter, CompanysInstitutionFilter]
    list_export = ["company", "register", "number", "result", "why", "told", "checked_at", "due_at"]
    search_fields = ["company__legal_name", "number"]
    ordering = ["result", "-checked_at"]  # what is not valid comes first

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegisterCheck]:
        return super().get_queryset(request).select_related("company")

    def company_link(self, check: RegisterCheck) -> str:
        url = reverse("wagtailsnippets_directory_company:edit", args=[check.company_id])
        return format_html('<a href="{}">{}</a>', url, check.company)

    def state(self, check: RegisterCheck) -> str:
        kind = "primary" if check.result == RegisterCheck.Result.VALID else "label"
        return format_html('<span class="w-status w-status--{}">{}</span>', kind, self._shown(check).status)

    def asked_on(self, check: RegisterCheck) -> str:
        return date_format(localtime(check.checked_at), "SHORT_DATETIME_FORMAT") if check.checked_at else "–"

    def register_says(self, check: RegisterCheck) -> str:
        texts = [text for text in (explained(check), said(check)) if text]
        return format_html("{}<br>{}", *texts) if len(texts) == 2 else "".join(texts) or "–"

    def why(self, check: RegisterCheck) -> str:
        return explained(check)

    def told(self, check: RegisterCheck) -> str:
        return said(check)

    def _shown(self, check: RegisterCheck) -> Any:
        return shown(check, may_ask=False, back_to="")

    company_link.short_description = _("Company")  # type: ignore[attr-defined]
    company_link.admin_order_field = "company__legal_name"  # type: ignore[attr-defined]
    state.short_description = _("Result")  # type: ignore[attr-defined]
    state.admin_order_field = "result"  # type: ignore[attr-defined]
    asked_on.short_description = _("Checked")  # type: ignore[attr-defined]
    asked_on.admin_order_field = "checked_at"  # type: ignore[attr-defined]
    register_says.short_description = told.short_description = _("Register says")  # type: ignore[attr-defined]
    why.short_description = _("Reason")  # type: ignore[attr-defined]
