"""Reported problems in the admin: looked at, and decided once."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.views import EditView

from core.admin import InstitutionFilter, RecordAdmin, RecordInspectView

from .models import Entry, ProblemReport
from .snippets.forms import DecisionForm
from .snippets.guards import WithinArea
from .snippets.viewsets import link_to

REPORTED = ("kind", "message", "name", "email", "institution", "created_at")


class ReportsAreDecided(PermissionHelper):
    """Readers report; the admin decides, once."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: ProblemReport) -> bool:
        return obj.state == ProblemReport.State.OPEN and super().user_can_edit_obj(user, obj)


class ReportInspectView(RecordInspectView):
    """Leads from the report to what it is about."""

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        value = super().get_field_display_value(field_name, field)
        return link_to(value) if isinstance(value, Entry) else value


class ReportEditView(EditView):
    def get_success_message_buttons(self, instance: ProblemReport) -> list[Any]:
        return []  # what is decided is not edited again


class ProblemReportAdmin(WithinArea, RecordAdmin):
    model = ProblemReport
    inspect_view_class = ReportInspectView
    edit_view_class = ReportEditView
    menu_label = _("Reported problems")
    menu_icon = "warning"
    list_display = ["entry_title", "kind", "state", "institution", "age"]
    list_filter = ["state", "kind", InstitutionFilter]
    search_fields = ["message", "company__legal_name", "offer__title_de", "offer__title_cs"]
    list_export = ["entry_title", "kind", "state", "institution", "created_at", "decided_at", "message", "decision"]
    inspect_view_enabled = True
    inspect_view_fields = [
        *("company", "offer", "kind", "message", "name", "email", "language", "institution", "created_at"),
        *("state", "decision", "decided_at"),
    ]
    permission_helper_class = ReportsAreDecided
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(name, read_only=True) for name in REPORTED],
                heading=_("Report"),
            ),
            MultiFieldPanel(
                [FieldPanel("state"), FieldPanel("decision")],
                heading=_("Decision"),
                help_text=_(
                    "An accepted objection hides the company and keeps it out of later imports; an accepted request "
                    "for removal suspends the entry. What is to be corrected, correct in the entry yourself."
                ),
            ),
        ],
        base_form_class=DecisionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProblemReport]:
        return super().get_queryset(request).select_related("company", "offer", "institution")

    def entry_title(self, report: ProblemReport) -> str:
        return str(report.entry)

    def age(self, report: ProblemReport) -> str:
        return timesince(report.created_at, depth=1)

    entry_title.short_description = _("Entry")  # type: ignore[attr-defined]
    age.short_description = _("Age")  # type: ignore[attr-defined]
    age.admin_order_field = "created_at"  # type: ignore[attr-defined]
